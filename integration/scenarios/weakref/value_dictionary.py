# WeakValueDictionary: an entry goes when its value does.
import gc
import weakref
gc.disable()
gc.collect()


class V:
    def __init__(self, n):
        self.n = n


d = weakref.WeakValueDictionary()
a, b = V(1), V(2)
d["a"], d["b"], d["a2"] = a, b, a
print(len(d), sorted(d), d["a"].n, d["a2"] is a)
print("a" in d, "z" in d, d.get("z"), d.get("z", 0))
print(sorted((k, v.n) for k, v in d.items()), sorted(v.n for v in d.values()))
del a
print(len(d), sorted(d.keys()), "a" in d)
try:
    d["a"]
except KeyError as e:
    print("KeyError", e)
c = V(3)
print(d.setdefault("c", c) is c, d.setdefault("c", b) is c)
print(d.pop("c").n, len(d))
d.update({"x": b, "y": c})
print(sorted(d))
copy = d.copy()
del d["x"]
print(sorted(d), sorted(copy))
cyc = V(9)
cyc.me = cyc
d["cyc"] = cyc
del cyc
print("cyc" in d)
gc.collect()
print("cyc" in d, len(d))
d["tmp"] = V(4)
print("tmp" in d)
del b, c
print(len(d), len(copy))
try:
    d["bad"] = 3
except TypeError as e:
    print(e)
d = weakref.WeakValueDictionary({"k": V(5)})
print(len(d))
