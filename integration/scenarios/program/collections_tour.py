# defaultdict, Counter, OrderedDict, namedtuple, ChainMap.
from collections import ChainMap, Counter, OrderedDict, defaultdict, namedtuple

groups = defaultdict(list)
for w in "apple avocado banana blueberry cherry".split():
    groups[w[0]].append(w)
print(dict(groups), "z" in groups, groups["z"], len(groups))
nested = defaultdict(lambda: defaultdict(int))
nested["a"]["x"] += 1
nested["a"]["x"] += 1
print(nested["a"]["x"], dict(nested["a"]))
c = Counter("mississippi")
print(c.most_common(2), c["s"], c["z"], sum(c.values()))
c.update("miss")
c.subtract({"p": 2})
print(sorted(c.items()), Counter("aab") + Counter("b"), Counter(a=3) - Counter(a=1))
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a")
print(list(o), o.popitem(last=False), o == OrderedDict([("c", 3), ("a", 1)]))
Point = namedtuple("Point", "x y")
p = Point(1, y=2)
print(p, p.x, p[1], p._replace(x=9), p._asdict(), p == (1, 2), Point._fields)
x, y = p
print(x + y, sorted([Point(2, 1), Point(1, 5)])[0])
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(m["a"], m["b"], sorted(m), len(m))
