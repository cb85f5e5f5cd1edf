# Iterators hold what they walk, so they take part in cycles.
import gc
import weakref
gc.disable()
gc.collect()


class Box:
    pass


def check(name, make):
    box = Box()
    box.items = [box]
    box.it = make(box)
    w = weakref.ref(box)
    del box
    alive = w() is not None
    gc.collect()
    print(name, alive, w())


check("list iterator", lambda b: iter(b.items))
check("tuple iterator", lambda b: iter((b, 1)))
check("dict iterator", lambda b: iter({"k": b}))
check("dict items", lambda b: iter({"k": b}.items()))
check("enumerate", lambda b: enumerate(b.items))
check("zip", lambda b: zip(b.items, b.items))
check("map", lambda b: map(lambda x: x, b.items))
check("filter", lambda b: filter(None, b.items))
check("reversed", lambda b: reversed(b.items))
check("generator expression", lambda b: (x for x in b.items))
check("set iterator", lambda b: iter({b}))
check("bound method", lambda b: b.items.append)
check("lambda", lambda b: lambda: b)
check("dict view", lambda b: {"k": b}.values())
check("property", lambda b: property(lambda self: b))
check("staticmethod", lambda b: staticmethod(lambda: b))
check("slice", lambda b: slice(b, None))
check("super", lambda b: super(Box, b))
check("exception", lambda b: ValueError(b))
