"""Classes made of their fields."""

import abc
import copy
import keyword
import sys
import types
from _dataclass_fields import (
    _FIELD, _FIELD_CLASSVAR, _FIELD_INITVAR, _FIELDS, _HAS_DEFAULT_FACTORY, _PARAMS, _POST_INIT,
    KW_ONLY, MISSING, Field, InitVar, _DataclassParams, field,
)
from reprlib import recursive_repr


class FrozenInstanceError(AttributeError):
    pass


def _create_fn(cls, name, args, body, scope):
    """Compiles a method whose free names are the keys of `scope`."""
    lines = "\n".join(f"  {line}" for line in body)
    text = (f"def __create_fn__({', '.join(scope)}):\n def {name}({', '.join(args)}):\n{lines}\n"
            f" return {name}")
    namespace = {}
    module = sys.modules.get(cls.__module__)
    exec(text, module.__dict__ if module is not None else {}, namespace)
    method = namespace["__create_fn__"](**scope)
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


def _init_fn(cls, fields, frozen, has_post_init, slots):
    std = [f for f in fields if f.init and not f.kw_only]
    kw_only = [f for f in fields if f.init and f.kw_only]
    seen_default = None
    for f in std:
        if f.default is not MISSING or f.default_factory is not MISSING:
            seen_default = f
        elif seen_default:
            raise TypeError(
                f"non-default argument {f.name!r} follows default argument {seen_default.name!r}")
    scope = {
        "__dataclass_HAS_DEFAULT_FACTORY__": _HAS_DEFAULT_FACTORY,
        "__dataclass_builtins_object__": object,
    }
    self_name = "__dataclass_self__" if any(f.name == "self" for f in fields) else "self"

    def parameter(f):
        if f.default is not MISSING:
            return f"{f.name}=__dataclass_dflt_{f.name}__"
        if f.default_factory is not MISSING:
            return f"{f.name}=__dataclass_HAS_DEFAULT_FACTORY__"
        return f.name

    def assign(name, value):
        if frozen:
            return f"__dataclass_builtins_object__.__setattr__({self_name},{name!r},{value})"
        return f"{self_name}.{name}={value}"

    body = []
    for f in fields:
        default = f"__dataclass_dflt_{f.name}__"
        value = f.name
        if f.default_factory is not MISSING:
            scope[default] = f.default_factory
            made = f"{default}()"
            if f.init:
                value = f"{made} if {f.name} is __dataclass_HAS_DEFAULT_FACTORY__ else {f.name}"
            else:
                value = made
        elif f.default is not MISSING:
            if f.init:
                scope[default] = f.default
            elif slots:
                scope[default] = f.default
                value = default
            else:
                continue
        elif not f.init:
            continue
        if f._field_type is not _FIELD_INITVAR:
            body.append(assign(f.name, value))
    if has_post_init:
        names = ",".join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        body.append(f"{self_name}.{_POST_INIT}({names})")
    args = [self_name] + [parameter(f) for f in std]
    if kw_only:
        args += ["*"] + [parameter(f) for f in kw_only]
    method = _create_fn(cls, "__init__", args, body or ["pass"], scope)
    hints = {f.name: f.type for f in std + kw_only}
    hints["return"] = None
    method.__annotations__ = hints
    return method


def _show_type(hint):
    if isinstance(hint, type):
        if hint.__module__ == "builtins":
            return hint.__qualname__
        return f"{hint.__module__}.{hint.__qualname__}"
    return repr(hint).replace("typing.", "")


def _signature(fields):
    """The parameters of `__init__` as they are shown in the documentation."""
    parts = []
    for f in sorted((f for f in fields if f.init), key=lambda f: f.kw_only):
        if f.kw_only and "*" not in parts:
            parts.append("*")
        text = f"{f.name}: {_show_type(f.type)}"
        if f.default is not MISSING:
            text += f" = {f.default!r}"
        elif f.default_factory is not MISSING:
            text += " = <factory>"
        parts.append(text)
    return ", ".join(parts)


def _repr_fn(cls, fields):
    shown = ", ".join(f"{f.name}={{self.{f.name}!r}}" for f in fields)
    body = [f'return f"{{self.__class__.__qualname__}}({shown})"']
    return recursive_repr()(_create_fn(cls, "__repr__", ["self"], body, {}))


def _tuple_of(owner, fields):
    return "(" + "".join(f"{owner}.{f.name}," for f in fields) + ")"


def _eq_fn(cls, fields):
    terms = " and ".join(f"self.{f.name}==other.{f.name}" for f in fields) or "True"
    body = [
        "if self is other:", " return True",
        "if other.__class__ is self.__class__:", f" return {terms}", "return NotImplemented",
    ]
    return _create_fn(cls, "__eq__", ["self", "other"], body, {})


def _order_fn(cls, name, op, fields):
    body = [
        "if other.__class__ is self.__class__:",
        f" return {_tuple_of('self', fields)}{op}{_tuple_of('other', fields)}",
        "return NotImplemented",
    ]
    return _create_fn(cls, name, ["self", "other"], body, {})


def _hash_fn(cls, fields):
    body = [f"return hash({_tuple_of('self', fields)})"]
    return _create_fn(cls, "__hash__", ["self"], body, {})


def _frozen_fns(cls, fields):
    names = "".join(f"{f.name!r}," for f in fields)
    condition = f"type(self) is cls or name in ({names})" if fields else "type(self) is cls"
    scope = {"cls": cls, "FrozenInstanceError": FrozenInstanceError}
    setter = [f"if {condition}:",
              ' raise FrozenInstanceError(f"cannot assign to field {name!r}")',
              "super(cls, self).__setattr__(name, value)"]
    deleter = [f"if {condition}:",
               ' raise FrozenInstanceError(f"cannot delete field {name!r}")',
               "super(cls, self).__delattr__(name)"]
    return (_create_fn(cls, "__setattr__", ["self", "name", "value"], setter, scope),
            _create_fn(cls, "__delattr__", ["self", "name"], deleter, scope))


def _is_special(hint, name):
    """Whether an annotation is `ClassVar` or `InitVar`, also as text."""
    if isinstance(hint, str):
        return hint.split("[")[0].rsplit(".", 1)[-1].strip() == name
    return getattr(hint, "_special_name", None) == name


def _get_field(cls, name, hint, default_kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, types.MemberDescriptorType):
            default = MISSING
        f = field(default=default)
    f.name = name
    f.type = hint
    f._field_type = _FIELD
    if _is_special(hint, "ClassVar"):
        f._field_type = _FIELD_CLASSVAR
    elif hint is InitVar or type(hint) is InitVar or _is_special(hint, "InitVar"):
        f._field_type = _FIELD_INITVAR
    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f"field {f.name} cannot have a default factory")
    if f._field_type in (_FIELD, _FIELD_INITVAR):
        if f.kw_only is MISSING:
            f.kw_only = default_kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f"field {f.name} is a ClassVar but specifies kw_only")
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(
            f"mutable default {type(f.default)} for field {f.name} is not allowed: "
            "use default_factory")
    return f


def _set_new(cls, name, value):
    if name in cls.__dict__:
        return True
    setattr(cls, name, value)
    return False


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                   weakref_slot):
    fields = {}
    setattr(cls, _PARAMS, _DataclassParams(
        init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot))
    any_frozen_base, has_dataclass_bases = False, False
    all_frozen = None
    for b in cls.__mro__[-1:0:-1]:
        base_fields = b.__dict__.get(_FIELDS)
        if base_fields is not None:
            has_dataclass_bases = True
            fields.update(base_fields)
            b_frozen = getattr(b, _PARAMS).frozen
            all_frozen = b_frozen if all_frozen is None else all_frozen and b_frozen
            any_frozen_base = any_frozen_base or b_frozen
    hints = cls.__dict__.get("__annotations__", {})
    cls_fields = []
    kw_only_seen = False
    for name, hint in hints.items():
        if hint is KW_ONLY or _is_special(hint, "KW_ONLY"):
            if kw_only_seen:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            kw_only_seen = kw_only = True
        else:
            cls_fields.append(_get_field(cls, name, hint, kw_only))
    for f in cls_fields:
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in hints:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_dataclass_bases:
        if any_frozen_base and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if all_frozen is False and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)
    class_hash = cls.__dict__.get("__hash__", MISSING)
    has_explicit_hash = not (
        class_hash is MISSING or (class_hash is None and "__eq__" in cls.__dict__))
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    in_init = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    std_init = [f for f in in_init if not f.kw_only]
    field_list = [f for f in fields.values() if f._field_type is _FIELD]
    if init:
        _set_new(cls, "__init__",
                 _init_fn(cls, in_init, frozen, hasattr(cls, _POST_INIT), slots))
    _set_new(cls, "__replace__", _replace)
    if repr:
        _set_new(cls, "__repr__", _repr_fn(cls, [f for f in field_list if f.repr]))
    compared = [f for f in field_list if f.compare]
    if eq:
        _set_new(cls, "__eq__", _eq_fn(cls, compared))
    if order:
        for name, op in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            if _set_new(cls, name, _order_fn(cls, name, op, compared)):
                raise TypeError(
                    f"Cannot overwrite attribute {name} in class {cls.__name__} "
                    "Consider using functools.total_ordering")
    if frozen:
        for fn in _frozen_fns(cls, field_list):
            if _set_new(cls, fn.__name__, fn):
                raise TypeError(
                    f"Cannot overwrite attribute {fn.__name__} in class {cls.__name__}")
    hashed = [f for f in field_list if (f.compare if f.hash is None else f.hash)]
    if unsafe_hash:
        if has_explicit_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
        cls.__hash__ = _hash_fn(cls, hashed)
    elif eq and not has_explicit_hash:
        cls.__hash__ = _hash_fn(cls, hashed) if frozen else None
    if not cls.__dict__.get("__doc__"):
        cls.__doc__ = f"{cls.__name__}({_signature(in_init)})"
    if match_args:
        _set_new(cls, "__match_args__", tuple(f.name for f in std_init if f.init))
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot, field_list)
    abc.update_abstractmethods(cls)
    return cls


def _add_slots(cls, frozen, weakref_slot, fields):
    """The same class again, with slots."""
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    names = tuple(f.name for f in fields)
    inherited = set()
    for base in cls.__mro__[1:]:
        slots = base.__dict__.get("__slots__", ())
        inherited.update((slots,) if isinstance(slots, str) else slots)
    own = tuple(name for name in names if name not in inherited)
    namespace["__slots__"] = own + (("__weakref__",) if weakref_slot else ())
    for name in names:
        namespace.pop(name, None)
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    qualname = cls.__qualname__
    new = type(cls)(cls.__name__, cls.__bases__, namespace)
    new.__qualname__ = qualname
    if frozen:
        for fn in _frozen_fns(new, fields):
            setattr(new, fn.__name__, fn)
    return new


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Adds the methods that follow from the fields of a class."""
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args,
                              kw_only, slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """The fields of a dataclass."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(f for f in found.values() if f._field_type is _FIELD)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Whether this is a dataclass, or an object of one."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def _inner(obj, whole):
    """Takes an object apart, and what is in it."""
    if _is_dataclass_instance(obj):
        return whole([(f.name, _inner(getattr(obj, f.name), whole)) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_inner(v, whole) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_inner(v, whole) for v in obj)
    if isinstance(obj, dict):
        pairs = ((_inner(k, whole), _inner(v, whole)) for k, v in obj.items())
        if hasattr(type(obj), "default_factory"):
            result = type(obj)(obj.default_factory)
            for key, value in pairs:
                result[key] = value
            return result
        return type(obj)(pairs)
    return copy.deepcopy(obj)


def asdict(obj, *, dict_factory=dict):
    """The fields as a dict, dataclasses in them too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _inner(obj, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    """The values of the fields as a tuple, dataclasses in them too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _inner(obj, lambda pairs: tuple_factory([value for _, value in pairs]))


def replace(obj, /, **changes):
    """A copy with other values in some fields."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(
                    f"field {f.name} is declared with init=False, "
                    "it cannot be specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **kwds):
    """A dataclass made of the names and types of its fields."""
    namespace = dict(namespace or {})
    hints = {}
    for item in fields:
        if isinstance(item, str):
            name, hint = item, "typing.Any"
        elif len(item) == 2:
            name, hint = item
        else:
            name, hint, namespace[item[0]] = item
        if not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if keyword.iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in hints:
            raise TypeError(f"Field name duplicated: {name!r}")
        hints[name] = hint
    namespace["__annotations__"] = hints
    return dataclass(type(cls_name, bases, namespace), **kwds)
