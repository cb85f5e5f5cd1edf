# Classes: inheritance, super, class and static methods, the resolution order.
class Animal:
    count = 0
    sound = "..."

    def __init__(self, name):
        self.name = name
        Animal.count += 1

    def speak(self):
        return f"{self.name} says {self.sound}"

    @classmethod
    def make(cls, name):
        return cls(name.title())

    @staticmethod
    def legs():
        return 4


class Dog(Animal):
    sound = "woof"

    def __init__(self, name, tricks=()):
        super().__init__(name)
        self.tricks = list(tricks)

    def speak(self):
        return super().speak() + "!"


class Puppy(Dog):
    pass


p = Puppy.make("rex")
print(p.speak(), Animal.count, p.legs(), Dog.legs())
print(isinstance(p, Animal), issubclass(Puppy, Dog), issubclass(Animal, Dog))
print([c.__name__ for c in Puppy.__mro__])
print(type(p).__name__, type(p) is Puppy, p.__class__.__bases__[0].__name__)


class A:
    def f(self):
        return ["A"]


class B(A):
    def f(self):
        return ["B"] + super().f()


class C(A):
    def f(self):
        return ["C"] + super().f()


class D(B, C):
    def f(self):
        return ["D"] + super().f()


print(D().f(), [c.__name__ for c in D.mro()])
print(A.f(D()), super(B, D()).f())
p.sound = "yip"
print(p.speak(), Puppy.sound, "sound" in p.__dict__, hasattr(Puppy, "tricks"))
del p.sound
print(p.speak())
try:
    class Broken(A, D):
        pass
except TypeError:
    print("TypeError: no consistent order")
