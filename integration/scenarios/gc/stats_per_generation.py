# get_stats credits only the generation that was asked for.
import gc
gc.disable()
gc.collect()


def delta(gen, make):
    for _ in range(make):
        row = []
        row.append(row)
    row = None
    before = gc.get_stats()
    n = gc.collect(gen)
    after = gc.get_stats()
    return n, [
        tuple(b[k] - a[k] for k in ("collections", "collected", "uncollectable"))
        for a, b in zip(before, after)
    ]


print(delta(0, 0)[1])
print(delta(0, 3))
print(delta(1, 4))
print(delta(2, 5))
stats = gc.get_stats()
print(len(stats), [sorted(s) for s in stats][0])
print(stats is gc.get_stats(), stats == gc.get_stats())
total = sum(s["collected"] for s in gc.get_stats())
for _ in range(7):
    d = {}
    d[0] = d
d = None
print(gc.collect(0), sum(s["collected"] for s in gc.get_stats()) - total)
