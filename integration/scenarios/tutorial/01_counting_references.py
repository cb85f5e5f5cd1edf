# Every name, list slot and attribute that leads to an object is one reference.
# The object is freed at the very moment its count reaches zero.
import sys


def count(obj):
    # `obj` itself and the argument of getrefcount are two references.
    # The caller's value on the way in is moved into `obj`.
    return sys.getrefcount(obj) - 2


a = [1, 2, 3]
print("one name:", count(a))
b = a
print("two names:", count(a))
box = [a, a]
print("two names, two slots:", count(a))
del a
print("a is gone:", count(b))
box.pop()
print("one slot left:", count(b))
box = None
print("no slot left:", count(b))


class Loud:
    def __del__(self):
        print("freed")


x = Loud()
y = x
del x
print("after del x: still alive")
del y
print("after del y: nothing waited for a collector")
