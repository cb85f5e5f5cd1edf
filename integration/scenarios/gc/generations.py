# An object goes from generation 0 to 2, one step for each collection survived.
import gc
gc.disable()
gc.collect()


def where(obj):
    return [g for g in range(3) if any(obj is o for o in gc.get_objects(generation=g))]


x = []
print(where(x))
gc.collect(0)
print(where(x))
gc.collect(0)
print(where(x))
gc.collect(1)
print(where(x))
gc.collect(1)
print(where(x))
gc.collect()
print(where(x))
y = {"k": x}
z = (y, x)
gc.collect(1)
print(where(y), where(z))


class C:
    pass


c = C()
print(where(c), where(C))
gc.collect(0)
print(where(c))
print(any(o is c for o in gc.get_objects()))
atom = 12345678
print(any(o is atom for o in gc.get_objects()))
old = []
old.append(old)
gc.collect()
young = []
young.append(young)
del old, young
print(gc.collect(0), gc.collect(1), gc.collect(2))
mid = [[]]
gc.collect(0)
mid[0].append(mid)
del mid
print(gc.collect(0), gc.collect(1), gc.collect(2))
print(gc.get_objects(generation=0) is not None, len(gc.get_objects()) > 0)
