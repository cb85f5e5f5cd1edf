# A cycle that its finalizer takes apart counts as nothing collected.
import gc
gc.disable()
gc.collect()


class Suicidal:
    def __init__(self):
        self.me = self

    def __del__(self):
        print("breaking", sorted(self.__dict__))
        self.me = None


s = Suicidal()
del s
print(gc.collect())
print(gc.collect())


class Half:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("finalizer", self.name)
        if self.name == "b":
            self.mate.mate = None


a, b = Half("a"), Half("b")
a.mate, b.mate = b, a
del a, b
print(gc.collect())


class Mutator:
    def __init__(self, others):
        self.others = others
        others.append(self)

    def __del__(self):
        self.others.clear()


for _ in range(3):
    group = []
    for _ in range(5):
        Mutator(group)
    group.append(group)
    del group
print(gc.collect() >= 0)
print(gc.collect())
