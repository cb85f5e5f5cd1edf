# Two objects that refer to each other keep each other's count above zero.
# Without the collector they stay for ever; a weak reference lets us watch.
import gc
import weakref

gc.disable()
gc.collect()


class Node:
    pass


left, right = Node(), Node()
left.other = right
right.other = left
watch = weakref.ref(left)

del left, right
print("no name leads to them, alive all the same:", watch() is not None)
print("objects found by the collector:", gc.collect())
print("alive afterwards:", watch() is not None)

# Cutting one of the two links by hand makes counting sufficient again.
left, right = Node(), Node()
left.other = right
right.other = left
watch = weakref.ref(left)
right.other = None
del left, right
print("link cut, alive:", watch() is not None)
print("left for the collector:", gc.collect())
