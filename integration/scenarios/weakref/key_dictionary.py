# WeakKeyDictionary: an entry and its value go when the key does.
import gc
import weakref
gc.disable()
gc.collect()


class K:
    def __init__(self, name):
        self.name = name


class V:
    def __del__(self):
        print("value dropped")


d = weakref.WeakKeyDictionary()
a, b = K("a"), K("b")
d[a] = V()
d[b] = [1]
print(len(d), a in d, d[b], sorted(k.name for k in d))
del a
print(len(d), [k.name for k in d.keys()])
d[b].append(2)
print(d.get(b), d.get(K("other"), "none"), K("x") in d)
c = K("c")
print(d.setdefault(c, 7), d.setdefault(c, 8), d.pop(c), len(d))
d[c] = c
del c
print("a value that is its own key stays:", len(d))
gc.collect()
print("even for the collector:", len(d))
d.clear()
cyc = K("cyc")
cyc.me = cyc
d[cyc] = 1
del cyc
print(len(d), gc.collect() > 0, len(d))
try:
    d["text"] = 1
except TypeError as e:
    print(e)
try:
    d[K("dead")]
except KeyError:
    print("KeyError")
keys = [K(str(i)) for i in range(4)]
d = weakref.WeakKeyDictionary({k: i for i, k in enumerate(keys)})
del keys[1:3]
print(sorted(d.values()))
