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
        params = params if isinstance(params, tuple) else (params,)
        if self._name == "Optional" and len(params) != 1:
            raise TypeError(f"typing.Optional requires a single type. Got {params!r}.")
        if self._name in ("Optional", "Union"):
            return _union(params if self._name == "Union" else (*params, None))
        return (_Annotated if self._name == "Annotated" else _Alias)(self, params)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

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

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__origin__)


class _Alias:
    """A form with its parameters."""

    def __init__(self, form, params):
        self._form = form
        self._special_name = form._special_name
        self.__args__ = params
        self.__origin__ = form.__origin__ or form

    def __repr__(self):
        return f"{self._form!r}[{', '.join(map(_show, self.__args__))}]"

    def __getitem__(self, params):
        return self

    def __call__(self, *args, **kwds):
        return self._form(*args, **kwds)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    __subclasscheck__ = __instancecheck__

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        return self._form is other._form and self.__args__ == other.__args__

    def __hash__(self):
        return hash((id(self._form), self.__args__))

    def __mro_entries__(self, bases):
        return self._form.__mro_entries__(bases)


class _Annotated(_Alias):
    """A type with more that is known of it."""

    def __init__(self, form, params):
        if len(params) < 2:
            raise TypeError("Annotated[...] should be used with at least two arguments (a type "
                            "and an annotation).")
        super().__init__(form, params)
        self.__origin__, *more = params
        self.__metadata__ = tuple(more)

    def __repr__(self):
        more = map(repr, self.__metadata__)
        return f"typing.Annotated[{', '.join([_show(self.__origin__), *more])}]"


_NoneType, _Union = type(None), type(int | str)


def _union(params):
    """One of several types: each once, and those of a union among them by themselves."""
    if not params:
        raise TypeError("Cannot take a Union of no types.")
    flat = []
    for param in params:
        inner = param.__args__ if isinstance(param, (_UnionAlias, _Union)) else (
            (_NoneType if param is None else param,))
        flat.extend(each for each in inner if each not in flat)
    return flat[0] if len(flat) == 1 else _UnionAlias(Union, tuple(flat))


class _UnionAlias(_Alias):
    """`Union[...]`, in whatever order."""

    def __repr__(self):
        if len(self.__args__) == 2 and _NoneType in self.__args__:
            other, = (each for each in self.__args__ if each is not _NoneType)
            return f"typing.Optional[{_show(other)}]"
        return super().__repr__()

    def __eq__(self, other):
        if not isinstance(other, (_UnionAlias, _Union)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__args__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__args__)


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
        return "typing.Any" if "_is_any" in self.__dict__ else super().__repr__()

    def __instancecheck__(self, obj):
        if "_is_any" in self.__dict__:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)


class Any(metaclass=_AnyMeta):
    """Any type."""

    _is_any = True

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


_alias = type(list[int])


AnyStr = TypeVar("AnyStr", bytes, str)


class Generic:
    """A base of classes with type parameters."""

    __slots__ = ()

    def __class_getitem__(cls, params):
        return _alias(cls, params if isinstance(params, tuple) else (params,))

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        found = []
        for base in cls.__dict__.get("__orig_bases__", ()):
            for param in getattr(base, "__args__", ()):
                if isinstance(param, TypeVar) and param not in found:
                    found.append(param)
        cls.__parameters__ = tuple(found)


class _ProtocolMeta(ABCMeta):
    def __call__(cls, *args, **kwargs):
        if cls.__dict__.get("_is_protocol"):
            raise TypeError("Protocols cannot be instantiated")
        return super().__call__(*args, **kwargs)

    def __subclasscheck__(cls, other):
        if cls.__dict__.get("_is_runtime_protocol") and isinstance(other, type):
            names = _protocol_names(cls)
            if all(any(name in base.__dict__ for base in other.__mro__) for name in names):
                return True
        return super().__subclasscheck__(other)

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
        made.__required_keys__ = frozenset(made.__annotations__ if total else ())
        made.__optional_keys__ = frozenset(() if total else made.__annotations__)
        return made

    def __call__(cls, /, *args, **kwds):
        return dict(*args, **kwds)


def TypedDict(typename, fields=(), /, *, total=True):
    """A dict whose keys have types."""
    return _TypedDictMeta(typename, (), {"__annotations__": dict(fields)}, total=total)


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


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
            hint = eval(hint, scope, localns) if isinstance(hint, str) else hint
            if isinstance(hint, _Annotated) and not include_extras:
                hint = hint.__origin__
            hints[name] = _NoneType if hint is None else hint
    return hints


def get_origin(tp):
    """What a form was made of."""
    if isinstance(tp, _Annotated):
        return Annotated
    return _Union if isinstance(tp, _Union) else getattr(tp, "__origin__", None)


def get_args(tp):
    """The parameters of a form."""
    return getattr(tp, "__args__", ())


class NewType:
    """Another name for a type."""

    def __init__(self, name, tp):
        self.__qualname__, self.__name__ = name, name.rpartition(".")[2]
        self.__supertype__ = tp
        module = sys._getframe(1).f_globals.get("__name__")
        if module != "typing":
            self.__module__ = module

    def __call__(self, x, /):
        return x

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


def assert_never(arg, /):
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")


def reveal_type(obj, /):
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj
