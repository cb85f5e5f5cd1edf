"""What containers can do, as abstract base classes: here the sequences.

What one or two methods make of a class is in `_abc_basic` and `_abc_async`.
"""

from _abc_async import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Coroutine
from _abc_basic import (
    Callable, Collection, Container, Generator, Hashable, Iterable, Iterator, Reversible, Sized)
from _abc_mappings import ItemsView, KeysView, Mapping, MappingView, MutableMapping, ValuesView
from _abc_sets import MutableSet, Set, _holds, _same, _until
from abc import ABCMeta, abstractmethod
from itertools import count as count_from
import sys


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
    weakref = sys.modules.get("weakref")
    if weakref is not None:
        _register_weak(weakref)


def _register_weak(weakref):
    """Called by whichever of the two modules is loaded last: neither needs the other."""
    MutableSet.register(weakref.WeakSet)
    MutableMapping.register(weakref.WeakKeyDictionary)
    MutableMapping.register(weakref.WeakValueDictionary)


_register()
del _register

for _class in list(globals().values()):
    if isinstance(_class, ABCMeta):
        _class.__module__ = "collections.abc"
del _class
