"""Copies of objects: shallow ones, and deep ones that keep cycles and shared parts."""

from types import BuiltinFunctionType, CodeType, FunctionType, MethodType
from _weakref import ref
from copyreg import dispatch_table


class Error(Exception):
    pass


error = Error

_ATOMIC = frozenset({
    type(None), int, float, bool, complex, str, bytes, type, range, property, FunctionType,
    BuiltinFunctionType, CodeType, type(...), type(NotImplemented), ref,
})
_SHALLOW_ATOMIC = _ATOMIC | {tuple, frozenset, slice}


def copy(x):
    """A new object with the same parts."""
    cls = type(x)
    if cls in _SHALLOW_ATOMIC or issubclass(cls, type):
        return x
    if cls in (list, dict, set):
        return x.copy()
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    return _rebuild(x, _take_apart(x), None)


def deepcopy(x, memo=None, _nil=[]):
    """A new object with copies of its parts."""
    cls = type(x)
    if cls in _ATOMIC:
        return x
    d = id(x)
    if memo is None:
        memo = {}
    else:
        y = memo.get(d, _nil)
        if y is not _nil:
            return y
    copier = _DEEP.get(cls)
    if copier is not None:
        y = copier(x, memo)
    elif issubclass(cls, type):
        y = x
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            y = copier(memo)
        else:
            parts = _take_apart(x)
            y = x if isinstance(parts, str) else _rebuild(x, parts, memo)
    if y is not x:
        memo[d] = y
        _keep_alive(x, memo)
    return y


def _keep_alive(x, memo):
    # An identity is only good for as long as its object lives.
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _deep_list(x, memo):
    y = []
    memo[id(x)] = y
    for item in x:
        y.append(deepcopy(item, memo))
    return y


def _deep_tuple(x, memo):
    y = [deepcopy(item, memo) for item in x]
    try:
        return memo[id(x)]
    except KeyError:
        pass
    for old, new in zip(x, y):
        if old is not new:
            return tuple(y)
    return x


def _deep_dict(x, memo):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _deep_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_DEEP = {list: _deep_list, tuple: _deep_tuple, dict: _deep_dict, MethodType: _deep_method}


def _take_apart(x):
    """What an object can be made of again: `(callable, args, state, items, pairs)`."""
    cls = type(x)
    if cls in dispatch_table:
        return dispatch_table[cls](x)
    return x.__reduce_ex__(4)


def _rebuild(x, parts, memo):
    if isinstance(parts, str):
        return x
    func, args, state, items, pairs = (*parts, None, None, None)[:5]
    deep = memo is not None
    if deep and args:
        args = tuple([deepcopy(arg, memo) for arg in args])
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(y, "__setstate__"):
            y.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state is not None:
                y.__dict__.update(state)
            if slots is not None:
                for name, value in slots.items():
                    setattr(y, name, value)
    if items is not None:
        for item in items:
            y.append(deepcopy(item, memo) if deep else item)
    if pairs is not None:
        for key, value in pairs:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            y[key] = value
    return y


def replace(obj, /, **changes):
    """A copy with other values in some fields."""
    cls = obj.__class__
    func = getattr(cls, "__replace__", None)
    if func is None:
        raise TypeError(f"replace() does not support {cls.__name__} objects")
    return func(obj, **changes)
