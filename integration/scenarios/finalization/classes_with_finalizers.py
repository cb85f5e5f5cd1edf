# A method `__del__` of a metaclass is the finalizer of its classes.
import gc
import weakref

gc.collect()


class Meta(type):
    kept = None

    def __del__(cls):
        print("finalized:", cls.__name__, cls.__mro__[1].__name__)
        if hasattr(cls, "comes_back"):
            Meta.kept = cls


class Plain(metaclass=Meta):
    pass


watched = weakref.ref(Plain, lambda ref: print("callback of Plain"))
del Plain
print("no owner:", watched() is not None)
gc.collect()
print("collected:", watched())


class Base(metaclass=Meta):
    pass


class Derived(Base):
    def method(self):
        return __class__


instance = Derived()
del Base, Derived
gc.collect()
print("the instance keeps:", type(instance).__name__)
del instance
gc.collect()


class Phoenix(metaclass=Meta):
    comes_back = True


del Phoenix
gc.collect()
print("back:", Meta.kept.__name__, gc.is_finalized(Meta.kept), type(Meta.kept()).__name__)
Meta.kept = None
print("gone for good:", gc.collect() > 0)


class Fails(type):
    def __del__(cls):
        raise ValueError("not told to anybody")


class Unlucky(metaclass=Fails):
    pass


gone = weakref.ref(Unlucky)
del Unlucky
gc.collect()
print("dead all the same:", gone())
