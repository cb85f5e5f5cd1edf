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


# A change that is taken back is noticed, too.
def appends(x):
    changed.append(5)
    changed.pop()
    return x


def clears(x):
    changed.append(5)
    changed.clear()
    return x


def looks(x):
    changed.extend([])
    changed[:] = []
    changed.sort()
    return len(changed) + x


for key in (appends, clears, looks):
    changed = [3, 2, 1]
    try:
        changed.sort(key=key)
    except ValueError as error:
        print(error)
    print(changed)
