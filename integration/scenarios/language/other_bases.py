# Classes that get other bases, a metaclass with its own order, `super` with a class only, and
# functions that choose by abstract classes.
from collections.abc import Mapping, Sequence
from functools import singledispatch


class Loud:
    def speak(self):
        return "LOUD"


class Quiet:
    def speak(self):
        return "quiet"

    def __del__(self):
        print("a quiet one dies")


class Animal(Loud):
    pass


class Dog(Animal):
    pass


dog = Dog()
print(dog.speak(), Dog.__mro__)
Animal.__bases__ = (Quiet,)
print(dog.speak(), Dog.__mro__, Loud.__subclasses__(), Quiet.__subclasses__())
del dog
for bases in ((), [Loud], (Dog,), (3,)):
    try:
        Animal.__bases__ = bases
    except TypeError as error:
        print(error)
print(Animal.__bases__, Animal.__base__)


class Ordered(type):
    def mro(cls):
        order = super().mro()
        return [*order[:1], Loud, *order[1:]] if cls.__name__ == "Cat" else order


class Cat(Quiet, metaclass=Ordered):
    pass


print(Cat.__mro__, Cat().speak())


class Puppy(Dog):
    def speak(self):
        return "yip, " + self.behind.speak()


Puppy.behind = super(Puppy)
print(Puppy().speak(), super(Puppy).__self__, super(Puppy).__thisclass__)


@singledispatch
def kind(x):
    return "something"


@kind.register(Sequence)
def _(x):
    return "a row"


@kind.register(Mapping)
def _(x):
    return "a mapping"


@kind.register
def _(x: int | float):
    return "a number"


print(kind([]), kind(()), kind({}), kind(1), kind(1.5), kind(None), kind("text"))
