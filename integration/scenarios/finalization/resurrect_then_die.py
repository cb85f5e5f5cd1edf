# An object may come back once by its finalizer and then be reached anew.
import gc
import weakref
gc.disable()
gc.collect()


class Pool:
    free = []


class Conn:
    made = 0

    def __init__(self):
        Conn.made += 1
        self.n = Conn.made
        self.uses = 0

    def __del__(self):
        print("back to the pool", self.n)
        Pool.free.append(self)


def get():
    c = Pool.free.pop() if Pool.free else Conn()
    c.uses += 1
    return c


c = get()
w = weakref.ref(c)
del c
print(len(Pool.free), w() is not None)
c = get()
print(c.n, c.uses, Conn.made)
del c
print(len(Pool.free), w())
c = get()
print(c.n, c.uses)
Pool.free.append(c)
del c
print(len(Pool.free), Pool.free[0].n)
Pool.free.clear()
print("finished")
