"""`object()` has no references: what holds only such things is not tracked either."""
import gc

plain = object()
print(gc.is_tracked(plain))

row = (1, plain, "text")
table = {1: plain, plain: 2}
print(gc.is_tracked(row), gc.is_tracked(table))
gc.collect()
print(gc.is_tracked(row), gc.is_tracked(table))

numbers = (iter(range(3)), plain)
gc.collect()
print(gc.is_tracked(numbers))


class Own:
    pass


row = (plain, Own())
table = {1: Own()}
gc.collect()
print(gc.is_tracked(row), gc.is_tracked(table))

table[2] = plain
del table[1]
gc.collect()
print(gc.is_tracked(table))
