# type, isinstance, getattr and friends, vars, dir, callable, repr.
class Base:
    """Doc."""
    x = 1

    def method(self):
        return self.x


class Sub(Base):
    def __init__(self):
        self.own = 2


o = Sub()
print(type(o).__name__, type(o).__qualname__, Base.__doc__, Sub.__doc__, Sub.__bases__ == (Base,))
print(getattr(o, "x"), getattr(o, "nope", "default"), hasattr(o, "method"), vars(o))
setattr(o, "new", 3)
delattr(o, "own")
print(o.__dict__, [n for n in dir(o) if not n.startswith("__")])
print(callable(o.method), callable(Sub), callable(o), callable(len), callable(3))
print(isinstance(True, int), isinstance("s", (int, str)), type(1) is int, type(None).__name__)
m = o.method
print(m(), m.__self__ is o, m.__func__ is Base.method, m.__name__, Base.method(o))
print(o.method == o.method, o.method is o.method)
print([type(v).__name__ for v in (1, 1.5, "s", b"b", [], (), {}, set(), None, len, m, Sub, range(1), ...)])
print([type(v).__name__ for v in (lambda: 0, (i for i in []), iter([]), zip(), map(str, []), property(), iter({}))])
print(int.__name__, repr(int), repr(Sub)[-5:], Sub.__module__)
Dyn = type("Dyn", (Base,), {"y": 5, "double": lambda self: self.y * 2})
print(Dyn().double(), Dyn().x, Dyn.__name__, issubclass(Dyn, Base))
print(id(o) == id(o), hash("a") == hash("a"), hash(1), hash(True), hash(-1))
print(globals()["o"] is o, "m" in globals(), __name__)


def f(a, b=1):
    local = a
    return sorted(locals())


print(f(1), f.__code__.co_argcount, f.__code__.co_varnames)
print(isinstance(o, object), object() == object(), bool(object()))


class Meta(type):
    def __new__(mcls, name, bases, ns):
        ns["tag"] = name.lower()
        return super().__new__(mcls, name, bases, ns)

    def __call__(cls, *a):
        made.append(cls.__name__)
        return super().__call__(*a)


made = []


class Tagged(metaclass=Meta):
    pass


t = Tagged()
print(Tagged.tag, made, type(Tagged).__name__)


class Auto:
    subs = []

    def __init_subclass__(cls, **kw):
        Auto.subs.append((cls.__name__, kw))


class One(Auto, flag=1):
    pass


print(Auto.subs)
