"""Containers beyond the built-in ones."""

from _collections import deque
from itertools import chain, repeat, starmap
from keyword import iskeyword
import operator
from reprlib import recursive_repr
import sys

__all__ = [
    "ChainMap", "Counter", "OrderedDict", "UserDict", "UserList", "UserString", "defaultdict",
    "deque", "namedtuple",
]


def __getattr__(name):
    # What is written on top of the abstract classes is loaded when it is first asked for.
    if name == "abc":
        import collections.abc as found
    elif name in ("ChainMap", "UserDict", "UserList", "UserString"):
        import _collections_user
        found = globals()[name] = getattr(_collections_user, name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return found


# Stands for an argument that was not given.
_nothing = object()


def _united(other, make, first, second):
    """What `|` makes of two, of which the other one must be a dict."""
    if not isinstance(other, dict):
        return NotImplemented
    both = make(first)
    both.update(second)
    return both


class OrderedDict(dict):
    """A dict whose order counts, and can be changed."""

    def __init__(self, /, *args, **kwds):
        if len(args) > 1:
            raise TypeError(f"expected at most 1 arguments, got {len(args)}")
        self.update(*args, **kwds)

    def update(self, other=(), /, **kwds):
        """Sets items one by one, by the method that a derived class may have for that."""
        if type(self).__setitem__ is dict.__setitem__:
            dict.update(self, other, **kwds)
            return
        if isinstance(other, dict):
            other = other.items()
        elif hasattr(other, "keys"):
            other = ((key, other[key]) for key in other.keys())
        for items in (other, kwds.items()):
            for key, value in items:
                self[key] = value

    def setdefault(self, key, default=None):
        if type(self).__setitem__ is dict.__setitem__:
            return dict.setdefault(self, key, default)
        if key in self:
            return self[key]
        self[key] = default
        return default

    def popitem(self, last=True):
        """Takes the last item out, or the first."""
        if not self:
            raise KeyError("dictionary is empty")
        key = next(reversed(self) if last else iter(self))
        return key, dict.pop(self, key)

    def pop(self, key, default=_nothing):
        if default is _nothing:
            return dict.pop(self, key)
        return dict.pop(self, key, default)

    def move_to_end(self, key, last=True):
        """Moves an item to the end, or to the beginning."""
        put = super().__setitem__
        value = dict.pop(self, key)
        others = []
        if not last:
            others += dict.items(self)
            dict.clear(self)
        put(key, value)
        for other in others:
            put(*other)

    @recursive_repr()
    def __repr__(self):
        if not self:
            return "%s()" % (self.__class__.__name__,)
        return "%s(%r)" % (self.__class__.__name__, dict(self.items()))

    def copy(self):
        return self.__class__(self)

    __copy__ = copy

    @classmethod
    def fromkeys(cls, iterable, value=None):
        made = cls()
        for key in iterable:
            made[key] = value
        return made

    def __eq__(self, other):
        equal = super().__eq__(other)
        if equal is True and isinstance(other, OrderedDict):
            return all(map(operator.eq, self, other))
        return equal

    def __ne__(self, other):
        answer = self.__eq__(other)
        return answer if answer is NotImplemented else not answer

    __hash__ = None

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        return _united(other, self.__class__, self, other)

    def __ror__(self, other):
        return _united(other, self.__class__, other, self)


class defaultdict(dict):
    """A dict that makes what it has not."""

    __slots__ = ("default_factory",)

    def __init__(self, default_factory=None, /, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        self.default_factory = default_factory
        dict.__init__(self, *args, **kwargs)

    def __missing__(self, key):
        factory = self.default_factory
        if factory is None:
            raise KeyError(key)
        self[key] = value = factory()
        return value

    @recursive_repr("defaultdict(...)")
    def __repr__(self):
        factory = repr(self.default_factory)
        return "%s(%s, %s)" % (self.__class__.__name__, factory, dict.__repr__(self))

    def _with(self, items):
        return type(self)(self.default_factory, items)

    def copy(self):
        return self._with(self)

    __copy__ = copy

    def __reduce__(self):
        factory = self.default_factory
        return type(self), () if factory is None else (factory,), None, None, iter(self.items())

    def __or__(self, other):
        return _united(other, self._with, self, other)

    def __ror__(self, other):
        return _united(other, self._with, other, self)


class _tuplegetter:
    """A field of a named tuple."""

    __slots__ = ("index", "doc")

    def __init__(self, index, doc):
        self.index = index
        self.doc = doc

    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        return tuple.__getitem__(obj, self.index)

    def __set__(self, obj, value):
        raise AttributeError("can't set attribute")

    def __delete__(self, obj):
        raise AttributeError("can't delete attribute")

    def __repr__(self):
        return f"_tuplegetter({self.index}, {self.doc!r})"


def _renamed(names):
    """Names for fields, with places for those that cannot be."""
    taken = set()
    for place, name in enumerate(names):
        usable = name.isidentifier() and not iskeyword(name) and not name.startswith("_")
        yield name if usable and name not in taken else f"_{place}"
        taken.add(name)


def _check_names(typename, fields, renamed):
    for name in (typename, *fields):
        if not name.isidentifier():
            raise ValueError(
                f"Type names and field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise ValueError(f"Type names and field names cannot be a keyword: {name!r}")
    taken = set()
    for name in fields:
        if name.startswith("_") and not renamed:
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if name in taken:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        taken.add(name)


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """A class of tuples whose items have names."""
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    field_names = [str(name) for name in field_names]
    typename = sys.intern(str(typename))
    if rename:
        field_names = list(_renamed(field_names))
    _check_names(typename, field_names, rename)
    field_defaults = {}
    if defaults is not None:
        defaults = tuple(defaults)
        required = len(field_names) - len(defaults)
        if required < 0:
            raise TypeError("Got more default values than field names")
        field_defaults = dict(zip(field_names[required:], defaults))

    field_names = tuple(map(sys.intern, field_names))
    num_fields = len(field_names)
    arg_list = ", ".join(field_names)
    if num_fields == 1:
        arg_list += ","
    repr_fmt = "(" + ", ".join(f"{name}=%r" for name in field_names) + ")"
    tuple_new = tuple.__new__
    scope = {"_tuple_new": tuple_new, "__builtins__": {}, "__name__": f"namedtuple_{typename}"}
    __new__ = eval(f"lambda _cls, {arg_list}: _tuple_new(_cls, ({arg_list}))", scope)
    __new__.__name__ = "__new__"
    __new__.__qualname__ = f"{typename}.__new__"
    __new__.__doc__ = f"Create new instance of {typename}({arg_list})"
    if defaults is not None:
        __new__.__defaults__ = defaults

    @classmethod
    def _make(cls, iterable):
        result = tuple_new(cls, iterable)
        if len(result) != num_fields:
            raise TypeError(f"Expected {num_fields} arguments, got {len(result)}")
        return result

    def _replace(self, /, **kwds):
        result = self._make(map(kwds.pop, field_names, self))
        if kwds:
            raise TypeError(f"Got unexpected field names: {list(kwds)!r}")
        return result

    def __repr__(self):
        return self.__class__.__name__ + repr_fmt % tuple(self)

    def _asdict(self):
        return dict(zip(self._fields, self))

    def __getnewargs__(self):
        return tuple(self)

    for method in (_make.__func__, _replace, __repr__, _asdict, __getnewargs__):
        method.__qualname__ = f"{typename}.{method.__name__}"

    class_namespace = {
        "__doc__": f"{typename}({arg_list})",
        "__slots__": (),
        "_fields": field_names,
        "_field_defaults": field_defaults,
        "__new__": __new__,
        "_make": _make,
        "__replace__": _replace,
        "_replace": _replace,
        "__repr__": __repr__,
        "_asdict": _asdict,
        "__getnewargs__": __getnewargs__,
        "__match_args__": field_names,
    }
    for index, name in enumerate(field_names):
        class_namespace[name] = _tuplegetter(index, sys.intern(f"Alias for field number {index}"))
    result = type(typename, (tuple,), class_namespace)
    if module is None:
        try:
            module = sys._getframe(1).f_globals.get("__name__", "__main__")
        except (AttributeError, ValueError):
            module = None
    if module is not None:
        result.__module__ = module
    return result


class Counter(dict):
    """Counts what is hashable."""

    def __init__(self, iterable=None, /, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def total(self):
        """The sum of the counts."""
        return sum(self.values())

    def most_common(self, n=None):
        """The elements with their counts, the commonest first."""
        items = sorted(self.items(), key=operator.itemgetter(1), reverse=True)
        return items if n is None else items[:max(n, 0)]

    def elements(self):
        """Each element as often as it was counted."""
        return chain.from_iterable(starmap(repeat, self.items()))

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError(
            "Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def update(self, iterable=None, /, **kwds):
        """Adds counts."""
        if iterable is not None:
            if not hasattr(iterable, "keys"):
                get = self.get
                for elem in iterable:
                    self[elem] = get(elem, 0) + 1
            elif self:
                for elem, more in iterable.items():
                    self[elem] = more + self.get(elem, 0)
            else:
                super().update(iterable)
        if kwds:
            self.update(kwds)

    def subtract(self, iterable=None, /, **kwds):
        """Takes counts away."""
        if iterable is not None:
            counted = hasattr(iterable, "keys")
            for elem, less in iterable.items() if counted else zip(iterable, repeat(1)):
                self[elem] = self.get(elem, 0) - less
        if kwds:
            self.subtract(kwds)

    def copy(self):
        return self.__class__(self)

    def __reduce__(self):
        return self.__class__, (dict(self),)

    def __delitem__(self, elem):
        if elem in self:
            super().__delitem__(elem)

    def __repr__(self):
        if not self:
            return f"{self.__class__.__name__}()"
        try:
            d = dict(self.most_common())
        except TypeError:
            d = dict(self)
        return f"{self.__class__.__name__}({d!r})"

    def _compared(self, other, compare, strictly=False):
        """Whether all counts compare so, where what is missing counts nothing."""
        if not isinstance(other, Counter):
            return NotImplemented
        for elem in chain(self, other):
            if not compare(self[elem], other[elem]):
                return False
        return not strictly or self != other

    def __eq__(self, other):
        return self._compared(other, operator.eq)

    def __ne__(self, other):
        return not self == other if isinstance(other, Counter) else NotImplemented

    def __le__(self, other):
        return self._compared(other, operator.le)

    def __ge__(self, other):
        return self._compared(other, operator.ge)

    def __lt__(self, other):
        return self._compared(other, operator.le, strictly=True)

    def __gt__(self, other):
        return self._compared(other, operator.ge, strictly=True)

    def _combined(self, other, function):
        """A new one of what two counts make, as far as that is positive."""
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for elem in chain(self, (e for e in other if e not in self)):
            count = function(self[elem], other[elem])
            if count > 0:
                result[elem] = count
        return result

    def __add__(self, other):
        return self._combined(other, operator.add)

    def __sub__(self, other):
        return self._combined(other, operator.sub)

    def __or__(self, other):
        return self._combined(other, max)

    def __and__(self, other):
        return self._combined(other, min)

    def __pos__(self):
        return self._combined(Counter(), operator.add)

    def __neg__(self):
        return Counter()._combined(self, operator.sub)

    def _changed(self, elements, other, function):
        """The same for this one."""
        for elem in elements:
            self[elem] = function(self[elem], other[elem])
        for elem in [elem for elem, count in self.items() if not count > 0]:
            del self[elem]
        return self

    def __iadd__(self, other):
        return self._changed(other, other, operator.add)

    def __isub__(self, other):
        return self._changed(other, other, operator.sub)

    def __ior__(self, other):
        return self._changed(other, other, max)

    def __iand__(self, other):
        return self._changed(self, other, min)
