# Abstract base classes and structural checks.
from abc import ABC, abstractmethod


class Shape(ABC):
    @abstractmethod
    def area(self):
        ...

    @property
    @abstractmethod
    def name(self):
        ...

    def describe(self):
        return f"{self.name}: {self.area():.2f}"


class Circle(Shape):
    def __init__(self, r):
        self.r = r

    name = "circle"

    def area(self):
        return 3.14159 * self.r ** 2


class Square(Shape):
    def __init__(self, s):
        self.s = s

    @property
    def name(self):
        return "square"

    def area(self):
        return self.s * self.s


for s in (Circle(1), Square(2)):
    print(s.describe(), isinstance(s, Shape))
try:
    Shape()
except TypeError:
    print("TypeError: abstract")


class Half(Shape):
    def area(self):
        return 0


try:
    Half()
except TypeError:
    print("TypeError: still abstract")
