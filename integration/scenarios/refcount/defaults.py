# A default value belongs to the function and lives as long as it does.
import sys
shared = ["d"]
base = sys.getrefcount(shared)


def collect(item, into=shared):
    into.append(item)
    return len(into)


print(sys.getrefcount(shared) - base)
print(collect(1), collect(2), shared)
print(sys.getrefcount(shared) - base)
print(collect.__defaults__[0] is shared)


def keyword(*, into=shared):
    return into is shared


print(keyword(), keyword.__kwdefaults__["into"] is shared)
print(sys.getrefcount(shared) - base)
collect.__defaults__ = None
print(sys.getrefcount(shared) - base)
del keyword
print(sys.getrefcount(shared) - base)


def fresh(x=[]):
    x.append(len(x))
    return x


a = fresh()
b = fresh()
print(a is b, a)
