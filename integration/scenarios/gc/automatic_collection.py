# The collector starts by itself once allocations exceed frees by a threshold.
import gc
import weakref
gc.collect()


class Node:
    def __init__(self):
        self.me = self


def stats():
    return [s["collections"] for s in gc.get_stats()]


gc.set_threshold(100, 10, 10)
before = stats()
watch = [weakref.ref(Node()) for _ in range(1000)]
for _ in range(10):
    pass
after = stats()
dead = sum(w() is None for w in watch)
print("ran:", after[0] > before[0], "freed most:", dead > 700)
before = stats()
acyclic = 0
for _ in range(5000):
    x = []
    acyclic += 1
print("garbage without cycles needs none:", stats() == before)
kept = []
before = stats()
for _ in range(5000):
    kept.append([])
grown = stats()
print("objects that stay do:", grown[0] - before[0] >= 30)
print("older ones less often:", 0 < grown[1] - before[1] < grown[0] - before[0])
gc.set_threshold(1000000)
before = stats()
for _ in range(3000):
    Node()
print("below the threshold:", stats() == before)
gc.disable()
gc.set_threshold(10)
for _ in range(3000):
    Node()
print("disabled:", stats() == before)
print(gc.collect() >= 6000)
