# Finalizers with effects on the structures that are being taken apart.
log = []


class Sneaky:
    def __init__(self, row):
        self.row = row

    def __del__(self):
        log.append(len(self.row))
        self.row.append("added by finalizer")


row = []
row.append(Sneaky(row))
row.pop()
print(row, log)
row = [1]
row.append(Sneaky(row))
row.append(2)
row.clear()
print(row)
row = []
row[:] = [Sneaky(row), Sneaky(row)]
row[:] = []
print(row)
table = {}


class KeyEater:
    def __init__(self, k):
        self.k = k

    def __del__(self):
        table.pop(self.k, None)
        table["late " + str(self.k)] = True


for i in range(4):
    table[i] = KeyEater(i)
table[0] = None
print(sorted(map(str, table)))
table.clear()
print(sorted(table))


class Replacing:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        global slot
        log.append("replacing %d" % self.n)
        if self.n:
            slot = Replacing(self.n - 1)


log.clear()
slot = Replacing(3)
slot = None
print(log, slot.n)
slot = None
print(log, slot.n)
slot = None
slot = None
print(log, slot)


class Nested:
    def __init__(self, depth):
        self.inner = Nested(depth - 1) if depth else None

    def __del__(self):
        log.append("n")
        Nested(0) if self.inner else None


log.clear()
n = Nested(5)
del n
print(len(log))
