# A class is a cycle by itself: its method resolution order holds it.
import gc
import weakref
gc.disable()
gc.collect()


def make():
    class Temp:
        x = 1

        def m(self):
            return self.x
    return Temp


t = make()
w = weakref.ref(t)
print(t().m(), w().__name__)
del t
print(w() is not None)
print(gc.collect() > 0, w())
base = make()
w = weakref.ref(base)


class Derived(base):
    pass


del base
gc.collect()
print(w() is not None, [c.__name__ for c in Derived.__mro__])
print(len(w().__subclasses__()))
del Derived
gc.collect()
print(w())
meta = type("Dynamic", (), {"y": 2, "get": lambda self: self.y})
print(meta().get(), meta.__name__)
obj = meta()
w, wo = weakref.ref(meta), weakref.ref(obj)
meta.instance = obj
del meta, obj
print(w() is not None, wo() is not None)
gc.collect()
print(w(), wo())
