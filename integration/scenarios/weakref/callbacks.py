# Callbacks of one object run newest first; all its references are dead by then.
import gc
import weakref
gc.disable()
gc.collect()
log = []


class C:
    pass


c = C()
refs = [weakref.ref(c, lambda r, i=i: log.append((i, refs.index(r)))) for i in range(4)]
del c
print(log)
log.clear()
c = C()
refs = [weakref.ref(c, lambda r, i=i: log.append((i, [x() for x in refs]))) for i in range(3)]
del refs[1]
del c
print(log)
log.clear()
# Two objects of one cycle: in the order of the objects.
a, b = C(), C()
a.b, b.a = b, a
refs = [
    weakref.ref(b, lambda r: log.append("b old")),
    weakref.ref(a, lambda r: log.append("a old")),
    weakref.ref(b, lambda r: log.append("b new")),
    weakref.ref(a, lambda r: log.append("a new")),
]
del a, b
print(gc.collect(), log)
log.clear()
# A callback that drops the next reference.
c = C()
first = weakref.ref(c, lambda r: log.append("first"))


def drop(r):
    global first
    first = None
    log.append("drop")


second = weakref.ref(c, drop)
del c
print(log)
log.clear()
# A callback that makes a new object and watches it.
def again(r):
    log.append("again")
    if len(log) < 3:
        obj = C()
        keep.append(weakref.ref(obj, again))


keep = []
c = C()
keep.append(weakref.ref(c, again))
del c
print(log, len(keep))
