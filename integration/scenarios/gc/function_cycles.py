# Functions, cells, methods and classes that refer to themselves.
import gc
import weakref
gc.disable()
gc.collect()


def recursive():
    def fact(n):
        return 1 if n < 2 else n * fact(n - 1)
    return fact(5)


print(recursive(), gc.collect())


def lambdas():
    fib = lambda n: n if n < 2 else fib(n - 1) + fib(n - 2)
    return fib(10)


print(lambdas(), gc.collect())


def even_odd():
    def even(n):
        return n == 0 or odd(n - 1)

    def odd(n):
        return n != 0 and even(n - 1)
    return even(10)


print(even_odd(), gc.collect())


def attribute():
    def f():
        pass
    f.self = f


attribute()
print("function attribute", gc.collect())


class Owner:
    def hook(self):
        return 1

    def __init__(self):
        self.cb = self.hook


o = Owner()
w = weakref.ref(o)
print(o.cb())
del o
print("bound method", w() is not None, gc.collect(), w())


def local_class():
    class Local:
        def m(self):
            return Local
    return weakref.ref(Local), Local().m() is Local


w, same = local_class()
print(same, w() is not None)
print("class", gc.collect() > 0, w())
