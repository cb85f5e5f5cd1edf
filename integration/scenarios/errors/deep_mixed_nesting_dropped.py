# Deep nests of tuples, dicts, sets' members, instances and generators.
class Box:
    def __init__(self, inner):
        self.inner = inner


class Slot:
    __slots__ = ("inner",)

    def __init__(self, inner):
        self.inner = inner


def nest(wrap, n):
    x = None
    for _ in range(n):
        x = wrap(x)
    return x


for name, wrap, n in (
    ("tuple", lambda x: (x,), 200000),
    ("dict", lambda x: {"k": x}, 200000),
    ("instance", Box, 100000),
    ("slots", Slot, 100000),
    ("list in dict", lambda x: {1: [x]}, 100000),
    ("frozenset", lambda x: frozenset([x]), 100),
    ("instance in tuple", lambda x: (Box(x), 1), 50000),
    ("iterator", lambda x: [iter([x])], 50000),
):
    x = nest(wrap, n)
    x = None
    print(name, "freed")
