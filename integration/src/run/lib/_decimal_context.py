"""Contexts of decimal arithmetic: precision, rounding, and what is an error."""

from _thread import _local as local
from collections import namedtuple

__all__ = [
    "BasicContext", "Clamped", "Context", "ConversionSyntax", "DecimalException", "DecimalTuple",
    "DefaultContext", "DivisionByZero", "DivisionImpossible", "DivisionUndefined",
    "ExtendedContext", "FloatOperation", "Inexact", "InvalidOperation", "Overflow", "ROUND_05UP",
    "ROUND_CEILING", "ROUND_DOWN", "ROUND_FLOOR", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN",
    "ROUND_HALF_UP", "ROUND_UP", "Rounded", "Subnormal", "Underflow", "getcontext",
    "localcontext", "setcontext",
]
DecimalTuple = namedtuple("DecimalTuple", "sign digits exponent", module="decimal")
ROUND_DOWN, ROUND_UP, ROUND_FLOOR = "ROUND_DOWN", "ROUND_UP", "ROUND_FLOOR"
ROUND_CEILING, ROUND_05UP = "ROUND_CEILING", "ROUND_05UP"
ROUND_HALF_UP, ROUND_HALF_DOWN = "ROUND_HALF_UP", "ROUND_HALF_DOWN"
ROUND_HALF_EVEN = "ROUND_HALF_EVEN"

# What is added to the digits, given those, the rest behind them and the unit of the rest.
_rounders = {
    ROUND_DOWN: lambda sign, digits, rest, unit: 0,
    ROUND_UP: lambda sign, digits, rest, unit: rest > 0,
    ROUND_FLOOR: lambda sign, digits, rest, unit: sign and rest > 0,
    ROUND_CEILING: lambda sign, digits, rest, unit: not sign and rest > 0,
    ROUND_05UP: lambda sign, digits, rest, unit: rest > 0 and digits % 5 == 0,
    ROUND_HALF_UP: lambda sign, digits, rest, unit: 2 * rest >= unit,
    ROUND_HALF_DOWN: lambda sign, digits, rest, unit: 2 * rest > unit,
    ROUND_HALF_EVEN: lambda sign, digits, rest, unit:
        2 * rest > unit or 2 * rest == unit and digits % 2 == 1,
}


class DecimalException(ArithmeticError):
    pass


class Clamped(DecimalException):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class DivisionImpossible(InvalidOperation):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class Rounded(DecimalException):
    pass


class Subnormal(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded, Subnormal):
    pass


class FloatOperation(DecimalException, TypeError):
    pass


_signals = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal,
            Inexact, Rounded, Clamped)
# The order in which a context shows them.
_shown_signals = (Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow,
                  Rounded, Subnormal, Underflow)
for _class in (DecimalException, ConversionSyntax, DivisionImpossible, DivisionUndefined,
               *_signals):
    _class.__module__ = "decimal"


_RANGES = {
    "prec": (1, 999999999999999999, "range for prec is [1, MAX_PREC]"),
    "Emin": (-999999999999999999, 0, "range for Emin is [MIN_EMIN, 0]"),
    "Emax": (0, 999999999999999999, "range for Emax is [0, MAX_EMAX]"),
    "capitals": (0, 1, "values for capitals are 0 or 1"),
    "clamp": (0, 1, "values for clamp are 0 or 1")}


class Context:
    """How results are rounded, and which conditions raise."""

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None,
                 flags=None, traps=None):
        self.prec = 28 if prec is None else prec
        self.rounding = rounding or ROUND_HALF_EVEN
        self.Emin = -999999 if Emin is None else Emin
        self.Emax = 999999 if Emax is None else Emax
        self.capitals = 1 if capitals is None else capitals
        self.clamp = 0 if clamp is None else clamp
        if traps is None:
            traps = (InvalidOperation, DivisionByZero, Overflow)
        self.flags, self.traps = self._marks(flags or ()), self._marks(traps)

    def __setattr__(self, name, value):
        if name in _RANGES:
            if not isinstance(value, int):
                raise TypeError("an integer is required")
            least, most, shown = _RANGES[name]
            if not least <= value <= most:
                raise ValueError(f"valid {shown}")
        elif name in ("flags", "traps"):
            if not isinstance(value, dict):
                raise TypeError("argument must be a signal dict")
            value = self._marks(value)
        elif name != "rounding":
            raise AttributeError(f"'decimal.Context' object has no attribute {name!r}")
        elif value not in _rounders:
            raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, "
                            "ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, "
                            "ROUND_HALF_EVEN,\n   ROUND_05UP]")
        object.__setattr__(self, name, value)

    @staticmethod
    def _marks(given):
        if isinstance(given, dict):
            return {signal: bool(given.get(signal)) for signal in _signals}
        return {signal: signal in given for signal in _signals}

    def _raise(self, signal, reasons=None, result=None):
        """Notes a condition; raises it if it is trapped."""
        self.flags[signal] = True
        if self.traps[signal]:
            raise signal([signal] if reasons is None else reasons)
        return result

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
                       dict(self.flags), dict(self.traps))

    __copy__ = copy

    def clear_flags(self):
        self.flags = self._marks(())

    def clear_traps(self):
        self.traps = self._marks(())

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def create_decimal(self, num="0", /):
        from decimal import Decimal
        return Decimal(num, self)._fix(self)

    def create_decimal_from_float(self, f, /):
        return self.create_decimal(f)

    def __getattr__(self, name):
        from decimal import Decimal
        from _decimal_functions import power
        acts = {"add": Decimal._add, "multiply": Decimal._multiply, "divide": Decimal._quotient,
                "subtract": lambda a, b, c: a._add(b.copy_negate(), c), "power": power,
                "remainder": Decimal._mod, "divide_int": Decimal._floordiv}
        if name in acts:
            return lambda a, b: acts[name](Decimal(a), Decimal(b), self)
        if name in ("sqrt", "exp", "ln", "log10", "normalize", "to_integral_value"):
            return lambda a: getattr(Decimal(a), name)(context=self)
        if name in ("quantize", "compare", "max", "min"):
            return lambda a, b: getattr(Decimal(a), name)(Decimal(b), context=self)
        raise AttributeError(f"'decimal.Context' object has no attribute {name!r}")

    def __repr__(self):
        def names(marks):
            return "[" + ", ".join(s.__name__ for s in _shown_signals if marks[s]) + "]"
        return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, "
                f"Emax={self.Emax}, capitals={self.capitals}, clamp={self.clamp}, "
                f"flags={names(self.flags)}, traps={names(self.traps)})")


Context.__module__ = "decimal"
DefaultContext = Context()
BasicContext = Context(9, ROUND_HALF_UP,
                       traps=(DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow))
ExtendedContext = Context(9, ROUND_HALF_EVEN, traps=())


class _OfThread(local):
    """The context of a thread, which begins with a copy of the default one."""

    def __init__(self):
        self.context = DefaultContext.copy()


_own = _OfThread()


def getcontext():
    """The context of this thread now."""
    return _own.context


def setcontext(context, /):
    if not isinstance(context, Context):
        raise TypeError("argument must be a context")
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _own.context = context


class localcontext:
    """Another context for a while."""

    def __init__(self, ctx=None, **kwargs):
        ctx = getcontext() if ctx is None else ctx
        if not isinstance(ctx, Context):
            raise TypeError("optional argument must be a context")
        self.new = ctx.copy()
        for name, value in kwargs.items():
            if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags",
                            "traps"):
                raise TypeError(f"this function got an unexpected keyword argument '{name}'")
            setattr(self.new, name, value)

    def __enter__(self):
        self.before = _own.context
        _own.context = self.new
        return self.new

    def __exit__(self, *args):
        _own.context = self.before
