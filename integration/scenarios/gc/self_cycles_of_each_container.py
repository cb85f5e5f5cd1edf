# Each kind of container that refers to itself is found, with an exact count.
import gc
gc.disable()
gc.collect()
row = []
row.append(row)
del row
print("list", gc.collect())
table = {}
table["self"] = table
del table
print("dict", gc.collect())
row = []
tup = (row,)
row.append(tup)
del row, tup
print("list and tuple", gc.collect())


class Plain:
    pass


p = Plain()
p.me = p
del p
print("instance", gc.collect())


class Slotted:
    __slots__ = ("me",)


s = Slotted()
s.me = s
del s
print("slots", gc.collect())


class Bag(set):
    pass


b = Bag()
b.owner = b
b.add(1)
del b
print("set subclass", gc.collect() > 0)


class MyList(list):
    pass


m = MyList()
m.append(m)
del m
print("list subclass", gc.collect())


class Hashed:
    def __init__(self):
        self.group = {self}


h = Hashed()
del h
print("instance in its set", gc.collect())
h = Hashed()
h.group = frozenset([h])
del h
print("instance in its frozenset", gc.collect())
print("nothing left", gc.collect())
