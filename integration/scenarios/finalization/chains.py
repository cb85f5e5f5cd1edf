# Parents before children: freeing an owner frees what only it owned.
class Part:
    def __init__(self, name, *parts):
        self.name = name
        self.parts = list(parts)

    def __del__(self):
        print("del", self.name, [p.name for p in self.parts])


car = Part("car", Part("engine", Part("piston")), Part("wheel"))
del car
print("--")
shared = Part("shared")
a = Part("a", shared)
b = Part("b", shared)
del shared, a
print("shared lives")
del b
print("--")
x = Part("x")
x.parts.append(Part("y"))
x.parts[0].parts.append(Part("z"))
y = x.parts[0]
del x
print("y lives")
y.parts.clear()
y = None


class Base:
    def __del__(self):
        print("base")


class Derived(Base):
    def __init__(self):
        self.extra = Part("extra")

    def __del__(self):
        print("derived")
        super().__del__()


d = Derived()
del d


class Silent(Derived):
    __del__ = None


class Inherits(Base):
    pass


i = Inherits()
i = 0
