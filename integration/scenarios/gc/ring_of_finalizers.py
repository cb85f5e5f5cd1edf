# Rings in which some members only look, some come back, some cut their links.
import gc
gc.disable()
gc.collect()
log = []
survivors = []


class Simple:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        intact = self.left is None or (self.left.right is self and self.right.left is self)
        log.append(self.name + ("" if intact else "?"))
        self.act()

    def act(self):
        pass


class Returning(Simple):
    def act(self):
        survivors.append(self)


class Cutting(Simple):
    def act(self):
        self.left = self.right = None


def ring(*classes):
    nodes = [cls(cls.__name__[0] + str(i)) for i, cls in enumerate(classes)]
    for i, n in enumerate(nodes):
        n.left = nodes[i - 1]
        n.right = nodes[(i + 1) % len(nodes)]


for classes in (
    (Simple,) * 4,
    (Returning,) * 3,
    (Cutting,) * 3,
    (Simple, Cutting, Simple),
    (Simple, Returning, Simple, Simple),
    (Cutting, Returning, Simple),
    (Returning, Cutting),
):
    ring(*classes)
    n = gc.collect()
    print(n, log, [s.name for s in survivors])
    log.clear()
    survivors.clear()
    print("  again:", gc.collect(), log)
