# Collections one after another: each finds only what became trash since.
import gc
gc.disable()
gc.collect()


def pair():
    a, b = [], []
    a.append(b)
    b.append(a)


def triple():
    a, b, c = {}, [], ()
    c = (a, b)
    a["c"] = c
    b.append(c)


for make, n in ((pair, 1), (pair, 3), (triple, 1), (triple, 2)):
    for _ in range(n):
        make()
    print(make.__name__, n, gc.collect(), gc.collect())
results = []
for gen in (0, 1, 2, 2, 1, 0):
    pair()
    results.append(gc.collect(gen))
print(results)
keep = []
for i in range(6):
    row = []
    row.append(row)
    keep.append(row)
    if i % 2:
        keep.pop(0)
    row = None
    print(gc.collect(0), end=" ")
print(len(keep), gc.collect())
keep.clear()
print(gc.collect(0), gc.collect(1), gc.collect(2))
