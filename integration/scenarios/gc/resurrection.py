# A finalizer that stores its object: what the counts and the stats say.
import gc
import weakref
gc.disable()
gc.collect()
gc.collect()
zombies = []


class Zombie:
    def __init__(self):
        self.me = self

    def __del__(self):
        zombies.append(self)


def delta(f):
    before = gc.get_stats()[2]
    result = f()
    after = gc.get_stats()[2]
    return result, after["collected"] - before["collected"], after["collections"] - before["collections"]


z = Zombie()
w = weakref.ref(z)
del z
print(delta(gc.collect))
print(len(zombies), w() is None)
w = weakref.ref(zombies[0])
print(w() is zombies[0], zombies[0].me is zombies[0])
zombies.clear()
print(w() is None)
print(delta(gc.collect), w() is None)
for i in range(10):
    Zombie()
print(delta(gc.collect), len(zombies))
keep = zombies.pop()
zombies.clear()
print(delta(gc.collect))
del keep
print(delta(gc.collect))
