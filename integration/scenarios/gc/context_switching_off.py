# Programs switch the collector off for a while and restore what was set.
import gc
from contextlib import contextmanager


@contextmanager
def paused():
    was = gc.isenabled()
    gc.disable()
    try:
        yield was
    finally:
        if was:
            gc.enable()


gc.enable()
with paused() as was:
    print(was, gc.isenabled())
    with paused() as inner:
        print(inner, gc.isenabled())
    print(gc.isenabled())
print(gc.isenabled())
try:
    with paused():
        raise KeyError("inside")
except KeyError as e:
    print(e, gc.isenabled())
