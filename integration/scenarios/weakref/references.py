# weakref.ref: identity of plain references, calling, comparing, hashing.
import weakref


class Key:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        return self.v == other.v

    def __hash__(self):
        return self.v


k = Key(5)
a = weakref.ref(k)
b = weakref.ref(k)
c = weakref.ref(k, lambda r: None)
d = weakref.ref(k, lambda r: None)
print(a is b, a is c, c is d)
print(weakref.getweakrefcount(k), len(weakref.getweakrefs(k)))
print(weakref.getweakrefs(k)[0] is a)
other = Key(5)
o = weakref.ref(other)
print(a == o, a != o, hash(a) == hash(o), hash(a))
del other
print(o() is None, a == o, o == o)
print(hash(o))
n = Key(6)
r = weakref.ref(n)
del n
try:
    hash(r)
except TypeError as e:
    print("TypeError", e)
for bad in (1, "s", None, (1, 2), [1], {}):
    try:
        weakref.ref(bad)
    except TypeError as e:
        print(e)
print(weakref.getweakrefcount(3), weakref.getweakrefs([]))
print(c.__callback__ is not None, a.__callback__)
del k
print(a(), c(), c.__callback__)
