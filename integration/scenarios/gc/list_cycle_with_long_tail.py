# Big shapes: rings, a clique, a tail behind a cycle, a live part beside them.
import gc
gc.disable()
gc.collect()


def ring(n):
    first = []
    last = first
    for _ in range(n - 1):
        last = [last]
    first.append(last)


for n in (1, 2, 10, 1000, 20000):
    ring(n)
    print(n, gc.collect())
clique = [[] for _ in range(30)]
for row in clique:
    row.extend(clique)
print("alive", gc.collect())
del row
clique = None
print("clique", gc.collect())
tail = None
for _ in range(5000):
    tail = [tail]
knot = [tail]
knot.append(knot)
del tail, knot
print("knot and tail", gc.collect())
knot = []
knot.append(knot)
live = [knot, [], {}]
print("held", gc.collect())
del knot
print("still held", gc.collect())
live[0] = None
print("let go", gc.collect())
