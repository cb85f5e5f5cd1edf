# partial, reduce, lru_cache, wraps, cached_property, singledispatch, cmp_to_key.
import gc
import weakref
from functools import cached_property, cmp_to_key, lru_cache, partial, reduce, singledispatch, wraps
gc.disable()
gc.collect()
print(reduce(lambda a, b: a * b, range(1, 6)), reduce(max, [3, 9, 2], 5))
power = partial(pow, 2)
shout = partial(print, "shout", sep="-", end="!\n")
print(power(5), partial(int, base=2)("101"))
shout("a", "b")


@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(60), fib.cache_info().misses, fib.cache_info().hits > 0)


class Key:
    pass


@lru_cache(maxsize=2)
def cached(k):
    return [k]


k = Key()
w = weakref.ref(k)
cached(k)
del k
print("held by the cache:", w() is not None)
cached(1)
cached(2)
print("pushed out:", w())
cached(Key())
cached.cache_clear()
print(cached.cache_info().currsize)


def deco(f):
    @wraps(f)
    def inner(*a):
        return f(*a)
    return inner


@deco
def documented():
    """Text."""


print(documented.__name__, documented.__doc__, documented.__wrapped__.__name__)


class Circle:
    def __init__(self, r):
        self.r = r

    @cached_property
    def area(self):
        print("computing")
        return self.r ** 2 * 3


c = Circle(2)
print(c.area, c.area, c.__dict__)


@singledispatch
def show(x):
    return "other"


@show.register(int)
def _(x):
    return "int"


@show.register(list)
def _(x):
    return "list of " + ",".join(show(i) for i in x)


print(show("s"), show(1), show([1, "a"]))
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
