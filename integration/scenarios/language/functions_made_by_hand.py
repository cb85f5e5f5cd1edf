# Functions can be made of code; methods written in C are of classes that tell slots from names.
import types


def original(a=1, *, b=2):
    return a, b


made = types.FunctionType(original.__code__, globals(), "made", (7,))
made.__kwdefaults__ = {"b": 8}
print(made(), made(1), made.__name__, made.__code__ is original.__code__)


def outer():
    cell = "cell"

    def inner():
        return cell

    return inner


inner = outer()
print(types.FunctionType(inner.__code__, {}, closure=(types.CellType("other"),))())
for wrong in ((inner.__code__, {}), (original.__code__, 1), (original.__code__, {}, "n", [1])):
    try:
        types.FunctionType(*wrong)
    except (TypeError, ValueError) as error:
        print(type(error).__name__)

for method in (object.__init__, object().__str__, int.__add__, (1).__add__, list.__getitem__,
               tuple.__getitem__, dict.__contains__, str.join, "".join, len, int.__new__,
               object.__reduce__, list.__reversed__, [].append, type.__call__):
    print(type(method).__name__)
