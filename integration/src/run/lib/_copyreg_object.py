"""`object.__reduce_ex__` and `__getstate__`: how any object is taken apart."""

_BASES = (int, float, str, bytes, tuple, list, dict, set, frozenset, complex, bytearray)
_PYTHON = {"__dict__", "__slots__", "__weakref__", "__firstlineno__"}


class _Bound:
    def method(self):
        pass


_METHOD = type(_Bound().method)


def _slots(cls):
    names = []
    for base in cls.__mro__:
        own = base.__dict__.get("__slots__", ())
        for name in (own,) if isinstance(own, str) else own:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__"):
                stripped = base.__name__.lstrip("_")
                name = f"_{stripped}{name}" if stripped else name
            names.append(name)
    return names


def getstate(self, /):
    """The namespace of an object, and the values of its slots if it has any."""
    state = getattr(self, "__dict__", None) or None
    slots = {}
    for name in _slots(type(self)):
        try:
            slots[name] = getattr(self, name)
        except AttributeError:
            pass
    state = dict(state) if state else None
    return (state, slots) if slots else state


def _can_be_made(cls):
    # Classes written in Python have one of these names of their own.
    return cls is object or cls in _BASES or not _PYTHON.isdisjoint(cls.__dict__)


def reduce(self, /):
    return reduce_ex(self, 0)


def reduce_ex(self, protocol, /):
    """`(callable, args, state, items, pairs)`."""
    cls = type(self)
    reduce = cls.__reduce__
    if reduce is not object.__reduce__:
        return reduce(self)
    if isinstance(self, BaseException):
        state = self.__dict__
        return (cls, self.args, state) if state else (cls, self.args)
    if cls is range:
        return range, (self.start, self.stop, self.step)
    if cls is slice:
        return slice, (self.start, self.stop, self.step)
    if cls is _METHOD:
        return getattr, (self.__self__, self.__func__.__name__)
    if not all(map(_can_be_made, cls.__mro__)):
        name = cls.__name__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__name__}"
        raise TypeError(f"cannot pickle {name!r} object")
    import copyreg
    if isinstance(self, set | frozenset | bytearray) and cls.__getstate__ is object.__getstate__:
        inner = self if isinstance(self, bytearray) else list(self)
        inner = bytes(inner) if isinstance(self, bytearray) else inner
        return cls, (inner,), self.__getstate__()
    if protocol < 2:
        if cls.__getstate__ is object.__getstate__ and _slots(cls):
            raise TypeError(f"a class that defines __slots__ without defining __getstate__ "
                            f"cannot be pickled with protocol {protocol}")
        base = next((base for base in _BASES if isinstance(self, base)), object)
        made = (cls, base, None if base is object else base(self))
        state = self.__getstate__()
        return (copyreg._reconstructor, made, state) if state else (copyreg._reconstructor, made)
    args, kwargs = (), {}
    if hasattr(cls, "__getnewargs_ex__"):
        args, kwargs = self.__getnewargs_ex__()
    elif hasattr(cls, "__getnewargs__"):
        args = self.__getnewargs__()
    else:
        for base in (tuple, int, float, str, bytes, complex):
            if isinstance(self, base):
                args = (base(self),)
    state = self.__getstate__()
    items = iter(self) if isinstance(self, list) else None
    pairs = iter(self.items()) if isinstance(self, dict) else None
    if kwargs:
        return copyreg.__newobj_ex__, (cls, args, kwargs), state, items, pairs
    return copyreg.__newobj__, (cls, *args), state, items, pairs
