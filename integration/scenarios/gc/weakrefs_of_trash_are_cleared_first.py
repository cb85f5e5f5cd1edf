# When a cycle dies every weak reference to any of its members is dead before
# the first callback or finalizer runs.
import gc
import weakref
gc.disable()
gc.collect()
log = []


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(("del", self.name, [w() for w in watches]))


a, b = Node("a"), Node("b")
a.mate, b.mate = b, a
watches = []
watches.append(weakref.ref(a, lambda r: log.append(("cb a", [w() for w in watches]))))
watches.append(weakref.ref(b, lambda r: log.append(("cb b", [w() for w in watches]))))
watches.append(weakref.ref(a))
del a, b
print(gc.collect())
for line in log:
    print(line)
log.clear()
# By counting the order is the other way round: finalizer first, weakref alive.
c = Node("c")
watches = [weakref.ref(c, lambda r: log.append(("cb c", r())))]


class Teller(Node):
    def __del__(self):
        log.append(("alive in finalizer", watches[-1]() is self))


del c
t = Teller("t")
watches.append(weakref.ref(t))
del t
for line in log:
    print(line[0] if line[0] == "del" else line)
