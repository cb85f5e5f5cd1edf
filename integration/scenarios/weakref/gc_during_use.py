# Collections in the middle of creating, calling and comparing references.
import gc
import weakref
gc.disable()
gc.collect()


class C:
    def __eq__(self, other):
        gc.collect()
        return True

    def __hash__(self):
        gc.collect()
        return 7


class Trash:
    def __init__(self):
        self.me = self
        self.watch = [weakref.ref(self, self.hit)]

    def hit(self, r):
        print("never")


Trash()
a, b = C(), C()
ra, rb = weakref.ref(a), weakref.ref(b)
print(ra == rb, hash(ra), len({ra, rb}))
d = weakref.WeakValueDictionary()
k = weakref.WeakKeyDictionary()
gc.set_threshold(1, 1, 1)
gc.enable()
keep = []
for i in range(200):
    x = C()
    x.me = x
    d[i] = x
    k[x] = i
    if i % 50 == 0:
        keep.append(x)
del x
gc.disable()
gc.collect()
print(sorted(d), len(keep), len(k))
log = []
x = C()
x.me = x
w = weakref.ref(x, lambda r: log.append(gc.collect()))
del x
gc.collect()
print(log, w())
