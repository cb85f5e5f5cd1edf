# versions: 3.12, 3.13
# Constants belong to the text of the program too, each value once for the whole file.
import sys

x = 1000
print(sys.getrefcount(x))
s = "hello world!"
print(sys.getrefcount(s))
y = 1.5
print(sys.getrefcount(y), sys.getrefcount((5, 6)), sys.getrefcount(-5000))


def f():
    a = 2000
    b = 2000
    c = "xyz w"
    print(sys.getrefcount(a), sys.getrefcount(b), sys.getrefcount(c), a is b)


f()
z = 1000
print(x is z, sys.getrefcount(z), sys.getrefcount(2000))
t = (1, 2, 3)
u = (1, 2, 3)
print(t is u, sys.getrefcount(t))


def g(n=3000):
    return sys.getrefcount(n)


print(g())


class K:
    v = 4000


print(sys.getrefcount(K.v))
names = {"key one": "value one"}
print([sys.getrefcount(k) for k in names], [sys.getrefcount(v) for v in names.values()])
function = lambda: 7777
print(sys.getrefcount(function()), function() is function())
space = {}
exec("def h(): return 8888", space)
print(sys.getrefcount(space["h"]()))


# A class is held by what derives from it: as a base, in the order of search, and as the base.
class A:
    pass


before = sys.getrefcount(A)


class B(A):
    pass


print(sys.getrefcount(A) - before, B.__base__ is A)


class S:
    __slots__ = ("s",)


class C(A, S):
    pass


print(C.__base__.__name__, C.__bases__[0].__name__)
