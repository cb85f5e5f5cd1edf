# enumerate, zip and the items of a dict hold the pair they returned last, and hand the same tuple
# out again while nobody keeps it.
import sys


class Item:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


count = sys.getrefcount
items = [Item(name) for name in "abc"]
for index, item in enumerate(items):
    print(index, item.name, count(item))
    items[index] = None
    del item
    print("dropped")
print("after enumerate")

items = [Item(name) for name in "de"]
for item, again in zip(items, items):
    print(item.name, count(item))
del item, again

table = {name: Item(name) for name in "fg"}
for key, value in table.items():
    print(key, count(value))
del value
table.clear()
items.clear()

pairs = list(zip("ab", [[], []]))
print(pairs, pairs[0] is pairs[1])
numbers = enumerate("xy")
first = next(numbers)
second = next(numbers)
print(first, second)
del first, second, numbers
walk = zip(range(3), range(3))
print(id(next(walk)) == id(next(walk)))
