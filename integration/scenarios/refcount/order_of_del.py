# The last reference decides when an object dies, whatever removed it.
log = []


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


def flush():
    print(" ".join(log))
    log.clear()


a = Loud("a")
a = Loud("b")
flush()
a = None
flush()
row = [Loud(i) for i in "xyz"]
log_len = len(log)
del row[1]
flush()
row[0] = 1
flush()
row.pop()
flush()
d = {"k": Loud("first")}
d["k"] = Loud("second")
flush()
d.clear()
flush()
Loud("temporary")
flush()


def local():
    one, two = Loud("one"), Loud("two")
    log.append("body")


local()
flush()


def returned():
    kept = Loud("kept")
    return kept


r = returned()
flush()
del r
flush()
x = Loud("x")
x = x.name
flush()
for v in (Loud("it"),):
    pass
flush()
del v
flush()
