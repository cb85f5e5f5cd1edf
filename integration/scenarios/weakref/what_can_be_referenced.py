# Which kinds of object accept a weak reference.
import weakref


class Plain:
    def m(self):
        pass


class Slotted:
    __slots__ = ("x",)


class SlottedWeak:
    __slots__ = ("x", "__weakref__")


class MyList(list):
    pass


class MyInt(int):
    pass


def gen():
    yield


def attempt(name, obj):
    try:
        print(name, weakref.ref(obj)() is obj)
    except TypeError:
        print(name, "refused")


attempt("instance", Plain())
attempt("class", Plain)
attempt("function", gen)
attempt("generator", gen())
attempt("lambda", lambda: 0)
attempt("set", {1})
attempt("frozenset", frozenset({1}))
attempt("list subclass", MyList())
attempt("int subclass", MyInt(3))
attempt("exception", ValueError("x"))
attempt("module", weakref)
attempt("slots", Slotted())
attempt("slots with __weakref__", SlottedWeak())
attempt("list", [])
attempt("dict", {})
attempt("tuple", ())
attempt("object", object())
attempt("int", 3)
attempt("None", None)
p = Plain()
r = weakref.ref(p.m)
print("bound method dies at once", r())
