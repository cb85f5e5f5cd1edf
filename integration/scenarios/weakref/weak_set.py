# WeakSet holds its members weakly.
import gc
import weakref
gc.disable()
gc.collect()


class M:
    def __init__(self, name):
        self.name = name


def names(s):
    return sorted(m.name for m in s)


a, b, c = M("a"), M("b"), M("c")
s = weakref.WeakSet([a, b])
s.add(c)
s.add(a)
print(len(s), names(s), b in s)
del b
print(len(s), names(s))
s.discard(c)
print(names(s), c in s)
s.add(M("temporary"))
print(names(s))
t = weakref.WeakSet([a, c])
print(names(s | t), names(s & t), names(t - s), s <= t, s == t)
s.update([c])
print(s == t)
c.me = c
del c
print(len(s))
gc.collect()
print(len(s), len(t))
try:
    s.remove(M("none"))
except KeyError:
    print("KeyError")
print("x" in s)
print(s.pop() is a, len(s))
for i in range(5):
    t.add(M(str(i)))
print(names(t))


class Registry:
    live = weakref.WeakSet()

    def __init__(self):
        Registry.live.add(self)


rs = [Registry() for _ in range(3)]
print(len(Registry.live))
rs.pop()
print(len(Registry.live))
