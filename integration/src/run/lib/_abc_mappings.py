"""Mappings and their views as abstract base classes."""

from _abc_basic import Collection, Sized, _subscript
from _abc_sets import Set, _first, _holds, _same, _until
from abc import abstractmethod


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
