# A weak reference that is trash too never calls back; one outside does.
import gc
import weakref
gc.disable()
gc.collect()
log = []


class C:
    def cb(self, ref):
        log.append("method callback")


def cb(ref):
    log.append("callback")


a = C()
a.me = a
a.wr = weakref.ref(a, cb)
del a
print("inside:", gc.collect(), log)
a, b = C(), C()
a.b, b.a = b, a
b.wr = weakref.ref(a, b.cb)
del a, b
print("on each other:", gc.collect(), log)
a = C()
a.me = a
outside = weakref.ref(a, cb)
del a
print("outside:", gc.collect(), log, outside())
log.clear()
# The callback's owner is alive, the referent is not.
owner = C()
a = C()
a.me = a
owner.wr = weakref.ref(a, owner.cb)
del a
print("alive owner:", gc.collect(), log)
log.clear()
# The reference is trash, the referent is not.
target = C()
holder = C()
holder.me = holder
holder.wr = weakref.ref(target, cb)
del holder
print("trash reference:", gc.collect(), log)
del target
print("later death:", log)
# A chain of callbacks.
x, y, z = C(), C(), C()
x.me = x
keep = {"y": y, "z": z}
w1 = weakref.ref(x, lambda r: keep.pop("y"))
w2 = weakref.ref(y, lambda r: keep.pop("z"))
w3 = weakref.ref(z, lambda r: log.append("end of chain"))
del x, y, z
print(gc.collect(), log, keep)
