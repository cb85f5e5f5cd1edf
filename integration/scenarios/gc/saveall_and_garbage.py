# With DEBUG_SAVEALL what was found is put into gc.garbage, not freed.
import gc
import weakref
gc.disable()
gc.collect()
print(gc.garbage, gc.get_debug())
gc.set_debug(gc.DEBUG_SAVEALL)
print(gc.get_debug() == gc.DEBUG_SAVEALL, gc.DEBUG_SAVEALL)
row = ["saved"]
row.append(row)
del row
print(gc.collect(), len(gc.garbage), gc.garbage[0][0])
print(gc.garbage[0][1] is gc.garbage[0])


class Node:
    def __del__(self):
        print("finalizer", self.name)


a, b = Node(), Node()
a.name, b.name = "a", "b"
a.mate, b.mate = b, a
w = weakref.ref(a)
del a, b
print(gc.collect(), w(), len(gc.garbage))
print([type(o).__name__ for o in gc.garbage])
gc.set_debug(0)
print(gc.get_debug())
print(gc.garbage[1].mate is gc.garbage[2])
gc.garbage.clear()
print(gc.collect())
print(gc.garbage)
print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_LEAK)
