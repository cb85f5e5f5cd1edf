# Each slot of a container holds one reference; emptying it gives them back.
import sys


class Thing:
    pass


def of(x):
    return sys.getrefcount(x) - 2


t = Thing()
print(of(t))
row = [t] * 5
print(of(t))
del row[0]
print(of(t))
row[1:3] = []
print(of(t))
pair = (t, row)
print(of(t), of(row))
table = {"k": t, t: "k"}
print(of(t))
table["k"] = None
print(of(t))
table.pop(t)
print(of(t))
bag = {t}
bag.add(t)
print(of(t))
frozen = frozenset(bag)
bag.discard(t)
print(of(t))
del frozen
row.extend([t, t, t])
row.insert(0, t)
print(of(t))
row.remove(t)
row.reverse()
print(of(t))
copy = row[:]
print(of(t))
copy += row
print(of(t))
copy.clear()
row.clear()
print(of(t))
del pair
print(of(t))
