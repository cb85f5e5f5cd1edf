# Values that travel through generators are moved, not kept.
import sys
import weakref


class Thing:
    pass


def echo():
    got = None
    while True:
        got = yield got


def forget():
    while True:
        x = yield
        del x


t = Thing()
base = sys.getrefcount(t)
g = echo()
next(g)
back = g.send(t)
print(back is t, sys.getrefcount(t) - base)
del back
print(sys.getrefcount(t) - base)
g.send(None)
print(sys.getrefcount(t) - base)
f = forget()
next(f)
for _ in range(5):
    f.send(t)
print(sys.getrefcount(t) - base)


def result():
    yield 1
    return t


def outer(log):
    log.append((yield from result()))


log = []
list(outer(log))
print(sys.getrefcount(t) - base, log[0] is t)
log.clear()
g.send(t)
w = weakref.ref(t)
del t
print(w() is not None)
g.close()
print(w())
