# What finalizers allocate is left for the next collection.
import gc
import weakref
gc.disable()
gc.collect()


class Maker:
    def __init__(self):
        self.me = self

    def __del__(self):
        row = []
        row.append(row)


m = Maker()
del m
print(gc.collect(), gc.collect(), gc.collect())


class Adopter:
    def __init__(self):
        self.me = self

    def __del__(self):
        new = []
        new.append(new)
        new.append(self)


a = Adopter()
w = weakref.ref(a)
del a
print(gc.collect(), w())
print(gc.collect(), gc.collect())
log = []


class Chain:
    def __init__(self, n):
        self.n = n
        self.me = self

    def __del__(self):
        log.append(self.n)
        if self.n > 0:
            Chain(self.n - 1)


Chain(3)
for _ in range(5):
    print(gc.collect(), log)
