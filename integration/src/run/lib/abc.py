"""Abstract base classes."""

from _weakref import ref


def abstractmethod(funcobj):
    """Marks a method that derived classes must define."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    __isabstractmethod__ = True


class abstractstaticmethod(staticmethod):
    __isabstractmethod__ = True


class abstractproperty(property):
    __isabstractmethod__ = True


def _is_abstract(value):
    if getattr(value, "__isabstractmethod__", False):
        return True
    if isinstance(value, (classmethod, staticmethod)):
        return _is_abstract(value.__func__)
    if isinstance(value, property):
        return any(map(_is_abstract, (value.fget, value.fset, value.fdel)))
    return False


def _lookup(cls, name):
    """What a class has under a name, itself or from a base; None if nothing."""
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    return None


def _name_abstract(cls):
    """Notes the abstract methods that a class has left."""
    names = {name for name, value in cls.__dict__.items() if _is_abstract(value)}
    for base in cls.__bases__:
        inherited = getattr(base, "__abstractmethods__", ())
        names.update(name for name in inherited if _is_abstract(_lookup(cls, name)))
    cls.__abstractmethods__ = frozenset(names)


def _known_by(*names):
    """Decorates a class: what has these methods counts as derived from it.

    Classes derived from it inherit the question but answer it only by their own bases.
    """
    def decorate(cls):
        def __subclasshook__(asked, C):
            if asked is not cls:
                return NotImplemented
            for name in names:
                if _lookup(C, name) is None:
                    return NotImplemented
            return True

        cls.__subclasshook__ = classmethod(__subclasshook__)
        return cls

    return decorate


class ABCMeta(type):
    """The class of abstract base classes."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        _name_abstract(cls)
        # Weak references to what was registered.
        cls._abc_impl = []
        return cls

    def register(cls, subclass):
        """Makes a class count as derived from this one."""
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if not issubclass(subclass, cls):
            if issubclass(cls, subclass):
                raise RuntimeError("Refusing to create an inheritance cycle")
            cls._abc_impl[:] = [known for known in cls._abc_impl if known() is not None]
            cls._abc_impl.append(ref(subclass))
        return subclass

    def __instancecheck__(cls, instance):
        # An instance may claim another class than its own.
        claimed, real = instance.__class__, type(instance)
        return cls.__subclasscheck__(claimed) or (
            real is not claimed and cls.__subclasscheck__(real))

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        hook = getattr(cls, "__subclasshook__", None)
        if hook is not None and (answer := hook(subclass)) is not NotImplemented:
            return answer
        if cls in subclass.__mro__:
            return True
        for reference in cls._abc_impl:
            registered = reference()
            if registered is not None and issubclass(subclass, registered):
                return True
        for derived in cls.__subclasses__():
            if issubclass(subclass, derived):
                return True
        return False


class ABC(metaclass=ABCMeta):
    """A base that makes a class abstract."""

    __slots__ = ()


def update_abstractmethods(cls):
    """Finds out again which methods of a class are abstract."""
    if hasattr(cls, "__abstractmethods__"):
        _name_abstract(cls)
    return cls


def get_cache_token():
    return 0
