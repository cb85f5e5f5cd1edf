# A call binds its arguments to the frame's names and releases them on return.
import sys
payload = [1]
base = sys.getrefcount(payload)


def one(x):
    return sys.getrefcount(x) - base


def two(x, y):
    return sys.getrefcount(x) - base


def star(*args):
    return sys.getrefcount(args[0]) - base


def named(**kwargs):
    return sys.getrefcount(kwargs["x"]) - base


def rebound(x):
    x = None
    return sys.getrefcount(payload) - base


def nested(x):
    return one(x)


print(one(payload))
print(two(payload, payload))
print(star(payload))
print(named(x=payload))
print(rebound(payload))
print(nested(payload) - one(payload))
print(sys.getrefcount(payload) - base)


def raises(x):
    raise ValueError(len(x))


for _ in range(10):
    try:
        raises(payload)
    except ValueError:
        pass
print(sys.getrefcount(payload) - base)
