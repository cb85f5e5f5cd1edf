# The debug flags write to stderr and leave the program's output alone.
import gc
gc.disable()
gc.collect()


def garbage(n):
    for _ in range(n):
        row = []
        row.append(row)


gc.set_debug(gc.DEBUG_STATS)
garbage(2)
print(gc.collect())
gc.set_debug(gc.DEBUG_COLLECTABLE | gc.DEBUG_UNCOLLECTABLE)
garbage(3)
print(gc.collect(), gc.get_debug())
gc.set_debug(gc.DEBUG_LEAK)
garbage(1)
print(gc.collect(), len(gc.garbage), gc.get_debug() == gc.DEBUG_LEAK)
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect())
