# A proxy behaves as its object until that dies.
import weakref


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return 2

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __str__(self):
        return f"<{self.x},{self.y}>"

    def __contains__(self, v):
        return v in (self.x, self.y)

    def norm1(self):
        return abs(self.x) + abs(self.y)


p = Point(3, -4)
q = weakref.proxy(p)
print(q.x, q.y, q.norm1(), len(q), q[1], str(q), 3 in q, bool(q))
q.x = 10
print(p.x, str(q + q), str(q + p))
print(weakref.proxy(p) is q, type(q) is weakref.ProxyType)
print(isinstance(q, Point), q.__class__ is Point)
try:
    hash(q)
except TypeError as e:
    print("TypeError")
del p
for use in (lambda: q.x, lambda: len(q), lambda: str(q), lambda: q + q):
    try:
        use()
    except ReferenceError as e:
        print("ReferenceError:", e)


def greet(name):
    return "hello " + name


c = weakref.proxy(greet)
print(c("you"), type(c) is weakref.CallableProxyType)
del greet
try:
    c("you")
except ReferenceError as e:
    print("ReferenceError:", e)
log = []
p = Point(0, 0)
q = weakref.proxy(p, lambda r: log.append("proxy callback"))
print(weakref.getweakrefcount(p))
del p
print(log)
