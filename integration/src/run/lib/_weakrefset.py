"""A set that holds its members weakly, and what it shares with the weak mappings.

A reference whose object dies while somebody walks the container stays where it is and is noted;
the end of the last walk, or a change that cannot do without, takes out what was noted.
"""

from _weakref import ref


class _Walk:
    """Somebody walks a container: `with _Walk(container) as data`."""

    def __init__(self, container):
        # The container holds its walks, so a walk must not hold the container.
        self._container = ref(container)

    def __enter__(self):
        container = self._container()
        container._walks.add(self)
        return container.data

    def __exit__(self, *_):
        container = self._container()
        if container is not None:
            container._walks.remove(self)
            if not container._walks:
                container._settle()


class _WeakContainer:
    """References to objects in `data`, a set or dict; `_take_out` says how one leaves it."""

    def _begin(self, data):
        self.data = data

        def _remove(dead, container=ref(self)):
            container = container()
            if container is None:
                return
            if container._walks:
                container._noted.append(dead)
            else:
                container._take_out(dead)
        # The callback of all references; it does not keep the container.
        self._remove = _remove
        self._noted = []
        self._walks = set()

    def _settle(self):
        """Takes out what was noted; what dies meanwhile too."""
        noted = self._noted
        while noted:
            try:
                dead = noted.pop()
            except IndexError:
                # Another thread was faster.
                break
            self._take_out(dead)

    def _settled(self):
        """The data without what was noted."""
        if self._noted:
            self._settle()
        return self.data


def _references(objects, callback=None):
    """References to objects, each of which lives until the next one is wanted."""
    for each in objects:
        yield ref(each, callback)


def _reference_set(objects):
    return set(map(ref, objects))


class WeakSet(_WeakContainer):
    """A set that holds its members weakly."""

    def __init__(self, data=None):
        self._begin(set())
        if data is not None:
            self.update(data)

    def _take_out(self, dead):
        self.data.discard(dead)

    def __iter__(self):
        with _Walk(self) as references:
            for reference in references:
                member = reference()
                if member is not None:
                    yield member

    def __len__(self):
        return len(self.data) - len(self._noted)

    def __contains__(self, item):
        try:
            reference = ref(item)
        except TypeError:
            # What cannot be referenced is no member.
            return False
        return reference in self.data

    def __repr__(self):
        return repr(self.data)

    def __reduce__(self):
        return type(self), (list(self),), self.__getstate__()

    # One member.

    def add(self, item):
        self._settled().add(ref(item, self._remove))

    def remove(self, item):
        self._settled().remove(ref(item))

    def discard(self, item):
        self._settled().discard(ref(item))

    def pop(self):
        references = self._settled()
        while references:
            member = references.pop()()
            if member is not None:
                return member
        raise KeyError("pop from empty WeakSet") from None

    # This set changed.

    def clear(self):
        self._settled().clear()

    def update(self, other):
        self._settled()
        for item in other:
            self.add(item)

    def difference_update(self, other):
        self.__isub__(other)

    def intersection_update(self, other):
        self.__iand__(other)

    def symmetric_difference_update(self, other):
        self.__ixor__(other)

    def __ior__(self, other):
        self.update(other)
        return self

    def __iand__(self, other):
        self._settled().intersection_update(_references(other))
        return self

    def __isub__(self, other):
        references = self._settled()
        if other is self:
            references.clear()
        else:
            references.difference_update(_references(other))
        return self

    def __ixor__(self, other):
        references = self._settled()
        if other is self:
            references.clear()
        else:
            references.symmetric_difference_update(_references(other, self._remove))
        return self

    # Another set made.

    def copy(self):
        return self.__class__(self)

    def union(self, other):
        both = self.__class__(self)
        both.update(other)
        return both

    def intersection(self, other):
        return self.__class__(item for item in other if item in self)

    def difference(self, other):
        rest = self.copy()
        rest.difference_update(other)
        return rest

    def symmetric_difference(self, other):
        rest = self.copy()
        rest.symmetric_difference_update(other)
        return rest

    __or__, __and__ = union, intersection
    __sub__, __xor__ = difference, symmetric_difference

    # Sets compared.

    def isdisjoint(self, other):
        return not len(self.intersection(other))

    def issubset(self, other):
        return self.data.issubset(_references(other))

    def issuperset(self, other):
        return self.data.issuperset(_references(other))

    __le__, __ge__ = issubset, issuperset

    def __lt__(self, other):
        return self.data < _reference_set(other)

    def __gt__(self, other):
        return self.data > _reference_set(other)

    def __eq__(self, other):
        if isinstance(other, self.__class__):
            return self.data == _reference_set(other)
        return NotImplemented

    __class_getitem__ = classmethod(type(list[int]))
