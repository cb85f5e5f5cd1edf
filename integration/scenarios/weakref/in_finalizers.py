# Weak references made and used while an object dies.
import gc
import weakref
gc.disable()
gc.collect()
log = []


class C:
    def __del__(self):
        log.append(("alive", outer() is self))
        made.append(weakref.ref(self, lambda r: log.append("made in finalizer")))


made = []
c = C()
outer = weakref.ref(c, lambda r: log.append("outer"))
del c
print(log, made[0](), outer())
log.clear()


class R:
    def __del__(self):
        saved.append(self)


saved = []
r = R()
w = weakref.ref(r, lambda r: log.append("r gone"))
del r
print("counted, resurrected:", w() is saved[0], log)
saved.clear()
print("second death:", w(), log)
log.clear()
r = R()
r.me = r
w = weakref.ref(r, lambda r: log.append("cyclic gone"))
del r
gc.collect()
print("collected, resurrected:", w(), len(saved), log)
new = weakref.ref(saved[0])
print(new() is saved[0])
saved.clear()
gc.collect()
print(new(), log)
