# A handler that keeps the exception in a local makes a cycle with its frame.
import gc
import weakref
gc.disable()
gc.collect()


class Payload:
    pass


def trap():
    payload = Payload()
    watch = weakref.ref(payload)
    try:
        raise ValueError("kept")
    except ValueError as e:
        saved = e
    return watch


w = trap()
print(w() is not None)
print(gc.collect() > 0, w())


def clean():
    payload = Payload()
    watch = weakref.ref(payload)
    try:
        raise ValueError("dropped")
    except ValueError as e:
        pass
    return watch


w = clean()
print(w(), gc.collect())


class Error(Exception):
    pass


e = Error("self")
e.cause = e
w = weakref.ref(e)
del e
print(w() is not None, gc.collect(), w())
a, b = Error("a"), Error("b")
a.__cause__ = b
b.other = a
w = weakref.ref(b)
del a, b
print(w() is not None, gc.collect(), w())
e = Error("args")
e.args = ([e],)
del e
print(gc.collect())
