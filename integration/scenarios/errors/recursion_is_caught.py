# Endless recursion raises RecursionError, and the program goes on.
import sys


def forever(n):
    return forever(n + 1)


try:
    forever(0)
except RecursionError as e:
    print("RecursionError", "maximum recursion depth exceeded" in str(e))


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")


try:
    Deep().y
except RecursionError:
    print("in __getattr__")


class Eq:
    def __eq__(self, other):
        return self == other


try:
    Eq() == 1
except RecursionError:
    print("in __eq__")
depth = 0


def measure():
    global depth
    depth += 1
    measure()


try:
    measure()
except RecursionError:
    pass
print(depth > 500, depth <= sys.getrecursionlimit())


def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


print(down(500))


def gen(n):
    yield n
    yield from gen(n + 1)


try:
    for last in gen(0):
        pass
except RecursionError:
    print("in a generator", last > 100)
