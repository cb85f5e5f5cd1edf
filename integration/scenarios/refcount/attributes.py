# Attributes, slots, class attributes and bound methods.
import sys


class Plain:
    pass


class Slotted:
    __slots__ = ("value", "other")


target = ["t"]
base = sys.getrefcount(target)


def n():
    return sys.getrefcount(target) - base


p = Plain()
p.value = target
print(n())
setattr(p, "other", target)
print(n())
p.value = None
del p.other
print(n())
s = Slotted()
s.value = s.other = target
print(n())
del s.other
print(n())
del s
print(n())
Plain.shared = target
print(n(), p.shared is target)
del Plain.shared
print(n())
p.__dict__["direct"] = target
print(n(), p.direct is target)
vars(p).clear()
print(n())


class Counter:
    def hit(self):
        return 1


c = Counter()
base_c = sys.getrefcount(c)
bound = c.hit
print(sys.getrefcount(c) - base_c, bound.__self__ is c)
row = [c.hit for _ in range(5)]
print(sys.getrefcount(c) - base_c)
del bound, row
print(sys.getrefcount(c) - base_c)
