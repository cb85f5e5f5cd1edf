# Keys and values of a dict, and what the views and iterators hold.
import sys
value = ["v"]
key = ("k", 1.5)
base_v, base_k = sys.getrefcount(value), sys.getrefcount(key)


def report(tag):
    print(tag, sys.getrefcount(value) - base_v, sys.getrefcount(key) - base_k)


d = {}
d[key] = value
report("set")
d[key] = value
report("set again")
d.setdefault(key, []).append("w")
report("setdefault")
other = dict(d)
report("copied")
other.update(d)
report("updated")
merged = {**d, **other}
report("merged")
items = list(d.items())
report("items")
got = d.get(key)
report("got")
del got, items, merged
popped = other.pop(key)
report("popped")
del popped
d2 = dict.fromkeys(range(4), value)
report("fromkeys")
d2.clear()
report("cleared")
d.popitem()
report("popitem")
print(value)
