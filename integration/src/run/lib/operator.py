"""The operators as functions, and functions that fetch."""

from _operator import (
    abs, add, and_, call, concat, contains, countOf, delitem, eq, floordiv, ge, getitem, gt,
    iadd, iand, iconcat, ifloordiv, ilshift, imatmul, imod, imul, index, indexOf, inv, invert,
    ior, ipow, irshift, is_, is_not, isub, itruediv, ixor, le, length_hint, lshift, lt, matmul,
    mod, mul, ne, neg, not_, or_, pos, pow, rshift, setitem, sub, truediv, truth, xor,
)

__abs__, __add__, __and__, __call__, __concat__ = abs, add, and_, call, concat
__contains__, __delitem__, __eq__, __floordiv__, __ge__ = contains, delitem, eq, floordiv, ge
__getitem__, __gt__, __index__, __inv__, __invert__ = getitem, gt, index, inv, invert
__le__, __lshift__, __lt__, __matmul__, __mod__, __mul__ = le, lshift, lt, matmul, mod, mul
__ne__, __neg__, __not__, __or__, __pos__, __pow__ = ne, neg, not_, or_, pos, pow
__rshift__, __setitem__, __sub__, __truediv__, __xor__ = rshift, setitem, sub, truediv, xor


class attrgetter:
    """Fetches attributes, also through dots."""

    __slots__ = ("_names", "_paths")

    def __init__(self, *names):
        if not names:
            raise TypeError("attrgetter expected 1 argument, got 0")
        for name in names:
            if not isinstance(name, str):
                raise TypeError("attribute name must be a string")
        self._names = names
        self._paths = tuple(tuple(name.split(".")) for name in names)

    def __call__(self, obj, /):
        found = []
        for path in self._paths:
            value = obj
            for name in path:
                value = getattr(value, name)
            found.append(value)
        return found[0] if len(found) == 1 else tuple(found)

    def __repr__(self):
        return f"operator.attrgetter({', '.join(map(repr, self._names))})"

    def __reduce__(self):
        return attrgetter, self._names


class itemgetter:
    """Fetches items."""

    __slots__ = ("_items",)

    def __init__(self, *items):
        if not items:
            raise TypeError("itemgetter expected 1 argument, got 0")
        self._items = items

    def __call__(self, *args):
        if len(args) != 1:
            raise TypeError(f"itemgetter expected 1 argument, got {len(args)}")
        items = self._items
        if len(items) == 1:
            return args[0][items[0]]
        return tuple([args[0][item] for item in items])

    def __repr__(self):
        return f"operator.itemgetter({', '.join(map(repr, self._items))})"

    def __reduce__(self):
        return itemgetter, self._items


class methodcaller:
    """Calls a method by its name."""

    __slots__ = ("_name", "_args", "_kwargs")

    def __init__(self, *args, **kwargs):
        if not args:
            raise TypeError("methodcaller needs at least one argument, the method name")
        if not isinstance(args[0], str):
            raise TypeError("method name must be a string")
        self._name = args[0]
        self._args = args[1:]
        self._kwargs = kwargs

    def __call__(self, obj, /):
        return getattr(obj, self._name)(*self._args, **self._kwargs)

    def __repr__(self):
        parts = [repr(self._name)]
        parts.extend(map(repr, self._args))
        parts.extend(f"{name}={value!r}" for name, value in self._kwargs.items())
        return f"operator.methodcaller({', '.join(parts)})"
