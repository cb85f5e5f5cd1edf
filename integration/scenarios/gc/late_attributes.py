# versions: 3.13
# Objects of a class share the names of their attributes. A name that comes late, on a class with
# many objects, finds no room: the object gets a dict of its own, which a collection counts.
import gc

gc.disable()


def found(objects, names):
    class Node:
        pass

    gc.collect()
    nodes = [Node() for _ in range(objects)]
    for name in names:
        for node in nodes:
            setattr(node, name, node)
    del nodes, node
    return gc.collect()


for objects in (1, 10, 22, 23, 24, 29, 30, 50):
    print(objects, found(objects, "a"), found(objects, "ab"), found(objects, "abcdefg"))


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, end=" ")


class Pair:
    pass


first = Pair()
first.x, first.y = Named("x1"), Named("y1")
second = Pair()
second.y, second.x = Named("y2"), Named("x2")
print(list(vars(first)), "second in the order of the first:")
del second
third = Pair()
third.y, third.x = Named("y3"), Named("x3")
print(list(vars(third)))
del third, first
print()
