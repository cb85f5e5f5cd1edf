# __getattr__, __setattr__, __delattr__, properties and descriptors.
class Recorder:
    def __init__(self):
        object.__setattr__(self, "log", [])

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        self.log.append("get " + name)
        return len(name)

    def __setattr__(self, name, value):
        self.log.append(f"set {name}={value}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        self.log.append("del " + name)
        object.__delattr__(self, name)


r = Recorder()
r.x = 1
print(r.x, r.yyy, hasattr(r, "_z"), getattr(r, "_z", "none"))
del r.x
print(r.x)
print(r.log)


class Celsius:
    def __init__(self, c=0):
        self._c = c

    @property
    def fahrenheit(self):
        return self._c * 9 / 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, f):
        self._c = (f - 32) * 5 / 9

    @fahrenheit.deleter
    def fahrenheit(self):
        self._c = None

    @property
    def fixed(self):
        return 7


t = Celsius(100)
print(t.fahrenheit)
t.fahrenheit = 50
print(t._c)
del t.fahrenheit
print(t._c)
try:
    t.fixed = 8
except AttributeError:
    print("AttributeError: no setter")


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self.name, None)

    def __set__(self, obj, value):
        if value <= 0:
            raise ValueError(f"{self.name[1:]} must be positive")
        setattr(obj, self.name, value)


class Item:
    price = Positive()
    count = Positive()


i = Item()
i.price = 3
i.count = 2
print(i.price * i.count, sorted(vars(i)), type(Item.price).__name__)
try:
    i.price = -1
except ValueError as e:
    print(e)
