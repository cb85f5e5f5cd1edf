# versions: 3.12, 3.13
# What sys.getsizeof answers for objects of the built-in kinds.
import sys


class Sized:
    def __sizeof__(self):
        return 100


class Wrong:
    def __sizeof__(self):
        return "text"


class Plain:
    pass


class Slots:
    __slots__ = ("a", "b")


for value in (0, 1, 2**30, True, 1.5, 1j, "", "abc", "\u00e9", "\u20ac", b"", (), (1,), [], [1], {}, {1: 2},
              set(), frozenset(), None, ..., range(3), slice(1), object(), Plain(), Slots(),
              lambda: 0, len, [].append, Plain().__init__, iter([]), iter(()), iter({}), iter(set()), iter(""),
              iter(range(3)), zip(), map(len, []), filter(None, []), enumerate([]), reversed([]),
              property(), staticmethod(len), classmethod(len), super(Plain), ValueError(), OSError(),
              StopIteration(), SystemExit(), KeyError(), Plain.__dict__, {}.keys()):
    print(type(value).__name__, sys.getsizeof(value))
print(sys.getsizeof(Sized()), Sized().__sizeof__(), Plain().__sizeof__(), [].__sizeof__())
try:
    sys.getsizeof(Wrong())
except TypeError as error:
    print(error)
print(sys.getsizeof(Wrong(), -1))
