# Iterators are copied and pickled with their place, and can be put to another.
import copy
import pickle

for row in ([1, 2, 3], (1, 2, 3), "abc", "a\u20acb", b"abc", range(3), {1: 2, 3: 4}, {7}):
    it = iter(row)
    next(it)
    twin, other = copy.copy(it), pickle.loads(pickle.dumps(it))
    print(list(twin), list(other), list(it), list(it))

print(iter([1, 2]).__reduce__()[1:], iter(()).__reduce__()[1:])
it = iter([1, 2, 3])
list(it)
print(it.__reduce__()[1:])
it = reversed([1, 2, 3])
next(it)
print(it.__reduce__()[1:], list(copy.copy(it)))
it = iter([1, 2, 3])
it.__setstate__(2)
print(list(it))
items = iter({"a": 1, "b": 2}.items())
print(list(pickle.loads(pickle.dumps(items))), next(items))
