# Slots are released in their order of definition, a set's single member too.
log = []


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


class S:
    __slots__ = ("b", "a", "c")


s = S()
s.a, s.b, s.c = Loud("a"), Loud("b"), Loud("c")
del s
print(sorted(log))
log.clear()
bag = {Loud("member")}
bag.clear()
print(log)
log.clear()
table = {Loud("key"): Loud("value")}
table.popitem()
print(sorted(log))
log.clear()
x = [Loud("a")]
x += [Loud("b")]
x = x[1:]
print(log)
x[0] = x
print(log)
x[0] = None
log.clear()
args = (Loud("one"), Loud("two"))


def f(*a):
    global args
    args = None
    log.append("in f")


f(*args)
print(log)
log.clear()
d = {}
d["x"] = Loud("x1")
d.update(x=Loud("x2"))
d = {**d, "x": Loud("x3")}
print(log)
d.setdefault("x", Loud("x4"))
print(log)
del d["x"]
print(log)
