# Frozen objects are set aside: not collected, not listed, but still counted.
import gc
import weakref
gc.disable()
gc.collect()


class Node:
    pass


n = Node()
n.me = n
w = weakref.ref(n)
row = [1]
wlist = [weakref.ref(Node)]
plain = Node()
wp = weakref.ref(plain)
gc.freeze()
print(gc.get_freeze_count() > 0, gc.get_count()[1:])
print(any(o is row for o in gc.get_objects()))
del n
print(gc.collect(), w() is not None)
del plain
print("counting still frees:", wp())
new = []
new.append(new)
print(any(o is new for o in gc.get_objects()))
del new
print("new garbage:", gc.collect())
gc.unfreeze()
print(any(o is row for o in gc.get_objects()))
print("thawed:", gc.collect(), w())
held = [Node()]
held[0].back = held
gc.freeze()
outside = Node()
outside.link = held
held.append(outside)
w = weakref.ref(outside)
del held, outside
print("reached from frozen objects:", gc.collect(), w() is not None)
gc.unfreeze()
print(gc.collect(), w())
