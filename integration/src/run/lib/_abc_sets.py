"""Sets as abstract base classes, and what is done with elements one by one."""

from _abc_basic import Collection, Iterable
from abc import abstractmethod
from itertools import chain


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
