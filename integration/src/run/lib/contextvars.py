"""Variables whose values belong to a context, of which each thread has a current one.

A context holds its values in a dict that is never changed but replaced, so that copying a context
is one reference, as it is in CPython.
"""

from _thread import _local

_nothing = object()


class _Current(_local):
    """The context of the thread."""

    context = None


_current = _Current()


def _context():
    context = _current.context
    if context is None:
        context = _current.context = Context()
    return context


class Context:
    """A mapping of variables to their values."""

    __slots__ = ("_values", "_before", "__weakref__")

    def __init__(self):
        self._values = {}
        # The context that was current when this one was entered, in a tuple.
        self._before = None

    def run(self, callable, /, *args, **kwargs):
        """Calls something with this as the current context."""
        if self._before is not None:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        self._before = (_current.context,)
        _current.context = self
        try:
            return callable(*args, **kwargs)
        finally:
            (_current.context,), self._before = self._before, None
            # The traceback of an error holds this frame.
            callable = args = kwargs = None

    def copy(self):
        """A context with the same values."""
        made = Context()
        made._values = self._values
        return made

    def __getitem__(self, var):
        return self._values[_checked(var)]

    def __contains__(self, var):
        return _checked(var) in self._values

    def get(self, var, default=None, /):
        return self._values.get(_checked(var), default)

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()

    def __eq__(self, other):
        return self._values == other._values if isinstance(other, Context) else NotImplemented

    __hash__ = None


def _checked(var):
    if not isinstance(var, ContextVar):
        raise TypeError(f"a ContextVar key was expected, got {var!r}")
    return var


class ContextVar:
    """A variable."""

    __slots__ = ("_name", "_default")

    def __init__(self, name, /, *, default=_nothing):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self._name = name
        self._default = default

    @property
    def name(self):
        return self._name

    def get(self, default=_nothing, /):
        """The value in the current context, else a default."""
        value = _context()._values.get(self, _nothing)
        if value is _nothing:
            value = self._default if default is _nothing else default
        if value is _nothing:
            raise LookupError(self)
        return value

    def set(self, value, /):
        """Sets the value in the current context; answers the way back."""
        context = _context()
        token = Token(self, context, context._values.get(self, Token.MISSING))
        context._values = {**context._values, self: value}
        return token

    def reset(self, token, /):
        """Takes a `set` back."""
        if not isinstance(token, Token):
            raise TypeError(f"expected an instance of Token, got {token!r}")
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token._var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        context = _context()
        if token._context is not context:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        values = dict(context._values)
        if token._old_value is Token.MISSING:
            values.pop(self, None)
        else:
            values[self] = token._old_value
        context._values = values

    __class_getitem__ = classmethod(type(list[int]))

    def __repr__(self):
        default = "" if self._default is _nothing else f" default={self._default!r}"
        return f"<ContextVar name={self._name!r}{default} at {id(self):#x}>"


class _Missing:
    def __repr__(self):
        return "<Token.MISSING>"


class Token:
    """What a variable was before it was set."""

    __slots__ = ("_var", "_context", "_old_value", "_used")
    MISSING = _Missing()

    def __init__(self, var, context, old_value):
        self._var = var
        self._context = context
        self._old_value = old_value
        self._used = False

    @property
    def var(self):
        return self._var

    @property
    def old_value(self):
        return self._old_value

    __hash__ = None
    __class_getitem__ = classmethod(type(list[int]))

    def __repr__(self):
        used = " used" if self._used else ""
        return f"<Token{used} var={self._var!r} at {id(self):#x}>"


def copy_context():
    """A copy of the current context."""
    return _context().copy()
