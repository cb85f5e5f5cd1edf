# What a resurrected object leads to lives on; the rest of the trash goes.
import gc
import weakref
gc.disable()
gc.collect()
saved = []
log = []


class Cargo:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


class Lazarus:
    def __init__(self, name):
        self.me = self
        self.name = name
        self.cargo = Cargo(name + ".cargo")
        self.deep = [{"inner": Cargo(name + ".inner")}]

    def __del__(self):
        log.append(self.name)
        saved.append(self)


class Doomed:
    def __init__(self):
        self.me = self


x = Lazarus("x")
del x
d = [Doomed() for _ in range(20)]
w = weakref.ref(d[0])
del d
print(gc.collect(), log)
print(w(), saved[0].cargo.name, saved[0].deep[0]["inner"].name)
log.clear()
saved.clear()
print(gc.collect(), log)


class Pair:
    def __del__(self):
        log.append(self.name)
        if self.name == "left":
            saved.append(self)


a, b = Pair(), Pair()
a.name, b.name = "left", "right"
a.mate, b.mate = b, a
ids = (id(a), id(b))
del a, b
print(gc.collect(), log)
print((id(saved[0]), id(saved[0].mate)) == ids, saved[0].mate.mate is saved[0])
saved.clear()
print(gc.collect(), log)
