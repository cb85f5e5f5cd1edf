"""A list is empty while it is sorted, and has all of its items afterwards."""


class Item:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return watch(self.n, other.n)

    def __repr__(self):
        return str(self.n)


items = [Item(n) for n in (3, 1, 2)]


def watch(a, b):
    seen.add(len(items))
    return a < b


seen = set()
items.sort()
print(items, "seen while it was sorted:", seen)


def watch(a, b):
    items.append("stranger")
    return a < b


items = [Item(n) for n in (2, 1)]
try:
    items.sort()
except ValueError as error:
    print(error, items)


def watch(a, b):
    raise KeyError("no order")


items = [Item(n) for n in (5, 4, 6)]
try:
    items.sort()
except KeyError as error:
    print(error, items)

letters = list("badcfe")
letters.sort(reverse=True)
print(letters)
letters.sort(key="fedcba".index)
print(letters)


class Left:
    def __eq__(self, other):
        right.clear()
        return NotImplemented


class Right:
    def __eq__(self, other):
        left.clear()
        return NotImplemented


# The lengths decide when the items have gone.
left, right = [Left()], [Right()]
print(left == right, left, right)
