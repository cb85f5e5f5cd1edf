# while and for with else, break, continue, walrus, conditional expressions.
for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0:
            break
    else:
        print(n, end=" ")
print()
n = 27
steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
else:
    print("steps", steps)
i = 0
while True:
    i += 1
    if i % 2:
        continue
    if i > 6:
        break
    print(i, end=",")
print(" end")
data = [3, 1, 4, 1, 5]
while (x := data.pop()) != 4:
    print("popped", x)
if (n := len(data)) > 5:
    print("many")
elif n == 2:
    print("two left", data)
else:
    print("few")
print(1 < 2 < 3, 1 < 3 > 2, 1 == 1 != 2, not 1 == 2)
print(0 or "default", "" and 1, None or 0 or [], 1 and 2)
print(None is None, [] is not [], 3 in [1, 2, 3], "b" not in "abc")
x = y = []
x.append(1)
print(y, x is y)
x += [2]
print(y)
t = (1, 2)
t += (3,)
print(t)
pass
del t
try:
    t
except NameError as e:
    print(e)
