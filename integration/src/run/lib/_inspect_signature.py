"""Signatures: the parameters of something that can be called."""

import functools
import keyword
import types


class _Kind(int):
    def __new__(cls, value, name, description):
        self = super().__new__(cls, value)
        self.name = name
        self.description = description
        return self

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {int(self)}>"

    def __str__(self):
        return self.name


class _Empty:
    """Marks what is not there."""


_Empty.__name__ = _Empty.__qualname__ = "_empty"
_Empty.__module__ = "inspect"


class Parameter:
    """One parameter."""

    POSITIONAL_ONLY = _Kind(0, "POSITIONAL_ONLY", "positional-only")
    POSITIONAL_OR_KEYWORD = _Kind(1, "POSITIONAL_OR_KEYWORD", "positional or keyword")
    VAR_POSITIONAL = _Kind(2, "VAR_POSITIONAL", "variadic positional")
    KEYWORD_ONLY = _Kind(3, "KEYWORD_ONLY", "keyword-only")
    VAR_KEYWORD = _Kind(4, "VAR_KEYWORD", "variadic keyword")
    empty = _Empty

    def __init__(self, name, kind, *, default=_Empty, annotation=_Empty):
        if kind not in range(5):
            raise ValueError(f"value {kind!r} is not a valid Parameter.kind")
        kind = _KINDS[kind]
        if default is not _Empty and kind in (2, 4):
            raise ValueError(f"{kind.description} parameters cannot have default values")
        if name is _Empty:
            raise ValueError("name is a required attribute for Parameter")
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, not a {type(name).__name__}")
        if name.startswith(".") and name[1:].isdigit():
            # The outermost iterable of a comprehension.
            name, kind = f"implicit{name[1:]}", _KINDS[0]
        if not name.isidentifier() or keyword.iskeyword(name) and kind != 0:
            raise ValueError(f"{name!r} is not a valid parameter name")
        self.name = name
        self.kind = kind
        self.default = default
        self.annotation = annotation

    def replace(self, **changes):
        parts = {"name": self.name, "kind": self.kind, "default": self.default,
                 "annotation": self.annotation} | changes
        return Parameter(parts.pop("name"), parts.pop("kind"), **parts)

    def __str__(self):
        text = self.name
        if self.annotation is not _Empty:
            text += f": {_shown(self.annotation)}"
        if self.default is not _Empty:
            equals = "=" if self.annotation is _Empty else " = "
            text += f"{equals}{self.default!r}"
        stars = {2: "*", 4: "**"}.get(int(self.kind), "")
        return stars + text

    def __repr__(self):
        return f'<Parameter "{self}">'

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self.name, self.kind, self.default, self.annotation) == (
            other.name, other.kind, other.default, other.annotation)

    def __hash__(self):
        return hash((self.name, self.kind))


def _shown(annotation):
    if isinstance(annotation, type) and annotation.__class__ is not types.GenericAlias:
        if annotation.__module__ in ("builtins", "__main__"):
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation).replace("typing.", "")


_KINDS = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD, Parameter.VAR_POSITIONAL,
          Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD)


class BoundArguments:
    """The arguments of a call, by parameter."""

    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    @property
    def args(self):
        found = []
        for name, param in self.signature.parameters.items():
            if param.kind >= 3 or name not in self.arguments:
                break
            value = self.arguments[name]
            if param.kind == 2:
                found.extend(value)
            else:
                found.append(value)
        return tuple(found)

    @property
    def kwargs(self):
        found = {}
        for name, param in self.signature.parameters.items():
            if name in self.arguments:
                if param.kind == 4:
                    found.update(self.arguments[name])
                elif param.kind == 3:
                    found[name] = self.arguments[name]
        return found

    def apply_defaults(self):
        arguments = {}
        for name, param in self.signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif param.default is not _Empty:
                arguments[name] = param.default
            elif param.kind == 2:
                arguments[name] = ()
            elif param.kind == 4:
                arguments[name] = {}
        self.arguments = arguments

    def __repr__(self):
        shown = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        return f"<BoundArguments ({shown})>"


def _check_order(parameters):
    names, top, seen_default = set(), Parameter.POSITIONAL_ONLY, False
    for param in parameters:
        if param.kind < top:
            raise ValueError(f"wrong parameter order: {top.description} parameter before "
                             f"{param.kind.description} parameter")
        top = param.kind
        if param.kind < 2:
            if param.default is not _Empty:
                seen_default = True
            elif seen_default:
                raise ValueError("non-default argument follows default argument")
        if param.name in names:
            raise ValueError(f"duplicate parameter name: {param.name!r}")
        names.add(param.name)


class Signature:
    """The parameters of something that can be called, and what it returns."""

    empty = _Empty

    def __init__(self, parameters=None, *, return_annotation=_Empty):
        parameters = tuple(parameters or ())
        _check_order(parameters)
        self.parameters = types.MappingProxyType({p.name: p for p in parameters})
        self.return_annotation = return_annotation

    def replace(self, *, parameters=None, return_annotation=None):
        if parameters is None:
            parameters = self.parameters.values()
        if return_annotation is None:
            return_annotation = self.return_annotation
        return Signature(parameters, return_annotation=return_annotation)

    def __str__(self):
        parts = []
        only_seen = star_seen = False
        for param in self.parameters.values():
            if param.kind == 0:
                only_seen = True
            elif only_seen:
                parts.append("/")
                only_seen = False
            if param.kind == 2:
                star_seen = True
            elif param.kind == 3 and not star_seen:
                parts.append("*")
                star_seen = True
            parts.append(str(param))
        if only_seen:
            parts.append("/")
        text = f"({', '.join(parts)})"
        if self.return_annotation is not _Empty:
            text += f" -> {_shown(self.return_annotation)}"
        return text

    def __repr__(self):
        return f"<Signature {self}>"

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return list(self.parameters.values()) == list(other.parameters.values()) and (
            self.return_annotation == other.return_annotation)

    def __hash__(self):
        return hash((tuple(self.parameters.values()), self.return_annotation))

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        arguments, args = {}, list(args)
        for name, param in self.parameters.items():
            if param.kind == 2:
                if args:
                    arguments[name] = tuple(args)
                args = []
            elif args and param.kind > 2:
                raise TypeError("too many positional arguments")
            elif param.kind == 4:
                if kwargs:
                    arguments[name] = kwargs
                kwargs = {}
            elif args and param.kind < 2:
                if name in kwargs and param.kind == 1:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = args.pop(0)
            elif name in kwargs and param.kind != 0:
                arguments[name] = kwargs.pop(name)
            elif param.default is _Empty and not partial:
                raise TypeError(f"missing a required argument: {name!r}" if param.kind != 3 else
                                f"missing a required keyword-only argument: {name!r}")
        if args:
            raise TypeError("too many positional arguments")
        if kwargs:
            raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return BoundArguments(self, arguments)

    @classmethod
    def from_callable(cls, obj, **options):
        return signature(obj, **options)


def unwrap(func, *, stop=None):
    """The function inside its decorators."""
    seen = {id(func): func}
    while hasattr(func, "__wrapped__") and (stop is None or not stop(func)):
        func = func.__wrapped__
        if id(func) in seen:
            raise ValueError(f"wrapper loop when unwrapping {next(iter(seen.values()))!r}")
        seen[id(func)] = func
    return func


def signature(obj, *, follow_wrapped=True, **options):
    """The signature of something that can be called."""
    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if isinstance(obj, types.MethodType):
        return _without_first(signature(obj.__func__))
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__"))
        if isinstance(obj, types.MethodType):
            return signature(obj)
    if hasattr(obj, "__signature__"):
        return obj.__signature__
    if isinstance(obj, functools.partial):
        return _of_partial(obj)
    if isinstance(obj, types.FunctionType):
        return _of_function(obj)
    if isinstance(obj, type):
        for name in ("__new__", "__init__"):
            method = getattr(obj, name, None)
            if isinstance(method, types.FunctionType):
                return _without_first(signature(method))
        if obj.__init__ is object.__init__:
            return Signature()
    elif isinstance(getattr(type(obj), "__call__", None), types.FunctionType):
        return _without_first(signature(type(obj).__call__))
    raise ValueError(f"no signature found for builtin {obj!r}")


def _without_first(signature):
    parameters = list(signature.parameters.values())
    if parameters and parameters[0].kind < 2:
        del parameters[0]
    return signature.replace(parameters=parameters)


def _of_partial(obj):
    inner = signature(obj.func)
    parameters = list(inner.parameters.values())
    given = inner.bind_partial(*obj.args).arguments
    kept, keyword = [], False
    for param in parameters:
        if param.name in given and param.kind < 2:
            continue
        if param.name in obj.keywords:
            param = param.replace(default=obj.keywords[param.name])
            keyword = True
        if keyword and param.kind == 1:
            param = param.replace(kind=Parameter.KEYWORD_ONLY)
        if not (keyword and param.kind == 2):
            kept.append(param)
    return inner.replace(parameters=kept)


def _of_function(func):
    code = func.__code__
    annotations = func.__annotations__
    count, only = code.co_argcount, code.co_posonlyargcount
    names = code.co_varnames
    defaults = func.__defaults__ or ()
    first_default = count - len(defaults)
    parameters = []

    def add(name, kind, default=_Empty):
        annotation = annotations.get(name, _Empty)
        parameters.append(Parameter(name, kind, default=default, annotation=annotation))

    for index, name in enumerate(names[:count]):
        kind = Parameter.POSITIONAL_ONLY if index < only else Parameter.POSITIONAL_OR_KEYWORD
        add(name, kind, defaults[index - first_default] if index >= first_default else _Empty)
    total = count + code.co_kwonlyargcount
    last = total
    if code.co_flags & 4:
        add(names[last], Parameter.VAR_POSITIONAL)
        last += 1
    for name in names[count:total]:
        add(name, Parameter.KEYWORD_ONLY, (func.__kwdefaults__ or {}).get(name, _Empty))
    if code.co_flags & 8:
        add(names[last], Parameter.VAR_KEYWORD)
    return Signature(parameters, return_annotation=annotations.get("return", _Empty))
