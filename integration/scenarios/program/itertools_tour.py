# Iterators from itertools and operator, and what they hold.
import weakref
from itertools import (
    accumulate, chain, combinations, count, cycle, dropwhile, groupby, islice,
    permutations, product, repeat, starmap, takewhile, tee, zip_longest,
)
from operator import add, attrgetter, itemgetter, mul

print(list(islice(count(10, 5), 3)), list(islice(cycle("ab"), 5)), list(repeat("x", 2)))
print(list(chain([1], (2, 3), "ab")), list(chain.from_iterable([[1], [2]])))
print(list(accumulate([1, 2, 3, 4])), list(accumulate([1, 2, 3], mul)))
print(list(takewhile(lambda x: x < 3, range(9))), list(dropwhile(lambda x: x < 3, range(5))))
print(list(combinations("abc", 2)), len(list(permutations(range(4)))))
print(list(product([0, 1], "ab")), list(starmap(pow, [(2, 3), (3, 2)])))
print([(k, len(list(g))) for k, g in groupby("aaabbc")], list(zip_longest([1, 2], [3], fillvalue=0)))
a, b = tee(iter([1, 2, 3]))
print(next(a), list(b), list(a))
rows = [("b", 2), ("a", 2), ("c", 1)]
print(sorted(rows, key=itemgetter(1, 0)), add(1, 2), list(map(itemgetter(0), rows)))


class Item:
    def __init__(self, n):
        self.n = n


items = [Item(3), Item(1)]
print([i.n for i in sorted(items, key=attrgetter("n"))])
it = chain([items.pop()], items)
w = weakref.ref(next(it))
print(w() is not None)
del it
print(w())
