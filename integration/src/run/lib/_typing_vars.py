"""Types that are not known yet, and names of types."""


class _NoDefaultType:
    def __repr__(self):
        return "typing.NoDefault"


NoDefault = _NoDefaultType()
_alias = type(list[int])


def _union(left, right):
    from typing import Union
    return Union[left, right]


class TypeVar:
    """A type that is not known yet."""

    # Functions that evaluate bound, constraints and default, for one made by the compiler.
    _lazy = None, None, None

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False,
                 infer_variance=False, default=NoDefault):
        self.__name__ = name
        self._constraints = constraints
        self._bound = bound
        self._default = default
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant
        self.__infer_variance__ = infer_variance

    def _evaluate(self, index, name):
        function = self._lazy[index]
        if function is not None:
            setattr(self, name, function())
            self._lazy = *self._lazy[:index], None, *self._lazy[index + 1:]
        return getattr(self, name)

    @property
    def __bound__(self):
        return self._evaluate(0, "_bound")

    @property
    def __constraints__(self):
        return self._evaluate(1, "_constraints")

    @property
    def __default__(self):
        return self._evaluate(2, "_default")

    def has_default(self):
        return self.__default__ is not NoDefault

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)


class ParamSpec(TypeVar):
    """Parameters that are not known yet."""

    @property
    def args(self):
        return _Part(self, "args")

    @property
    def kwargs(self):
        return _Part(self, "kwargs")


class _Part:
    def __init__(self, origin, name):
        self.__origin__ = origin
        self._name = name

    def __repr__(self):
        return f"{self.__origin__.__name__}.{self._name}"


class TypeVarTuple(TypeVar):
    """Any number of types that are not known yet."""

    def __iter__(self):
        from typing import Unpack
        yield Unpack[self]

    def __repr__(self):
        return self.__name__


class TypeAliasType:
    """What `type A = ...` makes: a name for a type."""

    def __init__(self, name, value, *, type_params=()):
        self.__name__ = name
        self.__type_params__ = type_params
        self._value = lambda: value

    @property
    def __value__(self):
        if callable(self._value):
            self._evaluated = self._value()
            self._value = None
        return self._evaluated

    @property
    def __parameters__(self):
        return self.__type_params__

    def __repr__(self):
        return self.__name__

    def __getitem__(self, params):
        if not self.__type_params__:
            raise TypeError("Only generic type aliases are subscriptable")
        return _alias(self, params if isinstance(params, tuple) else (params,))

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)


for _class in (TypeVar, ParamSpec, TypeVarTuple, TypeAliasType):
    _class.__module__ = "typing"
