"""Containers in Python, to be derived from, and several mappings as one."""

from collections_abc import Mapping, MutableMapping, MutableSequence, Sequence
from itertools import chain
from reprlib import recursive_repr


def _data(other):
    """What is inside one of the classes here; other objects as they are."""
    return other.data if isinstance(other, (UserDict, UserList, UserString)) else other


def _twin(self):
    """A copy with all attributes, whose data is another."""
    cls = type(self)
    twin = cls.__new__(cls)
    twin.__dict__.update(self.__dict__)
    twin.__dict__["data"] = self.data.copy()
    return twin


def _absent(key):
    return KeyError(f"Key not found in the first mapping: {key!r}")


class ChainMap(MutableMapping):
    """Several mappings as one; what is changed is the first."""

    def __init__(self, *maps):
        self.maps = list(maps) if maps else [{}]

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.maps))})"

    __repr__ = recursive_repr()(__repr__)

    # All maps are asked, the first one first.

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        # A map may have what it does not contain: a default.
        for each in self.maps:
            try:
                return each[key]
            except KeyError:
                continue
        return self.__missing__(key)

    def __contains__(self, key):
        for each in self.maps:
            if key in each:
                return True
        return False

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __iter__(self):
        # The keys of the last map come first.
        return iter(dict.fromkeys(chain.from_iterable(reversed(self.maps))))

    def __len__(self):
        return len(set().union(*self.maps))

    def __bool__(self):
        return any(self.maps)

    # The first map is changed.

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        try:
            del self.maps[0][key]
        except KeyError:
            raise _absent(key)

    def pop(self, key, *args):
        try:
            return self.maps[0].pop(key, *args)
        except KeyError:
            raise _absent(key)

    def popitem(self):
        try:
            return self.maps[0].popitem()
        except KeyError:
            raise KeyError("No keys found in the first mapping.")

    def clear(self):
        self.maps[0].clear()

    def __ior__(self, other):
        self.maps[0].update(other)
        return self

    # Others are made.

    @property
    def parents(self):
        """All but the first."""
        _, *rest = self.maps
        return type(self)(*rest)

    def new_child(self, m=None, **kwargs):
        """The same with a new mapping in front."""
        if m is not None and kwargs:
            m.update(kwargs)
        return type(self)(kwargs if m is None else m, *self.maps)

    def copy(self):
        first, *rest = self.maps
        return type(self)(first.copy(), *rest)

    __copy__ = copy

    @classmethod
    def fromkeys(cls, iterable, value=None, /):
        return cls(dict.fromkeys(iterable, value))

    def __or__(self, other):
        if isinstance(other, Mapping):
            made = self.copy()
            made |= other
            return made
        return NotImplemented

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        made = dict(other)
        for each in reversed(self.maps):
            made.update(each)
        return type(self)(made)


class UserDict(MutableMapping):
    """A mapping around a dict."""

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        for given in (dict, kwargs or None):
            if given is not None:
                self.update(given)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        missing = getattr(type(self), "__missing__", None)
        if missing is None:
            raise KeyError(key)
        return missing(self, key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def __contains__(self, key):
        return key in self.data

    def __repr__(self):
        return repr(self.data)

    __copy__ = _twin

    def copy(self):
        if type(self) is UserDict:
            return UserDict(self.data.copy())
        # What derives from this class fills its copies its own way.
        from copy import copy
        data, self.data = self.data, {}
        try:
            made = copy(self)
        finally:
            self.data = data
        made.update(self)
        return made

    @classmethod
    def fromkeys(cls, iterable, value=None):
        made = cls()
        for key in iterable:
            made[key] = value
        return made

    def __or__(self, other):
        if isinstance(other, (UserDict, dict)):
            return type(self)(self.data | _data(other))
        return NotImplemented

    def __ror__(self, other):
        if isinstance(other, (UserDict, dict)):
            return type(self)(_data(other) | self.data)
        return NotImplemented

    def __ior__(self, other):
        self.data |= _data(other)
        return self


class UserList(MutableSequence):
    """A sequence around a list."""

    def __init__(self, initlist=None):
        self.data = [] if initlist is None else list(_data(initlist))

    def __repr__(self):
        return repr(self.data)

    def __lt__(self, other):
        return self.data < _data(other)

    def __le__(self, other):
        return self.data <= _data(other)

    def __eq__(self, other):
        return self.data == _data(other)

    def __gt__(self, other):
        return self.data > _data(other)

    def __ge__(self, other):
        return self.data >= _data(other)

    __hash__ = None

    def __contains__(self, item):
        return item in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return type(self)(self.data[i]) if isinstance(i, slice) else self.data[i]

    def __setitem__(self, i, item):
        self.data[i] = item

    def __delitem__(self, i):
        del self.data[i]

    def __add__(self, other):
        return type(self)(self.data + list(_data(other)))

    def __radd__(self, other):
        return type(self)(list(_data(other)) + self.data)

    def __iadd__(self, other):
        self.data += list(_data(other))
        return self

    def __mul__(self, n):
        return type(self)(self.data * n)

    __rmul__ = __mul__

    def __imul__(self, n):
        self.data *= n
        return self

    def append(self, item):
        self.data.append(item)

    def insert(self, i, item):
        self.data.insert(i, item)

    def pop(self, i=-1):
        return self.data.pop(i)

    def remove(self, item):
        self.data.remove(item)

    def clear(self):
        self.data.clear()

    def copy(self):
        return type(self)(self)

    __copy__ = _twin

    def count(self, item):
        return self.data.count(item)

    def index(self, item, *args):
        return self.data.index(item, *args)

    def reverse(self):
        self.data.reverse()

    def sort(self, /, *args, **kwds):
        self.data.sort(*args, **kwds)

    def extend(self, other):
        self.data.extend(_data(other))


class UserString(Sequence):
    """Text around a string."""

    def __init__(self, seq):
        self.data = seq.data if isinstance(seq, UserString) else str(seq)

    def __str__(self):
        return self.data

    def __repr__(self):
        return repr(self.data)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __complex__(self):
        return complex(self.data)

    def __hash__(self):
        return hash(self.data)

    def __getnewargs__(self):
        return (self.data[:],)

    def __len__(self):
        return len(self.data)

    def __eq__(self, other):
        return self.data == _data(other)

    def __lt__(self, other):
        return self.data < _data(other)

    def __le__(self, other):
        return self.data <= _data(other)

    def __gt__(self, other):
        return self.data > _data(other)

    def __ge__(self, other):
        return self.data >= _data(other)

    def __contains__(self, part):
        return _data(part) in self.data

    def __getitem__(self, index):
        return type(self)(self.data[index])

    def __add__(self, other):
        return type(self)(self.data + str(other))

    def __radd__(self, other):
        return type(self)(str(other) + self.data)

    def __mul__(self, n):
        return type(self)(self.data * n)

    __rmul__ = __mul__

    def __mod__(self, args):
        return type(self)(self.data % args)

    def __rmod__(self, template):
        return type(self)(str(template) % self)

    maketrans = str.maketrans


_TAKES_OWN_KIND = {"count", "find", "index", "removeprefix", "removesuffix", "replace", "rfind",
                   "rindex"}


def _of_text(name, wraps):
    """The method of text of that name; `wraps` when it answers text of the same class."""
    method = getattr(str, name)
    given = _data if name in _TAKES_OWN_KIND else lambda arg: arg

    def call(self, *args, **kwds):
        found = method(self.data, *map(given, args), **kwds)
        return type(self)(found) if wraps else found

    call.__name__ = name
    call.__qualname__ = f"UserString.{name}"
    return call


for _name in ("capitalize", "casefold", "center", "expandtabs", "ljust", "lower", "lstrip",
              "removeprefix", "removesuffix", "replace", "rjust", "rstrip", "strip", "swapcase",
              "title", "translate", "upper", "zfill"):
    setattr(UserString, _name, _of_text(_name, True))
for _name in ("count", "encode", "endswith", "find", "format", "format_map", "index", "isalnum",
              "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower",
              "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join", "partition",
              "rfind", "rindex", "rpartition", "rsplit", "split", "splitlines", "startswith"):
    setattr(UserString, _name, _of_text(_name, False))

for _class in (ChainMap, UserDict, UserList, UserString):
    _class.__module__ = "collections"
del _class, _name
