# A dict of atoms is untracked; the first container put into it tracks it.
import gc
gc.disable()
gc.collect()
print(gc.is_tracked({}), gc.is_tracked({"a": 1}), gc.is_tracked({"a": []}))
d = {1: 2}
d["s"] = "t"
d[(1, 2)] = 3.5
print(gc.is_tracked(d))
d = {}
d["x"] = 1
print(gc.is_tracked(d))
d["x"] = []
print(gc.is_tracked(d))
d["x"] = 1
print(gc.is_tracked(d))
gc.collect(0)
print(gc.is_tracked(d))
gc.collect(1)
print(gc.is_tracked(d))
gc.collect(2)
print(gc.is_tracked(d))
d.update(y={})
print(gc.is_tracked(d))
print(gc.is_tracked(dict(a=1)), gc.is_tracked({}.copy()), gc.is_tracked({k: k for k in "ab"}))
print(gc.is_tracked({"a": [1]}.copy()))


class MyDict(dict):
    pass


m = MyDict(a=1)
gc.collect()
print(gc.is_tracked(m))
d = {"f": None}
d["f"] = d
print(gc.is_tracked(d))
del d
print(gc.collect())
