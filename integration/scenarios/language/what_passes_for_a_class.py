"""isinstance and issubclass: a class, what says it is one, and what looks like one."""


class Animal:
    pass


class Dog(Animal):
    pass


class StandIn:
    """Claims the class of what it stands for."""

    def __init__(self, target):
        self.target = target

    @property
    def __class__(self):
        return type(self.target)


stand_in = StandIn(Dog())
print(type(stand_in).__name__, isinstance(stand_in, Dog), isinstance(stand_in, Animal))
print(isinstance(stand_in, StandIn), isinstance(stand_in, (int, Animal)))


class Never(type):
    """Its classes have no objects but those of exactly that class, and no subclasses."""

    def __instancecheck__(cls, value):
        print("asked about an object of", type(value).__name__)
        return False

    def __subclasscheck__(cls, other):
        print("asked about", other.__name__)
        return False


class Lonely(metaclass=Never):
    pass


class Child(Lonely):
    pass


print(isinstance(Lonely(), Lonely), isinstance(Child(), Lonely), issubclass(Child, Lonely))
print(type.__instancecheck__(Lonely, Child()), type.__subclasscheck__(Lonely, Child))


class Abstract:
    """No class, but it has bases."""

    def __init__(self, *bases):
        self.__bases__ = bases


root = Abstract()
left, right = Abstract(root), Abstract(root)
both = Abstract(left, right)
print(issubclass(both, root), issubclass(left, both), issubclass(both, (int, right)))


class Sample:
    @property
    def __class__(self):
        return both


print(isinstance(Sample(), root), isinstance(Sample(), Abstract()))

for bad in (
    lambda: isinstance(1, 1),
    lambda: isinstance(1, (str, 1)),
    lambda: issubclass(1, int),
    lambda: issubclass(int, 1),
):
    try:
        bad()
    except TypeError as error:
        print(error)


class Rude:
    @property
    def __class__(self):
        raise RuntimeError("not telling")


try:
    isinstance(Rude(), int)
except RuntimeError as error:
    print(error)
print(isinstance(Rude(), Rude))
