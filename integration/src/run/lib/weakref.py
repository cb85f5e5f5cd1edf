"""Weak references, and containers that hold weakly.

When a referent dies while a container is being walked, the entry is not taken out at once but
noted, and the notes are carried out when the walk is over.
"""

from _weakref import (
    CallableProxyType, ProxyType, ReferenceType, _remove_dead_weakref, getweakrefcount,
    getweakrefs, proxy, ref,
)
from _weakref_finalize import finalize
from _weakrefset import WeakSet, _Walk, _WeakContainer
import sys

ProxyTypes = (ProxyType, CallableProxyType)


class WeakMethod(ref):
    """A weak reference to a bound method: to its object and its function."""

    __slots__ = ("_function", "_kind", "_alive", "__weakref__")

    def __new__(cls, meth, callback=None):
        try:
            owner, function = meth.__self__, meth.__func__
        except AttributeError:
            raise TypeError(f"argument should be a bound method, not {type(meth)}") from None

        def ended(_):
            # Whichever goes first ends the method; the callback runs once.
            method = itself()
            if method._alive:
                method._alive = False
                if callback is not None:
                    callback(method)

        made = ref.__new__(cls, owner, ended)
        made._function = ref(function, ended)
        made._kind = type(meth)
        made._alive = True
        itself = ref(made)
        return made

    def __call__(self):
        owner, function = super().__call__(), self._function()
        if owner is not None and function is not None:
            return self._kind(function, owner)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if self._alive and other._alive:
            return ref.__eq__(self, other) and self._function == other._function
        return self is other

    def __ne__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if self._alive and other._alive:
            return ref.__ne__(self, other) or self._function != other._function
        return self is not other

    __hash__ = ref.__hash__


class KeyedRef(ref):
    """A weak reference that knows the key it stands under."""

    __slots__ = ("key",)

    def __new__(type, ob, callback, key):
        made = ref.__new__(type, ob, callback)
        made.key = key
        return made

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


def _is_mapping(other):
    return isinstance(other, (_WeakMapping, dict))


def _with_items(entries):
    """What was given to `update`, as something with `items()`."""
    return entries if hasattr(entries, "items") else dict(entries)


class _WeakMapping(_WeakContainer):
    """What the two mappings have in common."""

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def __eq__(self, other):
        if _is_mapping(other):
            return dict(self.items()) == dict(other.items())
        return NotImplemented

    def __deepcopy__(self, memo):
        from copy import deepcopy
        return self._copied(self.__class__, deepcopy, memo)

    def clear(self):
        while True:
            try:
                self.popitem()
            except KeyError:
                return

    def __or__(self, other):
        if not _is_mapping(other):
            return NotImplemented
        both = self.copy()
        both.update(other)
        return both

    def __ror__(self, other):
        if not _is_mapping(other):
            return NotImplemented
        both = self.__class__()
        both.update(other)
        both.update(self)
        return both

    def __ior__(self, other):
        self.update(other)
        return self


class WeakValueDictionary(_WeakMapping):
    """A mapping whose entries go when their values do."""

    def __init__(self, other=(), /, **kw):
        self._begin({})
        self.update(other, **kw)

    def _take_out(self, dead):
        # Under its key another value may stand by now, which stays.
        _remove_dead_weakref(self.data, dead.key)

    def copy(self):
        return self._copied(WeakValueDictionary)

    __copy__ = copy

    def _copied(self, make, deepcopy=None, memo=None):
        self._settled()
        new = make()
        with _Walk(self) as references:
            for key, reference in references.items():
                value = reference()
                if value is not None:
                    new[key if deepcopy is None else deepcopy(key, memo)] = value
        return new

    def __len__(self):
        return len(self._settled())

    def __contains__(self, key):
        references = self._settled()
        try:
            return references[key]() is not None
        except KeyError:
            return False

    def __getitem__(self, key):
        value = self._settled()[key]()
        if value is not None:
            return value
        raise KeyError(key)

    def get(self, key, default=None):
        references = self._settled()
        try:
            value = references[key]()
        except KeyError:
            return default
        return default if value is None else value

    def __setitem__(self, key, value):
        references = self._settled()
        references[key] = KeyedRef(value, self._remove, key)

    def setdefault(self, key, default=None):
        # Only a new entry makes a difference to those who walk.
        try:
            value = self.data[key]()
        except KeyError:
            value = None
        if value is None:
            references, value = self._settled(), default
            references[key] = KeyedRef(value, self._remove, key)
        return value

    def update(self, other=None, /, **kwargs):
        references, gone = self._settled(), self._remove
        for entries in (other, kwargs):
            if entries is not None:
                for key, value in _with_items(entries).items():
                    references[key] = KeyedRef(value, gone, key)

    def __delitem__(self, key):
        del self._settled()[key]

    def pop(self, key, *args):
        references = self._settled()
        try:
            value = references.pop(key)()
        except KeyError:
            value = None
        if value is not None:
            return value
        if args:
            return args[0]
        raise KeyError(key)

    def popitem(self):
        references = self._settled()
        while True:
            key, reference = references.popitem()
            value = reference()
            if value is not None:
                return key, value

    def items(self):
        self._settled()
        with _Walk(self) as references:
            for key, reference in references.items():
                value = reference()
                if value is not None:
                    yield key, value

    def keys(self):
        self._settled()
        with _Walk(self) as references:
            for key, reference in references.items():
                # The value must not live on while the key is looked at.
                if reference() is not None:
                    yield key

    __iter__ = keys

    def values(self):
        self._settled()
        with _Walk(self) as references:
            for reference in references.values():
                value = reference()
                if value is not None:
                    yield value

    def itervaluerefs(self):
        self._settled()
        with _Walk(self) as references:
            yield from references.values()

    def valuerefs(self):
        return list(self._settled().values())


class WeakKeyDictionary(_WeakMapping):
    """A mapping whose entries go when their keys do.

    A dead key equals no living one, so that changes need not wait for what was noted.
    """

    def __init__(self, dict=None):
        self._begin({})
        if dict is not None:
            self.update(dict)

    def _take_out(self, dead):
        self.data.pop(dead, None)

    def copy(self):
        return self._copied(WeakKeyDictionary)

    __copy__ = copy

    def _copied(self, make, deepcopy=None, memo=None):
        new = make()
        with _Walk(self) as values:
            for reference, value in values.items():
                key = reference()
                if key is not None:
                    new[key] = value if deepcopy is None else deepcopy(value, memo)
        return new

    def __len__(self):
        # What was noted may have been popped since.
        gone = sum(map(self.data.__contains__, self._noted)) if self._noted else 0
        return len(self.data) - gone

    def __contains__(self, key):
        try:
            reference = ref(key)
        except TypeError:
            return False
        return reference in self.data

    def __getitem__(self, key):
        return self.data[ref(key)]

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)

    def update(self, dict=None, /, **kwargs):
        if dict is not None:
            values, gone = self.data, self._remove
            for key, value in _with_items(dict).items():
                values[ref(key, gone)] = value
        if kwargs:
            # Strings, which cannot be referenced: the first one raises.
            self.update(kwargs)

    def __delitem__(self, key):
        del self.data[ref(key)]

    def pop(self, key, *args):
        return self.data.pop(ref(key), *args)

    def popitem(self):
        while True:
            reference, value = self.data.popitem()
            key = reference()
            if key is not None:
                return key, value

    def items(self):
        with _Walk(self) as values:
            for reference, value in values.items():
                key = reference()
                if key is not None:
                    yield key, value

    def keys(self):
        with _Walk(self) as values:
            for reference in values:
                key = reference()
                if key is not None:
                    yield key

    __iter__ = keys

    def values(self):
        with _Walk(self) as values:
            for reference, value in values.items():
                # The key must not live on while the value is looked at.
                if reference() is not None:
                    yield value

    def keyrefs(self):
        return list(self.data)


_abc = sys.modules.get("collections_abc")
if _abc is not None:
    _abc._register_weak(sys.modules[__name__])
del _abc
