# Sets are in the order of their hash tables: numbers and tuples of numbers show it.
import sys

print({5, 100, 3, 1, 64, 33}, {8, 16, 0}, frozenset([9, 1, 17, 33, 2]))
print({-1, -2, -3}, {(1, 2), (3, 4), (5, 6), ()}, {1.5, 0.25, 2, 3.0})
for n in {40, 1, 9, 33, 17}:
    print(n, end=" ")
print()

# The same members in another order of arrival.
print(set(range(10, 0, -1)), set([8, 0]), set([0, 8]))
grown = set()
for n in [0, 16, 1, 2, 33]:
    grown.add(n)
merged = set()
merged |= grown
print(grown, sys.getsizeof(grown), merged, sys.getsizeof(merged))

# A new member takes the place of a removed one.
numbers = set(range(10))
numbers.discard(3)
numbers.discard(5)
for n in (32, 64, 96):
    numbers.add(n)
    print(numbers)

# `pop` goes round.
numbers = set(range(20))
print([numbers.pop() for _ in range(5)])
numbers |= {0, 1}
print([numbers.pop() for _ in range(17)])

a, b = set(range(0, 40, 3)), set(range(0, 40, 2))
print(a & b, a | b, a - b, a ^ b, sep="\n")
a -= b
b ^= {1, 2, 3}
print(a, b, sep="\n")

seed = 1
for _ in range(2000):
    seed = (seed * 1103515245 + 12345) % 2**31
    n = seed >> 8
    [a.add, a.discard, b.add, b.discard][n % 4](n // 4 % 90)
print(sorted(a) == list(a), list(a), list(b), sep="\n")
