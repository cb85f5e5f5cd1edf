# A ring through every kind of container and function.
import gc
import weakref
gc.disable()
gc.collect()


class Holder:
    pass


class Slot:
    __slots__ = ("value",)


def ring():
    h = Holder()
    row = [h]
    table = {"row": row}
    tup = (table, 1)
    s = Slot()
    s.value = tup
    bag = {s}

    def f(default=bag):
        return default
    h.f = f
    return weakref.ref(h), weakref.ref(f)


h, f = ring()
print(h() is not None, f() is not None)
print(gc.collect() >= 7, h(), f())
h, f = ring()
h().f = None
print("cut:", h(), f(), gc.collect())
two = []
for _ in range(2):
    h, f = ring()
    two.append(h())
two[0].other, two[1].other = two[1], two[0]
two[0].f = None
two = None
print(gc.collect() > 0, gc.collect())
