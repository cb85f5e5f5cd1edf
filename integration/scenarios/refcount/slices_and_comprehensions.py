# Slices and comprehensions copy references, generators hold what they iterate.
import sys


class Item:
    pass


item = Item()
base = sys.getrefcount(item)


def n():
    return sys.getrefcount(item) - base


row = [item for _ in range(6)]
print(n())
half = row[:3]
print(n())
row[::2] = [None] * 3
print(n())
row[1:] = half
print(n(), len(row))
del row[-2:], half
print(n())
pairs = [(item, i) for i in range(3) if i != 1]
print(n())
table = {i: item for i in range(4)}
print(n())
bag = {item for _ in range(4)}
print(n())
gen = (x for x in (item,))
print(n())
print(next(gen) is item)
print(list(gen))
del gen, bag, table, pairs, row
print(n())
a, *rest = [item, item, item]
print(n(), len(rest))
del a, rest
nested = [[item] * 2 for _ in range(3)]
print(n())
nested = None
print(n())
