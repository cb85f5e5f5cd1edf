# An exception holds its traceback, that the frames, those their locals.
import sys
import weakref


class Thing:
    pass


def fail():
    local = Thing()
    watches.append(weakref.ref(local))
    raise ValueError("no")


watches = []
try:
    fail()
except ValueError as e:
    print("in handler:", watches[0]() is not None)
    kept = e
print("kept:", watches[0]() is not None)
print(kept.__traceback__ is not None)
kept.__traceback__ = None
print("without traceback:", watches[0]() is not None)
try:
    fail()
except ValueError as e:
    pass
print("after handler:", watches[1]() is not None)
try:
    print(e)
except NameError:
    print("the name was deleted")
t = Thing()
base = sys.getrefcount(t)
err = KeyError(t)
print(sys.getrefcount(t) - base, err.args[0] is t)
del err
print(sys.getrefcount(t) - base)
