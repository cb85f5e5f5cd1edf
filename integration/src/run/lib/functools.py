"""Functions of functions."""

import _functools
from _functools import cmp_to_key, reduce

WRAPPER_ASSIGNMENTS = (
    "__module__", "__name__", "__qualname__", "__doc__", "__annotations__", "__type_params__",
)
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Makes a function look like the one it stands for."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            pass
        else:
            setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """The same as a decorator."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


class partial(_functools.partial):
    """A function with some of its arguments."""


class partialmethod:
    """A method with some of its arguments."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.func = func
        self.args = args
        self.keywords = keywords

    def _make_method(self):
        func, args, keywords = self.func, self.args, self.keywords

        def _method(cls_or_self, /, *more, **given):
            return func(cls_or_self, *args, *more, **{**keywords, **given})

        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None and isinstance(self.func, (classmethod, staticmethod)):
            return partial(get(obj, cls), *self.args, **self.keywords)
        return self._make_method().__get__(obj, cls)


class _lru_cache_wrapper(_functools.lru_cache_wrapper):
    pass


class _CacheInfo(tuple):
    __slots__ = ()
    _fields = ("hits", "misses", "maxsize", "currsize")

    def __new__(cls, *values):
        return tuple.__new__(cls, values)

    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])

    def __repr__(self):
        return "CacheInfo(hits=%r, misses=%r, maxsize=%r, currsize=%r)" % tuple(self)

    def _asdict(self):
        return dict(zip(self._fields, self))


_CacheInfo.__name__ = _CacheInfo.__qualname__ = "CacheInfo"


def lru_cache(maxsize=128, typed=False):
    """Keeps the results of the calls made last."""
    if isinstance(maxsize, int):
        if maxsize < 0:
            maxsize = 0
    elif callable(maxsize) and isinstance(typed, bool):
        function, maxsize = maxsize, 128
        return _cached(function, maxsize, typed)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorating_function(user_function):
        return _cached(user_function, maxsize, typed)

    return decorating_function


def _cached(function, maxsize, typed):
    wrapper = _lru_cache_wrapper(function, maxsize, typed, _CacheInfo)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, function)


def cache(user_function, /):
    """Keeps the results of all calls."""
    return lru_cache(maxsize=None)(user_function)


class cached_property:
    """A property that is computed once, and then an attribute."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                f"({self.attrname!r} and {name!r})."
            )

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError(
                "Cannot use cached_property instance without calling __set_name__ on it."
            )
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(
                f"No '__dict__' attribute on {type(instance).__name__!r} "
                f"instance to cache {self.attrname!r} property."
            ) from None
        if self.attrname in cache:
            return cache[self.attrname]
        value = self.func(instance)
        cache[self.attrname] = value
        return value


_ORDERINGS = {
    "__lt__": (
        ("__gt__", lambda less, a, b: not less and a != b),
        ("__le__", lambda less, a, b: less or a == b),
        ("__ge__", lambda less, a, b: not less),
    ),
    "__le__": (
        ("__ge__", lambda at_most, a, b: not at_most or a == b),
        ("__lt__", lambda at_most, a, b: at_most and a != b),
        ("__gt__", lambda at_most, a, b: not at_most),
    ),
    "__gt__": (
        ("__lt__", lambda more, a, b: not (more or a == b)),
        ("__ge__", lambda more, a, b: more or a == b),
        ("__le__", lambda more, a, b: not more),
    ),
    "__ge__": (
        ("__le__", lambda at_least, a, b: not at_least or a == b),
        ("__gt__", lambda at_least, a, b: at_least and a != b),
        ("__lt__", lambda at_least, a, b: not at_least),
    ),
}


def _derived_order(root, name, combine):
    def method(self, other):
        answer = getattr(type(self), root)(self, other)
        if answer is NotImplemented:
            return answer
        return combine(answer, self, other)
    method.__name__ = name
    return method


def total_ordering(cls):
    """Adds the comparisons that a class has not defined."""
    roots = {op for op in _ORDERINGS if getattr(cls, op, None) is not getattr(object, op, None)}
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    # One is enough; `<` is preferred, then `<=`, `>`, `>=`.
    root = next(op for op in _ORDERINGS if op in roots)
    for name, combine in _ORDERINGS[root]:
        if name not in roots:
            setattr(cls, name, _derived_order(root, name, combine))
    return cls


_Union = type(int | str)


def _find_impl(cls, registry):
    """What is registered for the class that is nearest along the order of `cls`.

    An abstract class that `cls` passes for without deriving from it stands behind the last class
    of the order that passes for it, too.
    """
    order = list(cls.__mro__)
    passed = [base for base in registry
              if isinstance(base, type) and base not in order and issubclass(cls, base)]
    places = {}
    for base in passed:
        at = max(place for place, known in enumerate(order) if issubclass(known, base))
        places.setdefault(at, []).append(base)
    for at, known in enumerate(order):
        if known in registry:
            return registry[known]
        near = places.get(at, ())
        near = [base for base in near
                if not any(other is not base and issubclass(other, base) for other in near)]
        if len(near) > 1:
            raise RuntimeError(f"Ambiguous dispatch: {near[0]!r} or {near[1]!r}")
        if near:
            return registry[near[0]]
    return None


def singledispatch(func):
    """A function that depends on the type of its first argument."""
    registry = {object: func}
    funcname = getattr(func, "__name__", "singledispatch function")

    def dispatch(cls):
        return _find_impl(cls, registry)

    def register(cls, func=None):
        classes = getattr(cls, "__args__", ()) if type(cls) is _Union else (cls,)
        if func is None:
            if isinstance(cls, type) or type(cls) is _Union:
                return lambda f: register(cls, f)
            hints = getattr(cls, "__annotations__", {})
            if not hints:
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. "
                    "Use either `@register(some_class)` or plain `@register` "
                    "on an annotated function."
                )
            func, cls = cls, next(iter(hints.values()))
            if isinstance(cls, str):
                # Annotations may be text.
                from typing import get_type_hints

                cls = next(iter(get_type_hints(func).values()))
            classes = cls.__args__ if type(cls) is _Union else (cls,)
            if not all(isinstance(cls, type) for cls in classes):
                raise TypeError(f"Invalid annotation. {cls!r} is not a class.")
        elif not (classes and all(isinstance(each, type) for each in classes)):
            raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or "
                            "union type.")
        for each in classes:
            registry[each] = func
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = type(type.__dict__)(registry)
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """The same for a method: its first argument after `self` decides."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        dispatch = self.dispatcher.dispatch

        def _method(*args, **kwargs):
            if not args:
                name = getattr(self.func, "__name__", "singledispatchmethod method")
                raise TypeError(f"{name} requires at least 1 positional argument")
            return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method
