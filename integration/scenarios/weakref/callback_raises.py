# An exception in a callback reaches the hook, not the program.
import sys
import weakref
seen = []
sys.unraisablehook = lambda u: seen.append((u.exc_type.__name__, str(u.exc_value)))
log = []


class C:
    pass


def bad(r):
    raise ValueError("from callback")


c = C()
refs = [
    weakref.ref(c, lambda r: log.append("oldest")),
    weakref.ref(c, bad),
    weakref.ref(c, lambda r: log.append("newest")),
]
del c
print(log, seen)
seen.clear()
c = C()
r = weakref.ref(c, lambda: None)
del c
print(seen[0][0])
seen.clear()
c = C()
r = weakref.ref(c, bad)
try:
    try:
        raise KeyError("pending")
    finally:
        del c
except KeyError as e:
    print("kept:", e, seen)
