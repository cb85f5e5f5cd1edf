# Finalizers change the containers of the trash while it is being finalized.
import gc
gc.disable()
gc.collect()


class Eater:
    def __init__(self, table, key):
        self.table, self.key = table, key
        table[key] = self

    def __del__(self):
        self.table.pop(self.key, None)
        self.table[self.key + 100] = [self.key]


table = {}
for i in range(10):
    Eater(table, i)
table["self"] = table
del table
print(gc.collect())
print(gc.collect())


class Stuffer:
    def __init__(self, row):
        self.row = row
        row.append(self)

    def __del__(self):
        self.row.extend([object()] * 100)
        self.row.insert(0, None)


row = []
for _ in range(5):
    Stuffer(row)
row.append(row)
del row
print(gc.collect(), gc.collect())


class Renamer:
    def __del__(self):
        del self.me
        self.fresh = [self]


r = Renamer()
r.me = r
del r
print(gc.collect(), gc.collect())


class Shape:
    pass


class Changer:
    def __del__(self):
        self.__class__ = Shape


c = Changer()
c.me = c
del c
print(gc.collect(), gc.collect())
