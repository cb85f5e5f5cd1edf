# A collection asked for while one runs returns 0 at once.
import gc
import weakref
gc.disable()
gc.collect()
log = []


class Nested:
    def __init__(self):
        self.me = self

    def __del__(self):
        row = []
        row.append(row)
        del row
        log.append(gc.collect())


Nested()
print(gc.collect(), log)
print(gc.collect())
log.clear()


class Counted:
    def __del__(self):
        row = []
        row.append(row)
        del row
        log.append(gc.collect())


c = Counted()
del c
print("outside of a collection it runs:", log)
log.clear()
c = Counted()
c.me = c
w = weakref.ref(c, lambda r: log.append(("callback", gc.collect())))
del c
print(gc.collect(), log)
log.clear()
for depth in range(30):
    c = Counted()
    c.inner = [Counted()]
    c = None
print(len(log), set(log))
print(gc.collect())
