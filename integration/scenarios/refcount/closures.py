# A cell is one reference; it dies with the last function that shares it.
import sys
import weakref


class Box:
    pass


def make(value):
    def get():
        return value

    def put(new):
        nonlocal value
        value = new
    return get, put


box = Box()
watch = weakref.ref(box)
base = sys.getrefcount(box)
get, put = make(box)
print(sys.getrefcount(box) - base)
print(get.__closure__[0] is put.__closure__[0])
print(get.__closure__[0].cell_contents is box)
del box
print(watch() is not None)
put(3)
print(watch() is None, get())
put(Box())
watch = weakref.ref(get())
del put
print(watch() is not None)
del get
print(watch() is None)
adders = [lambda x, n=n: x + n for n in range(3)]
print([f(10) for f in adders])
late = [lambda: n for n in range(3)]
print([f() for f in late])
