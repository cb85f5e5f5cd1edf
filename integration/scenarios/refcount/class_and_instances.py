# Each instance holds its class; a class holds its bases.
import sys


class Base:
    pass


base = sys.getrefcount(Base)
row = [Base() for _ in range(10)]
print(sys.getrefcount(Base) - base)
row.clear()
print(sys.getrefcount(Base) - base)
x = Base()
y = x.__class__
print(sys.getrefcount(Base) - base)
del x, y
print(sys.getrefcount(Base) - base)


class Other:
    pass


o = Other()
before = sys.getrefcount(Other)
o.__class__ = Base
print(sys.getrefcount(Base) - base, sys.getrefcount(Other) - before)
t = [type(o), o.__class__, Base]
print(sys.getrefcount(Base) - base)
