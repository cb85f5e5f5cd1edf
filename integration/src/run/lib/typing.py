"""Names for annotations; they mean nothing when a program runs."""

import collections
import collections.abc
import sys
from abc import ABCMeta, abstractmethod
from _typing_vars import NoDefault, ParamSpec, TypeAliasType, TypeVar, TypeVarTuple

TYPE_CHECKING = False


def _show(param):
    if param is ...:
        return "..."
    if isinstance(param, (list, tuple)):
        return "[" + ", ".join(map(_show, param)) + "]"
    if isinstance(param, type):
        if param.__module__ == "builtins":
            return param.__qualname__
        return f"{param.__module__}.{param.__qualname__}"
    return repr(param)


class _Form:
    """A name that can stand in an annotation, with or without brackets."""

    def __init__(self, name, origin=None):
        self._name = name
        self._special_name = name
        self.__origin__ = origin

    def __getitem__(self, params):
        return _Alias(self, params if isinstance(params, tuple) else (params,))

    def __or__(self, other):
        return Union[self, other]

    __ror__ = __or__

    def __repr__(self):
        return "typing." + self._name

    def __call__(self, *args, **kwds):
        if self.__origin__ is None:
            raise TypeError(f"Cannot instantiate {self!r}")
        return self.__origin__(*args, **kwds)

    def __mro_entries__(self, bases):
        return () if self.__origin__ is None else (self.__origin__,)

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__origin__)


class _Alias:
    """A form with its parameters."""

    def __init__(self, form, params):
        self._form = form
        self._special_name = form._special_name
        self.__args__ = params
        self.__origin__ = form.__origin__ or form

    def __repr__(self):
        if self._form._name == "Optional":
            return f"typing.Optional[{_show(self.__args__[0])}]"
        return f"{self._form!r}[{', '.join(map(_show, self.__args__))}]"

    def __getitem__(self, params):
        return self

    def __call__(self, *args, **kwds):
        return self._form(*args, **kwds)

    def __or__(self, other):
        return Union[self, other]

    __ror__ = __or__

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        return self._form is other._form and self.__args__ == other.__args__

    def __hash__(self):
        return hash((id(self._form), self.__args__))

    def __mro_entries__(self, bases):
        return self._form.__mro_entries__(bases)


for _name in ("Annotated", "ClassVar", "Concatenate", "Final", "Literal", "LiteralString",
              "Never", "NoReturn", "NotRequired", "Optional", "ReadOnly", "Required", "Self",
              "TypeAlias", "TypeGuard", "TypeIs", "Union", "Unpack"):
    globals()[_name] = _Form(_name)
for _name, _origin in (
    ("Dict", dict), ("List", list), ("Set", set), ("FrozenSet", frozenset), ("Tuple", tuple),
    ("Type", type), ("Deque", collections.deque), ("DefaultDict", collections.defaultdict),
    ("OrderedDict", collections.OrderedDict), ("Counter", collections.Counter),
    ("ChainMap", collections.ChainMap),
):
    globals()[_name] = _Form(_name, _origin)
for _name in ("AsyncGenerator", "AsyncIterable", "AsyncIterator", "Awaitable", "Callable",
              "Collection", "Container", "Coroutine", "Generator", "Hashable", "ItemsView",
              "Iterable", "Iterator", "KeysView", "Mapping", "MappingView", "MutableMapping",
              "MutableSequence", "MutableSet", "Reversible", "Sequence", "Sized", "ValuesView"):
    globals()[_name] = _Form(_name, getattr(collections.abc, _name))
AbstractSet = _Form("AbstractSet", collections.abc.Set)
Text = str
ByteString = bytes
AnyStr = None
del _name, _origin


class _AnyMeta(type):
    def __repr__(self):
        return "typing.Any"


class Any(metaclass=_AnyMeta):
    """Any type."""


_alias = type(list[int])


AnyStr = TypeVar("AnyStr", bytes, str)


class Generic:
    """A base of classes with type parameters."""

    __slots__ = ()

    def __class_getitem__(cls, params):
        return _alias(cls, params if isinstance(params, tuple) else (params,))


class _ProtocolMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        if cls.__dict__.get("_is_protocol") and cls is not Protocol:
            if not cls.__dict__.get("_is_runtime_protocol"):
                raise TypeError(
                    "Instance and class checks can only be used with "
                    "@runtime_checkable protocols")
            if all(hasattr(instance, name) for name in _protocol_names(cls)):
                return True
        return super().__instancecheck__(instance)


def _protocol_names(cls):
    names = set()
    for base in cls.__mro__:
        if base.__dict__.get("_is_protocol") and base is not Protocol:
            names.update(base.__dict__.get("__annotations__", ()))
            names.update(
                name for name in base.__dict__
                if not (name.startswith("_") and name.strip("_") in _PLAIN_NAMES))
    return names


_PLAIN_NAMES = {
    "abstractmethods", "annotations", "dict", "doc", "init", "module", "slots", "subclasshook",
    "weakref", "class_getitem", "qualname", "firstlineno", "static_attributes", "abc_impl",
    "is_protocol", "is_runtime_protocol", "hash", "match_args", "parameters", "orig_bases",
}


class Protocol(metaclass=_ProtocolMeta):
    """A base of classes that are only a list of what is needed."""

    __slots__ = ()
    _is_protocol = True

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        cls._is_protocol = any(base is Protocol for base in cls.__bases__)

    def __class_getitem__(cls, params):
        return cls


def runtime_checkable(cls):
    """Lets `isinstance` look for what a protocol needs."""
    cls._is_runtime_protocol = True
    return cls


class _NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        types = ns.get("__annotations__", {})
        defaults = [ns[name] for name in types if name in ns]
        seen = None
        for name in types:
            if name in ns:
                seen = name
            elif seen:
                raise TypeError(
                    f"Non-default namedtuple field {name} cannot follow default field {seen}")
        made = collections.namedtuple(
            typename, types, defaults=defaults, module=ns.get("__module__"))
        made.__annotations__ = dict(types)
        made.__orig_bases__ = (NamedTuple,)
        for name, value in ns.items():
            if name in ("__new__", "__init__", "__slots__", "_fields", "_make", "_replace"):
                raise AttributeError("Cannot overwrite NamedTuple attribute " + name)
            if name not in made._fields and name not in ("__annotations__", "__module__",
                                                         "__qualname__", "__orig_bases__"):
                setattr(made, name, value)
        if "__qualname__" in ns:
            made.__qualname__ = ns["__qualname__"]
        return made


def NamedTuple(typename, fields=(), /, **kwargs):
    """A named tuple whose fields have types."""
    fields = list(fields or kwargs.items())
    made = collections.namedtuple(typename, [name for name, _ in fields],
                                  module=sys._getframe(1).f_globals.get("__name__"))
    made.__annotations__ = dict(fields)
    return made


_NamedTuple = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        made = type.__new__(cls, name, (dict,), dict(ns))
        made.__annotations__ = dict(ns.get("__annotations__", {}))
        made.__total__ = total
        return made

    def __call__(cls, /, *args, **kwds):
        return dict(*args, **kwds)


def TypedDict(typename, fields=(), /, *, total=True):
    """A dict whose keys have types."""
    return _TypedDictMeta(typename, (), {"__annotations__": dict(fields)}, total=total)


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def cast(typ, val):
    """The value itself."""
    return val


def overload(func):
    """Marks one of several signatures."""
    return func


def final(f):
    """Marks what must not be derived from."""
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def override(method, /):
    """Marks what replaces a method of a base."""
    try:
        method.__override__ = True
    except (AttributeError, TypeError):
        pass
    return method


def no_type_check(arg):
    """Marks what has no types."""
    return arg


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of an object, text among them evaluated."""
    hints = {}
    rows = reversed(obj.__mro__) if isinstance(obj, type) else (obj,)
    for row in rows:
        module = sys.modules.get(getattr(row, "__module__", None))
        scope = globalns or getattr(row, "__globals__", None) or getattr(module, "__dict__", {})
        for name, hint in (row.__dict__.get("__annotations__", {}) if isinstance(row, type)
                           else getattr(row, "__annotations__", {})).items():
            hints[name] = eval(hint, scope, localns) if isinstance(hint, str) else hint
    return hints


def get_origin(tp):
    """What a form was made of."""
    return getattr(tp, "__origin__", None)


def get_args(tp):
    """The parameters of a form."""
    return getattr(tp, "__args__", ())


def NewType(name, tp):
    """Another name for a type."""
    def new_type(x):
        return x
    new_type.__name__ = name
    new_type.__supertype__ = tp
    return new_type


def assert_never(arg, /):
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")


def reveal_type(obj, /):
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj
