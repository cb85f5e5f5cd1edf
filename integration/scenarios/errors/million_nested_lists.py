# A million lists, one inside the other, are freed without running out of stack.
row = []
for _ in range(1000000):
    row = [row]
depth = 0
walk = row
while walk:
    walk = walk[0]
    depth += 1
print(depth)
del walk
row = None
print("freed")
