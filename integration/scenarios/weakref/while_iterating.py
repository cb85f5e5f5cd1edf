# Members may die while a weak container is being walked.
import gc
import weakref
gc.disable()
gc.collect()


class K:
    def __init__(self, n):
        self.n = n


keep = [K(i) for i in range(6)]
d = weakref.WeakKeyDictionary((k, k.n * 10) for k in keep)
seen = []
for k, v in d.items():
    seen.append(v)
    if k.n == 2:
        del keep[4:]
del k
print(seen, len(d), len(keep))
s = weakref.WeakSet(keep)
total = 0
for m in s:
    total += 1
    keep.clear()
del m
print(total >= 1, len(s))
values = [K(i) for i in range(4)]
d = weakref.WeakValueDictionary(enumerate(values))
for k in list(d):
    if k % 2:
        values[k] = None
print(sorted(d), sorted(v.n for v in d.values()))
refs = d.valuerefs()
print(sorted(r().n for r in refs))
values.clear()
print([r() for r in refs], len(d))
