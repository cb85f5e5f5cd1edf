# Dict and set methods, views, ordering, operators.
d = {"a": 1, "b": 2}
d["c"] = 3
d.update(b=20, e=5)
print(d, len(d), "a" in d, d.get("z"), d.get("z", 0))
print(list(d), list(d.keys()), list(d.values()), list(d.items()))
print(d.pop("a"), d.pop("zz", None), d.popitem(), d)
print(d.setdefault("b", 0), d.setdefault("n", []), d)
for k, v in sorted(d.items(), key=lambda kv: str(kv[1])):
    print(k, v, end="; ")
print()
del d["n"]
d["b"] = 1
print(d, {"x": 1, "y": 2} == {"y": 2, "x": 1}, dict([("p", 1)], q=2), dict.fromkeys("ab", 0))
print({"a": 1} | {"a": 2, "b": 3}, {**d, "new": 0})
try:
    d["missing"]
except KeyError as e:
    print("KeyError", e)
try:
    d[[1]] = 2
except TypeError as e:
    print(e)
try:
    for k in d:
        d[k + "x"] = 1
except RuntimeError as e:
    print(e)
print(dict(reversed({"a": 1, "b": 2}.items())), {1: "int", 1.0: "float", True: "bool"})
s, t = {1, 2, 3}, {3, 4}
print(sorted(s | t), s & t, sorted(s - t), sorted(s ^ t), s <= {1, 2, 3, 4}, s.isdisjoint({9}))
s.add(10)
s.discard(99)
s.remove(1)
print(sorted(s), len(s), 2 in s, sorted(s.union([5], [6])), s.issuperset({2}))
s |= {7}
s -= {2}
print(sorted(s), set(), frozenset([1]) == {1}, {frozenset([1, 2]): "fs"}[frozenset([2, 1])])
try:
    s.remove(1000)
except KeyError as e:
    print("KeyError", e)
print(sorted(set("mississippi")), len({(1, 2), (1, 2)}), d.keys() & {"b", "q"})


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 3

    def __eq__(self, o):
        return self.n == o.n


keys = {Key(i): i for i in range(20)}
print(keys[Key(7)], Key(25) in keys, len(keys))
for i in range(0, 20, 2):
    del keys[Key(i)]
print(sorted(keys.values()))
