# A young collection treats references from older objects as roots.
import gc
import weakref
gc.disable()
gc.collect()


class Node:
    pass


old = Node()
gc.collect()
young = Node()
old.child = young
young.parent = old
w_old, w_young = weakref.ref(old), weakref.ref(young)
del old, young
print(gc.collect(0), w_young() is not None)
print(gc.collect(1), w_young() is not None)
print(gc.collect(2), w_young(), w_old())
# An old object freed by counting releases young ones at once.
old = Node()
gc.collect()
old.child = Node()
w = weakref.ref(old.child)
gc.collect(0)
del old
print(w(), gc.collect())
# A young cycle with a reference into the old generation is free to go.
old = Node()
gc.collect()
a = Node()
a.me = a
a.up = old
w = weakref.ref(a)
del a
print(gc.collect(0), w(), old is not None)
