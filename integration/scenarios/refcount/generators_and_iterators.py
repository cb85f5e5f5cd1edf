# What an iterator holds while it runs, and releases when it is exhausted.
import sys
import weakref


class Thing:
    pass


row = [Thing(), Thing()]
base = sys.getrefcount(row)
it = iter(row)
print(sys.getrefcount(row) - base)
next(it)
next(it)
print(sys.getrefcount(row) - base)
print(next(it, "end"))
print(sys.getrefcount(row) - base)


def walk(items):
    for item in items:
        yield item


gen = walk(row)
print(sys.getrefcount(row) - base)
for x in gen:
    pass
print(sys.getrefcount(row) - base)
watch = weakref.ref(x)
row.clear()
print(watch() is x)
del x
print(watch() is None)
t = Thing()
base = sys.getrefcount(t)
z = zip([t], [t])
m = map(lambda v: v, [t])
e = enumerate([t])
print(sys.getrefcount(t) - base)
print(next(e)[0], next(m) is t, next(z)[1] is t)
del z, m, e
print(sys.getrefcount(t) - base)
