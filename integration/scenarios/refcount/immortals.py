# versions: 3.12, 3.13
# Immortal objects: their count does not follow the references taken.
import sys
for obj in (None, True, False, ..., NotImplemented, 0, 1, 255, 256, -5, "", b"", ()):
    before = sys.getrefcount(obj)
    row = [obj] * 500
    middle = sys.getrefcount(obj)
    row.clear()
    print(repr(obj), middle - before, sys.getrefcount(obj) - before)
for cls in (int, str, list, dict, object, type, Exception):
    before = sys.getrefcount(cls)
    row = [cls] * 500
    print(cls.__name__, sys.getrefcount(cls) - before)


class Mortal:
    pass


before = sys.getrefcount(Mortal)
row = [Mortal] * 500
print(sys.getrefcount(Mortal) - before)
big = 10 ** 20
before = sys.getrefcount(big)
row = [big] * 500
print(sys.getrefcount(big) - before)
x = None
for _ in range(100000):
    x = None
print(x is None)
