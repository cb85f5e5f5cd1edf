# __del__ on a class, on an instance, assigned later and deleted again.
class A:
    pass


a = A()
a.__del__ = lambda: print("instance attribute is not used")
del a
A.__del__ = lambda self: print("assigned to the class")
a = A()
del a
del A.__del__
a = A()
del a
print("none")


class B:
    def __del__(self, extra="default"):
        print("argument", extra)


b = B()
b.__del__("explicit")
del b


class Mixin:
    def __del__(self):
        print("mixin", type(self).__name__)


class C(Mixin, dict):
    pass


class D(Mixin, Exception):
    pass


c = C(a=1)
del c
try:
    raise D("x")
except D as e:
    print("caught", e)
print("after")


class Meta(type):
    def __del__(cls):
        pass


class WithMeta(metaclass=Meta):
    def __del__(self):
        print("with metaclass")


w = WithMeta()
w = None
