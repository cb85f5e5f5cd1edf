# Everything that fails where nobody can catch it leaves stdout as it is.
import gc
import weakref
gc.disable()
gc.collect()


class Bad:
    def __del__(self):
        raise KeyError("finalizer")


b = Bad()
r = weakref.ref(b, lambda ref: 1 / 0)
del b
print("after both")
b = Bad()
b.me = b
r = weakref.ref(b, lambda ref: [][0])
del b
print(gc.collect())


def gen():
    try:
        yield
    finally:
        raise RuntimeError("in close")


g = gen()
next(g)
del g
print("end")
