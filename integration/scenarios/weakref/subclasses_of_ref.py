# A subclass of ref carries data of its own and is never shared.
import weakref


class Keyed(weakref.ref):
    __slots__ = ("key",)

    def __new__(cls, obj, callback, key):
        self = super().__new__(cls, obj, callback)
        self.key = key
        return self

    def __init__(self, obj, callback, key):
        super().__init__(obj, callback)


class C:
    pass


dropped = []
c = C()
refs = [Keyed(c, lambda r: dropped.append(r.key), k) for k in ("one", "two")]
print(refs[0] is refs[1], refs[0]() is c, refs[0].key)
plain = weakref.ref(c)
print(plain is refs[0], weakref.getweakrefcount(c))
print(isinstance(refs[0], weakref.ReferenceType), weakref.ref is weakref.ReferenceType)
del c
print(dropped, refs[1](), refs[1].key)


class Counting(weakref.ref):
    def __init__(self, obj, callback=None):
        super().__init__(obj, callback)
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return super().__call__()


c = C()
r = Counting(c)
r()
r()
print(r() is c, r.calls)
del c
print(r(), r.calls)
