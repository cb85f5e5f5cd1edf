"""`csv`: how tables are written."""

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)
_DEFAULTS = {"delimiter": ",", "quotechar": '"', "escapechar": None, "doublequote": True,
             "skipinitialspace": False, "lineterminator": "\r\n", "quoting": QUOTE_MINIMAL,
             "strict": False}


class Error(Exception):
    """What is wrong with a table or a dialect."""


class Settled:
    """A dialect whose parts have been checked; they cannot be changed."""

    __slots__ = tuple(_DEFAULTS)

    def __init__(self, base, params):
        for name in params:
            if name not in _DEFAULTS:
                raise TypeError(
                    f"this function got an unexpected keyword argument '{name}'")
        for name, default in _DEFAULTS.items():
            value = params.get(name, getattr(base, name, default))
            if name in ("doublequote", "skipinitialspace", "strict"):
                value = bool(value)
            object.__setattr__(self, name, value)
        if "quoting" not in params and params.get("quotechar", "") is None:
            object.__setattr__(self, "quoting", QUOTE_NONE)
        self._check()

    def _check(self):
        for name in ("delimiter", "escapechar", "quotechar"):
            value = getattr(self, name)
            if value is None and name != "delimiter":
                continue
            if not isinstance(value, str):
                or_none = "" if name == "delimiter" else " or None"
                raise TypeError(
                    f'"{name}" must be string{or_none}, not {type(value).__name__}')
            if len(value) != 1:
                raise TypeError(f'"{name}" must be a 1-character string')
            if value in "\r\n" or value == " " and name != "delimiter" and self.skipinitialspace:
                raise ValueError(f"bad {name} value")
        if type(self.quoting) is not int:
            raise TypeError(f'"quoting" must be an integer, not {type(self.quoting).__name__}')
        if not QUOTE_MINIMAL <= self.quoting <= QUOTE_NOTNULL:
            raise TypeError('bad "quoting" value')
        if self.quoting != QUOTE_NONE and self.quotechar is None:
            raise TypeError("quotechar must be set if quoting enabled")
        if not isinstance(self.lineterminator, str):
            raise TypeError('"lineterminator" must be a string')
        for first, second in (("delimiter", "escapechar"), ("delimiter", "quotechar"),
                              ("escapechar", "quotechar")):
            value = getattr(self, first)
            if value is not None and value == getattr(self, second):
                raise ValueError(f"bad {first} or {second} value")

        for name in ("delimiter", "escapechar", "quotechar"):
            mark = getattr(self, name)
            if mark is not None and mark in self.lineterminator:
                raise ValueError(f"bad {name} or lineterminator value")

    def __setattr__(self, name, value):
        raise AttributeError(f"'_csv.Dialect' object has no attribute '{name}'"
                             if name not in _DEFAULTS else "readonly attribute")

    def __delattr__(self, name):
        self.__setattr__(name, None)

    def __reduce__(self):
        raise TypeError("cannot pickle 'Dialect' instances")


class Dialect:
    """The base of classes that describe dialects."""

    delimiter = quotechar = escapechar = doublequote = None
    skipinitialspace = lineterminator = quoting = None

    def __init__(self):
        try:
            Settled(self, {})
        except (TypeError, ValueError) as e:
            raise Error(str(e)) from None


class excel(Dialect):
    """What spreadsheets write."""

    delimiter, quotechar, doublequote = ",", '"', True
    skipinitialspace, lineterminator, quoting = False, "\r\n", QUOTE_MINIMAL


class excel_tab(excel):
    delimiter = "\t"


class unix_dialect(excel):
    lineterminator, quoting = "\n", QUOTE_ALL


_dialects = {}


def settled(dialect, params):
    """The dialect that a function was given by name, as a class or in parts."""
    if isinstance(dialect, str):
        dialect = get_dialect(dialect)
    if isinstance(dialect, Settled) and not params:
        return dialect
    return Settled(dialect, params)


def register_dialect(name, dialect="excel", /, **fmtparams):
    """Gives a dialect a name."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = settled(dialect, fmtparams)


def unregister_dialect(name):
    if not isinstance(name, str) or name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name):
    """The dialect of a name."""
    if not isinstance(name, str) or name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]


def list_dialects():
    return list(_dialects)


for _name, _class in (("excel", excel), ("excel-tab", excel_tab), ("unix", unix_dialect)):
    _dialects[_name] = Settled(_class, {})
for _class in (Error, Dialect, excel, excel_tab, unix_dialect):
    _class.__module__ = "csv"
Error.__module__ = "_csv"
Settled.__module__, Settled.__name__, Settled.__qualname__ = "_csv", "Dialect", "Dialect"
