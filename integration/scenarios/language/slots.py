# __slots__: no dict, a fixed set of names, inheritance.
class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


p = Point(1, 2)
print(p.x, p.y, hasattr(p, "__dict__"))
try:
    p.z = 3
except AttributeError:
    print("AttributeError on z")
del p.x
try:
    p.x
except AttributeError as e:
    print("AttributeError", e)
p.x = 10
print(p.x)


class Point3(Point):
    __slots__ = ("z",)

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


class Open(Point):
    pass


q = Point3(1, 2, 3)
print(q.x + q.y + q.z, hasattr(q, "__dict__"))
o = Open(4, 5)
o.extra = 6
print(o.x, o.extra, o.__dict__)
print(Point.__slots__, Point3.__slots__)
