# Closures, nonlocal, decorators with and without arguments.
def counter(start=0):
    n = start

    def step(by=1):
        nonlocal n
        n += by
        return n

    def reset():
        nonlocal n
        n = start
    return step, reset


step, reset = counter(10)
print(step(), step(5), step())
reset()
print(step(), step.__closure__ is not None, step.__code__.co_freevars)


def logged(prefix):
    def deco(f):
        def inner(*args, **kwargs):
            result = f(*args, **kwargs)
            print(f"{prefix}{f.__name__}{args}{kwargs} -> {result}")
            return result
        return inner
    return deco


def memo(f):
    seen = {}

    def inner(n):
        if n not in seen:
            seen[n] = f(n)
        return seen[n]
    inner.seen = seen
    return inner


@logged("call ")
def area(w, h=2):
    """The area."""
    return w * h


area(3)
area(3, h=4)
print("the wrapper shows:", area.__name__, area.__doc__)


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib.seen))


class Count:
    def __init__(self, f):
        self.f = f
        self.calls = 0

    def __call__(self, *a):
        self.calls += 1
        return self.f(*a)


@Count
def double(x):
    return 2 * x


print(double(2), double(4), double.calls)
total = 0


def add(n):
    global total
    total += n


for i in range(5):
    add(i)
print(total)


def compose(*fs):
    def run(x):
        for f in reversed(fs):
            x = f(x)
        return x
    return run


print(compose(str, abs, lambda x: x - 10)(3))


def register(cls):
    registry[cls.__name__] = cls
    return cls


registry = {}


@register
class Plugin:
    pass


print(sorted(registry))
