# __del__ runs once for each object, whatever brings it to its end.
import gc
gc.disable()
gc.collect()
log = []


class Once:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)
        if self.name.startswith("r"):
            saved.append(self)


saved = []
o = Once("plain")
del o
print(log, gc.collect())
o = Once("r1")
del o
print(log, gc.is_finalized(saved[0]))
saved.pop()
print(log)
c = Once("cycle")
c.me = c
print(gc.is_finalized(c))
del c
print(gc.collect(), log)
r = Once("r2")
r.me = r
del r
print(gc.collect(), log)
print(gc.is_finalized(saved[0]), saved[0].me is saved[0])
saved.clear()
print(gc.collect(), log)
r = Once("r3")
del r
x = saved.pop()
x.me = x
del x
print(gc.collect(), log)
o = Once("explicit")
o.__del__()
print(gc.is_finalized(o))
del o
print(log)
print(gc.is_finalized(3), gc.is_finalized([]), gc.is_finalized(saved))
