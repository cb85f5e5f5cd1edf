"""How objects of a class are taken apart for `copy` and `pickle`."""

# The functions that do so, by class.
dispatch_table = {}


def _refuse_uncallable(value, what):
    if not callable(value):
        raise TypeError(f"{what} must be callable")


def constructor(object):
    """Says that something may put objects together; anything that can be called may."""
    _refuse_uncallable(object, "constructors")


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Registers the function that takes objects of a class apart."""
    _refuse_uncallable(pickle_function, "reduction functions")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _reconstructor(cls, base, state):
    """An object of a class that extends the builtin class `base`, with its value."""
    given = () if base is object else (state,)
    made = base.__new__(cls, *given)
    if given and base.__init__ is not object.__init__:
        base.__init__(made, state)
    return made
