"""Enumerations: classes whose members are constants."""

from _enum_values import (
    _auto_null, _is_descriptor, _is_dunder, _is_private, _is_sunder, auto, member, nonmember,
)
from types import DynamicClassAttribute


class EnumDict(dict):
    """The namespace of an enumeration while it is being made: notes the members."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._cls_name = cls_name
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._generate = None
        self._starting = False

    def __setitem__(self, key, value):
        if _is_private(self._cls_name or "", key):
            pass
        elif _is_sunder(key):
            if Flag is not None and key not in (
                "_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_",
                "_iter_member_", "_iter_member_by_value_", "_iter_member_by_def_",
                "_add_alias_", "_add_value_alias_",
            ):
                raise ValueError(
                    f"_sunder_ names, such as {key!r}, are reserved for future Enum use")
            if key == "_generate_next_value_":
                if self._member_names:
                    raise TypeError("_generate_next_value_ must be defined before members")
                self._generate = value.__func__ if isinstance(value, staticmethod) else value
            elif key == "_ignore_":
                names = value.replace(",", " ").split() if isinstance(value, str) else value
                self._ignore = list(names)
        elif _is_dunder(key) or key in self._ignore:
            pass
        elif key in self._member_names:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        elif isinstance(value, nonmember):
            value = value.value
        elif isinstance(value, (type, property, classmethod, staticmethod)) or (
            _is_descriptor(value) and not isinstance(value, member)
        ):
            pass
        else:
            if key in self:
                raise TypeError(f"{key!r} already defined as {self[key]!r}")
            if isinstance(value, member):
                value = value.value
            value = self._resolve(key, value)
            self._member_names[key] = None
            self._last_values.append(value)
        super().__setitem__(key, value)

    def _resolve(self, key, value):
        """Puts the next value in the place of an `auto()`."""
        if isinstance(value, auto):
            if value.value is _auto_null:
                value.value = self._generate(
                    key, 1, len(self._member_names), self._last_values[:])
            return value.value
        if type(value) is tuple and any(isinstance(v, auto) for v in value):
            parts = []
            for v in value:
                if isinstance(v, auto):
                    if v.value is _auto_null:
                        v.value = self._generate(
                            key, 1, len(self._member_names), self._last_values[:])
                    v = v.value
                    self._last_values.append(v)
                parts.append(v)
            return tuple(parts)
        return value


_EnumDict = EnumDict


class EnumType(type):
    """The class of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        if Enum is None:
            return {}
        metacls._check_for_existing_members_(cls, bases)
        enum_dict = EnumDict(cls)
        _, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            enum_dict._generate = first_enum._generate_next_value_
        return enum_dict

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if Enum is None:
            # The first one of all has no members.
            return super().__new__(metacls, cls, bases, dict(classdict), **kwds)
        names = list(classdict._member_names)
        values = {name: classdict[name] for name in names}
        for name in ("mro",):
            if name in values:
                raise ValueError(f"invalid enum member name(s) {name!r}")
        namespace = {
            key: value for key, value in classdict.items()
            if key not in values and key != "_ignore_" and key not in classdict._ignore
        }
        generate = namespace.get("_generate_next_value_")
        if generate is not None and not isinstance(generate, staticmethod):
            namespace["_generate_next_value_"] = staticmethod(generate)
        own_new = namespace.get("__new__")
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
        enum_class._member_names_ = []
        enum_class._member_map_ = {}
        enum_class._value2member_map_ = {}
        enum_class._unhashable_values_ = []
        enum_class._member_type_ = member_type
        if own_new is None:
            for base in enum_class.__mro__[1:]:
                saved = base.__dict__.get("_new_member_")
                if saved is not None:
                    own_new = saved
                    break
        if own_new is not None:
            enum_class._new_member_ = own_new
        # Calling the class finds a member, whatever the mixed-in type makes.
        enum_class.__new__ = Enum.__new__
        if isinstance(own_new, staticmethod):
            own_new = own_new.__func__
        metacls._fix_formats(enum_class, member_type, first_enum, namespace)
        is_flag = Flag is not None and issubclass(enum_class, Flag)
        if is_flag:
            enum_class._boundary_ = boundary or getattr(first_enum, "_boundary_", None)
            enum_class._flag_mask_ = 0
            enum_class._singles_mask_ = 0
            for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__",
                         "__invert__"):
                if name not in namespace:
                    setattr(enum_class, name, getattr(Flag, name))
        for name in names:
            metacls._add_member(enum_class, name, values[name], member_type, own_new, is_flag)
        if is_flag:
            enum_class._all_bits_ = 2 ** enum_class._flag_mask_.bit_length() - 1
        return enum_class

    def _fix_formats(enum_class, member_type, first_enum, namespace):
        """A mixed-in type does not bring its own text along, unless it is meant to."""
        if member_type is object:
            return
        for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
            if name in namespace:
                continue
            mixed_in = getattr(member_type, name, None)
            if getattr(enum_class, name, None) is mixed_in and hasattr(first_enum, name):
                if name in ("__repr__", "__str__", "__format__"):
                    setattr(enum_class, name, getattr(first_enum, name))

    def _add_member(enum_class, name, value, member_type, own_new, is_flag):
        args = value if isinstance(value, tuple) else (value,)
        if member_type is tuple:
            args = (args,)
        if own_new is not None:
            new = own_new(enum_class, *args)
        elif member_type is object:
            new = object.__new__(enum_class)
        else:
            new = member_type.__new__(enum_class, *args)
        if not hasattr(new, "_value_"):
            if member_type is object:
                new._value_ = value
            else:
                new._value_ = member_type(*args)
        value = new._value_
        new._name_ = name
        new.__objclass__ = enum_class
        new._sort_order_ = len(enum_class._member_names_)
        init = enum_class.__init__
        if init is not object.__init__ and init is not Enum.__init__:
            new.__init__(*args)
        known = None
        try:
            known = enum_class._value2member_map_.get(value)
        except TypeError:
            for other in enum_class._member_map_.values():
                if other._value_ == value:
                    known = other
                    break
        if known is not None:
            new = known
        elif is_flag and isinstance(value, int):
            if value > 0 and value & (value - 1) == 0 or value < 0:
                enum_class._singles_mask_ |= value
                enum_class._member_names_.append(name)
            enum_class._flag_mask_ |= value
        else:
            enum_class._member_names_.append(name)
        type.__setattr__(enum_class, name, new)
        enum_class._member_map_[name] = new
        if known is None:
            try:
                enum_class._value2member_map_.setdefault(value, new)
            except TypeError:
                enum_class._unhashable_values_.append(value)

    def _check_for_existing_members_(class_name, bases):
        if Enum is None:
            return
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError("<enum %r> cannot extend %r" % (class_name, base))

    def _get_mixins_(class_name, bases):
        """The type of the values, and the enumeration derived from."""
        if not bases:
            return object, None
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError(
                "new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] "
                "enum_type)`")
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        return base._member_type_, first_enum
                elif "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__:
                    return base, first_enum
        return object, first_enum

    _check_for_existing_members_ = staticmethod(_check_for_existing_members_)
    _get_mixins_ = staticmethod(_get_mixins_)
    _fix_formats = staticmethod(_fix_formats)
    _add_member = staticmethod(_add_member)

    def __bool__(cls):
        return True

    def __call__(cls, value, names=None, *values, module=None, qualname=None, type=None,
                 start=1, boundary=None):
        if cls._member_map_ or names is None and cls is not Enum and not values:
            if names is not None:
                value = (value, names) + values
            return cls.__new__(cls, value)
        return cls._create_(value, names, module=module, qualname=qualname, type=type,
                            start=start)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            original, names, last_values = names, [], []
            for count, name in enumerate(original):
                value = cls._generate_next_value_(name, start, count, last_values[:])
                last_values.append(value)
                names.append((name, value))
        for item in names or ():
            name, value = (item, names[item]) if isinstance(item, str) else item
            classdict[name] = value
        if module is not None:
            classdict["__module__"] = module
        if qualname is not None:
            classdict["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict)

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        try:
            return value in cls._value2member_map_
        except TypeError:
            return value in cls._unhashable_values_

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError(f"{cls.__name__!r} cannot delete member {attr!r}.")
        super().__delattr__(attr)

    def __setattr__(cls, name, value):
        members = cls.__dict__.get("_member_map_", {})
        if name in members:
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __dir__(cls):
        return sorted(set(dir(type)) | set(cls._member_names_))

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @property
    def __members__(cls):
        return type(type.__dict__)(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return f"<flag {cls.__name__!r}>"
        return f"<enum {cls.__name__!r}>"


EnumMeta = EnumType
Enum = None
Flag = None


class Enum(metaclass=EnumType):
    """The base of enumerations."""

    _member_names_ = []
    _member_map_ = {}
    _value2member_map_ = {}
    _unhashable_values_ = []
    _member_type_ = object

    @DynamicClassAttribute
    def name(self):
        """The name of the member."""
        return self._name_

    @DynamicClassAttribute
    def value(self):
        """The value of the member."""
        return self._value_

    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for found in cls._member_map_.values():
                if found._value_ == value:
                    return found
        if not cls._member_map_:
            raise TypeError("%r has no members defined" % cls)
        exc = None
        try:
            result = cls._missing_(value)
        except Exception as e:
            exc, result = e, None
        if isinstance(result, cls):
            return result
        if Flag is not None and issubclass(cls, Flag) and isinstance(result, int):
            return result
        ve_exc = ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        if result is None and exc is None:
            raise ve_exc
        if exc is None:
            exc = TypeError(
                "error in %s._missing_: returned %r instead of None or a valid member"
                % (cls.__name__, result))
        if not isinstance(exc, ValueError):
            exc.__context__ = ve_exc
        raise exc

    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        try:
            return max(last_values) + 1
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        return "<%s.%s: %r>" % (self.__class__.__name__, self._name_, self._value_)

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __dir__(self):
        return ["__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"]

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self


class ReprEnum(Enum):
    """Members are shown as their values by `str`."""


class IntEnum(int, ReprEnum):
    """Members are integers."""

    __str__ = int.__repr__
    __format__ = int.__format__


class StrEnum(str, ReprEnum):
    """Members are strings."""

    def __new__(cls, *values):
        if not isinstance(values[0], str):
            raise TypeError("%r is not a string" % (values[0],))
        value = str(*values)
        new = str.__new__(cls, value)
        new._value_ = value
        return new

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    __str__ = str.__str__
    __format__ = str.__format__


from _enum_flag import CONFORM, EJECT, KEEP, STRICT, Flag, FlagBoundary


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Members are integers and sets of bits."""

    __str__ = int.__repr__
    __format__ = int.__format__


def unique(enumeration):
    """Fails when two names have one value."""
    duplicates = []
    for name, found in enumeration.__members__.items():
        if name != found.name:
            duplicates.append((name, found.name))
    if duplicates:
        details = ", ".join(["%s -> %s" % pair for pair in duplicates])
        raise ValueError("duplicate values found in %r: %s" % (enumeration, details))
    return enumeration

