# versions: 3.12, 3.13
# What objects refer to, in the order in which the collector visits it.
import collections
import functools
import gc

gc.disable()


def shown(*objects):
    print([type(referent).__name__ for referent in gc.get_referents(*objects)])


class A:
    pass


class Row(list):
    pass


def function(argument=A()):
    value = argument
    yield value


def outer():
    cell = A()

    def inner():
        return cell

    return inner


shown(outer())
shown(function)
shown(A)
generator = function()
next(generator)
shown(generator)
error = ValueError(1, [2])
shown(error)
try:
    raise error
except ValueError:
    shown(error, error.__traceback__)


class Own(Exception):
    pass


shown(Own(A()))
row = Row([1])
row.attribute = "text"
shown(row)
shown(functools.partial(print, 1, sep=""))
shown(collections.deque([A()]), collections.defaultdict(list, a=1))
shown(collections.namedtuple("Pair", "a b")(1, []))
print(gc.is_tracked(generator.gi_frame))
