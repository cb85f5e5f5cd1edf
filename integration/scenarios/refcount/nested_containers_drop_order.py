# Lists and tuples drop their items last to first, dicts in insertion order.
log = []


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


def show(tag):
    print(tag, *log)
    log.clear()


row = [Loud(f"l{i}") for i in range(4)]
del row
show("list")
tup = tuple(Loud(f"t{i}") for i in range(4))
del tup
show("tuple")
d = {i: Loud(f"d{i}") for i in range(4)}
del d
show("dict")


class Holder:
    pass


h = Holder()
h.b, h.a, h.c = Loud("b"), Loud("a"), Loud("c")
del h
show("attributes")
deep = [Loud("outer1"), [Loud("inner1"), Loud("inner2")], Loud("outer2")]
del deep
show("nested")
row = [Loud(f"s{i}") for i in range(6)]
del row[1:4]
show("slice")
row.clear()
show("clear")
row = [Loud("p"), Loud("q")]
row[:] = []
show("assigned")
d = {"k1": Loud("v1"), "k2": [Loud("v2a"), Loud("v2b")]}
d = None
show("values")
