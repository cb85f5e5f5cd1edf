"""What containers can do, as abstract base classes."""

from _abc_basic import (
    Callable, Collection, Container, Generator, Hashable, Iterable, Iterator, Reversible, Sized,
    _subscript,
)
from _abc_async import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Coroutine
from abc import ABCMeta, abstractmethod
from itertools import chain, count as count_from


def _same(a, b):
    return a is b or a == b


def _holds(elements, wanted):
    """Whether an element is among others, looking at each."""
    for element in elements:
        if element is wanted or element == wanted:
            return True
    return False


def _covers(whole, part):
    """Whether every element of one container is in the other."""
    for element in part:
        if element not in whole:
            return False
    return True


def _inside(elements, container):
    for element in elements:
        if element in container:
            yield element


def _outside(elements, container):
    for element in elements:
        if element not in container:
            yield element


def _as_set(like, elements):
    """Elements as a set, if need be as one like another; None if they are no elements."""
    if isinstance(elements, Set):
        return elements
    return like._from_iterable(elements) if isinstance(elements, Iterable) else None


def _until(end, take):
    """Takes until there is nothing left."""
    try:
        while True:
            take()
    except end:
        pass


def _first(elements):
    for element in elements:
        return element
    raise KeyError from None


class Set(Collection):
    """A set that cannot be changed: `__contains__`, `__iter__` and `__len__` are needed."""

    __slots__ = ()

    @classmethod
    def _from_iterable(cls, it):
        """How the operators make their results; to be overridden if `cls(it)` does not."""
        return cls(it)

    def _hash(self):
        """A hash by the elements, for those who define `__hash__`."""
        return hash(frozenset(self))

    def __eq__(self, other):
        if isinstance(other, Set):
            return len(self) == len(other) and self.__le__(other)
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, Set):
            return len(self) <= len(other) and _covers(other, self)
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, Set):
            return len(self) >= len(other) and _covers(self, other)
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, Set):
            return len(self) < len(other) and self.__le__(other)
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, Set):
            return len(self) > len(other) and self.__ge__(other)
        return NotImplemented

    def isdisjoint(self, other):
        for _ in _inside(other, self):
            return False
        return True

    def __and__(self, other):
        if isinstance(other, Iterable):
            return self._from_iterable(_inside(iter(other), self))
        return NotImplemented

    def __or__(self, other):
        if isinstance(other, Iterable):
            return self._from_iterable(chain(self, other))
        return NotImplemented

    def __sub__(self, other):
        other = _as_set(self, other)
        if other is None:
            return NotImplemented
        return self._from_iterable(_outside(iter(self), other))

    def __rsub__(self, other):
        other = _as_set(self, other)
        if other is None:
            return NotImplemented
        return self._from_iterable(_outside(iter(other), self))

    def __xor__(self, other):
        other = _as_set(self, other)
        return NotImplemented if other is None else (self - other) | (other - self)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__


class MutableSet(Set):
    """`add` and `discard` are needed too."""

    __slots__ = ()

    @abstractmethod
    def add(self, value):
        raise NotImplementedError

    @abstractmethod
    def discard(self, value):
        raise NotImplementedError

    def remove(self, value):
        if value in self:
            self.discard(value)
        else:
            raise KeyError(value)

    def pop(self):
        value = _first(self)
        self.discard(value)
        return value

    def clear(self):
        _until(KeyError, self.pop)

    def __ior__(self, it):
        for value in it:
            self.add(value)
        return self

    def __iand__(self, it):
        for value in self - it:
            self.discard(value)
        return self

    def __isub__(self, it):
        if it is self:
            self.clear()
            return self
        for value in it:
            self.discard(value)
        return self

    def __ixor__(self, it):
        if it is self:
            self.clear()
            return self
        for value in it if isinstance(it, Set) else self._from_iterable(it):
            change = self.discard if value in self else self.add
            change(value)
        return self


class MappingView(Sized):
    """What the three views have in common."""

    __slots__ = ("_mapping",)
    __class_getitem__ = _subscript

    def __init__(self, mapping):
        self._mapping = mapping

    def __len__(self):
        return len(self._mapping)

    def __repr__(self):
        return f"{type(self).__name__}({self._mapping!r})"


class KeysView(MappingView, Set):
    __slots__ = ()

    _from_iterable = staticmethod(set)

    def __contains__(self, key):
        return key in self._mapping

    def __iter__(self):
        yield from self._mapping


class ItemsView(MappingView, Set):
    __slots__ = ()

    _from_iterable = staticmethod(set)

    def __contains__(self, item):
        key, value = item
        try:
            found = self._mapping[key]
        except KeyError:
            return False
        return _same(found, value)

    def __iter__(self):
        mapping = self._mapping
        for key in mapping:
            yield key, mapping[key]


class ValuesView(MappingView, Collection):
    __slots__ = ()

    def __contains__(self, value):
        mapping = self._mapping
        return _holds((mapping[key] for key in mapping), value)

    def __iter__(self):
        mapping = self._mapping
        for key in mapping:
            yield mapping[key]


class Mapping(Collection):
    """`__getitem__`, `__iter__` and `__len__` are needed."""

    __slots__ = ()

    @abstractmethod
    def __getitem__(self, key):
        raise KeyError

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def keys(self):
        return KeysView(self)

    def items(self):
        return ItemsView(self)

    def values(self):
        return ValuesView(self)

    def __eq__(self, other):
        if isinstance(other, Mapping):
            return dict(self.items()) == dict(other.items())
        return NotImplemented

    # The old way, by length and index, does not fit.
    __reversed__ = None


_no_default = object()


class MutableMapping(Mapping):
    """`__setitem__` and `__delitem__` are needed too."""

    __slots__ = ()

    @abstractmethod
    def __setitem__(self, key, value):
        raise KeyError

    @abstractmethod
    def __delitem__(self, key):
        raise KeyError

    def setdefault(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            self[key] = default
            return default

    def update(self, other=(), /, **kwds):
        keys = None
        if isinstance(other, Mapping):
            keys = other
        elif hasattr(other, "keys"):
            keys = other.keys()
        if keys is None:
            for key, value in other:
                self[key] = value
        else:
            for key in keys:
                self[key] = other[key]
        for name in kwds:
            self[name] = kwds[name]

    def pop(self, key, default=_no_default):
        try:
            value = self[key]
        except KeyError:
            if default is not _no_default:
                return default
            raise
        del self[key]
        return value

    def popitem(self):
        key = _first(self)
        value = self[key]
        del self[key]
        return key, value

    def clear(self):
        _until(KeyError, self.popitem)


class Sequence(Reversible, Collection):
    """`__getitem__` and `__len__` are needed."""

    __slots__ = ()

    @abstractmethod
    def __getitem__(self, index):
        raise IndexError

    def __iter__(self):
        try:
            for place in count_from():
                yield self[place]
        except IndexError:
            pass

    def __reversed__(self):
        for place in range(len(self) - 1, -1, -1):
            yield self[place]

    def __contains__(self, value):
        return _holds(self, value)

    def count(self, value):
        return sum(1 for element in self if _same(element, value))

    def index(self, value, start=0, stop=None):
        if start is not None and start < 0:
            start = max(0, start + len(self))
        if stop is not None and stop < 0:
            stop += len(self)
        # Asked for one by one: the length may change, and `stop` may lie beyond it.
        for place in count_from(start):
            if stop is not None and place >= stop:
                break
            try:
                element = self[place]
            except IndexError:
                break
            if _same(element, value):
                return place
        raise ValueError


class MutableSequence(Sequence):
    """`__setitem__`, `__delitem__` and `insert` are needed too."""

    __slots__ = ()

    @abstractmethod
    def __setitem__(self, index, value):
        raise IndexError

    @abstractmethod
    def __delitem__(self, index):
        raise IndexError

    @abstractmethod
    def insert(self, index, value):
        raise IndexError

    def append(self, value):
        self.insert(len(self), value)

    def extend(self, values):
        for value in list(self) if values is self else values:
            self.append(value)

    def __iadd__(self, values):
        self.extend(values)
        return self

    def pop(self, index=-1):
        value = self[index]
        del self[index]
        return value

    def remove(self, value):
        del self[self.index(value)]

    def clear(self):
        _until(IndexError, self.pop)

    def reverse(self):
        low, high = 0, len(self) - 1
        while low < high:
            self[low], self[high] = self[high], self[low]
            low, high = low + 1, high - 1


def _register():
    from _collections import deque
    generator = (nothing for nothing in ())
    Generator.register(type(generator))
    for view, known in ((KeysView, {}.keys()), (ItemsView, {}.items()), (ValuesView, {}.values())):
        view.register(type(known))
    for base, known in (
        (Sequence, (tuple, str, range, bytes)),
        (MutableSequence, (list, deque)),
        (Set, (frozenset,)),
        (MutableSet, (set,)),
        (Mapping, (type(type.__dict__),)),
        (MutableMapping, (dict,)),
    ):
        for builtin in known:
            base.register(builtin)


_register()
del _register

for _class in list(globals().values()):
    if isinstance(_class, ABCMeta):
        _class.__module__ = "collections.abc"
del _class
