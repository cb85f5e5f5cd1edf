# A tuple is tracked when made; a collection untracks it if it holds no container.
import gc
gc.disable()
gc.collect()
items = [1, 2]
flat = tuple(items)
print(gc.is_tracked(flat))
gc.collect(0)
print(gc.is_tracked(flat))
holds = tuple([items, 1])
gc.collect()
print(gc.is_tracked(holds))
print(gc.is_tracked(()), gc.is_tracked(tuple([])))
one = tuple([1.5])
two = (one, "x")
gc.collect()
gc.collect()
gc.collect()
print(gc.is_tracked(one), gc.is_tracked(two))


class Pair(tuple):
    pass


p = Pair([1, 2])
gc.collect()
print(gc.is_tracked(p))
nested = tuple([tuple([tuple([1])])])
for _ in range(4):
    gc.collect()
print(gc.is_tracked(nested))
inner = tuple([{}])
gc.collect()
print(gc.is_tracked(inner))
never = [(i, i) for i in range(3)]
gc.collect()
print([gc.is_tracked(t) for t in never])
