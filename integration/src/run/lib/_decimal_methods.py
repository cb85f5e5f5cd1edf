"""`decimal`: methods that take numbers apart, order them in all detail, or step along them."""

from _decimal_context import DivisionByZero, DivisionImpossible, DivisionUndefined
from _decimal_digits import digits_of, is_power_of_ten, number_of
import _decimal_functions
from decimal import Decimal, _other, getcontext


def _one(act):
    """A method of one number that answers what is no number as it is."""
    def method(self, context=None):
        context = context or getcontext()
        nan = self._nan(None, context)
        return act(self, context) if nan is None else nan
    return method


def _two(act):
    """A method of two numbers; one that is no number is the answer."""
    def method(self, other, context=None):
        context, other = context or getcontext(), _other(other, True)
        nan = self._nan(other, context)
        return act(self, other, context) if nan is None else nan
    return method


def _function(name):
    """A root, power or logarithm as a method."""
    act = getattr(_decimal_functions, name)
    return lambda self, context=None: act(self, context or getcontext())


def fma(self, other, third, context=None):
    """A product and a sum, rounded once."""
    exact = (context or getcontext()).copy()
    exact.prec, exact.traps = 10**6, dict.fromkeys(exact.traps, False)
    product = self._multiply(_other(other, True), exact)
    return product._add(_other(third, True), context or getcontext())


@_two
def compare(self, other, context):
    return Decimal(self._order(other))


def _larger(wanted):
    """`max` or `min`: a number goes before what is none."""
    def method(self, other, context=None):
        context, other = context or getcontext(), _other(other, True)
        if self.is_qnan() and not other.is_nan():
            return other._fix(context)
        if other.is_qnan() and not self.is_nan():
            return self._fix(context)
        nan = self._nan(other, context)
        if nan is not None:
            return nan
        order = self._order(other) or int(compare_total(self, other))
        return (self if order * wanted >= 0 else other)._fix(context)
    return method


def same_quantum(self, other, context=None):
    other = _other(other, True)
    return self._exp == other._exp or self.is_nan() and other.is_nan()


def _shifted(self, other, context):
    """The whole number that says how far to go."""
    if other._exp != 0 or other._special():
        return None
    return -other._digits if other._sign else other._digits


@_two
def scaleb(self, other, context):
    """The number times a power of ten."""
    steps = _shifted(self, other, context)
    if steps is None or abs(steps) > 2 * (context.Emax + context.prec):
        return self._invalid(context)
    if self.is_infinite():
        return self
    return Decimal._of(self._sign, self._digits, self._exp + steps)._fix(context)


@_two
def shift(self, other, context):
    """The digits moved; zeros come in, and what leaves the precision is lost."""
    steps = _shifted(self, other, context)
    if steps is None or abs(steps) > context.prec:
        return self._invalid(context)
    if self.is_infinite():
        return self
    room = 10**context.prec
    digits = self._digits % room
    digits = digits * 10**steps % room if steps >= 0 else digits // 10**-steps
    return Decimal._of(self._sign, digits, self._exp)


@_two
def rotate(self, other, context):
    """The digits of the precision moved around."""
    steps = _shifted(self, other, context)
    if steps is None or abs(steps) > context.prec:
        return self._invalid(context)
    if self.is_infinite():
        return self
    row = digits_of(self._digits)[-context.prec:].rjust(context.prec, "0")
    return Decimal._of(self._sign, number_of(row[steps:] + row[:steps]), self._exp)


@_two
def remainder_near(self, other, context):
    """What is left of the nearest multiple."""
    if self.is_infinite():
        return self._invalid(context)
    if not other:
        return self._invalid(context, None if self else DivisionUndefined)
    apart = self.adjusted() - other.adjusted()
    if other.is_infinite() or not self or apart <= -2:
        return self._fix(context)
    if apart > context.prec:
        return self._invalid(context, DivisionImpossible)
    exp = min(self._exp, other._exp)
    a, b = self._digits * 10**(self._exp - exp), other._digits * 10**(other._exp - exp)
    count, rest = divmod(a, b)
    if 2 * rest + count % 2 > b:
        rest, count = rest - b, count + 1
    if count >= 10**context.prec:
        return self._invalid(context, DivisionImpossible)
    return Decimal._of(self._sign ^ int(rest < 0), abs(rest), exp)._fix(context)


@_one
def logb(self, context):
    """The exponent of the first digit."""
    if self.is_infinite():
        return self.copy_abs()
    if not self:
        return context._raise(DivisionByZero, [DivisionByZero], Decimal._of(1, 0, "F"))
    return Decimal(self.adjusted())._fix(context)


def _stepped(self, context, up):
    """The next number of the precision above or below."""
    etiny, etop = context.Emin - context.prec + 1, context.Emax - context.prec + 1
    if self.is_infinite() and self._sign == int(not up):
        return self
    if self.is_infinite():
        return Decimal._of(self._sign, 10**context.prec - 1, etop)
    quiet = context.copy()
    quiet.traps = dict.fromkeys(quiet.traps, False)
    quiet.rounding = "ROUND_CEILING" if up else "ROUND_FLOOR"
    fixed = self._fix(quiet)
    if fixed != self:
        return fixed
    if not self:
        return Decimal._of(int(not up), 1, etiny)
    # One more or less in the last place of the precision; just below a power of ten that is a
    # place further on.
    outward = up == (not self._sign)
    exp = max(self.adjusted() - context.prec + 1, etiny)
    if not outward and exp > etiny and is_power_of_ten(self._digits):
        exp -= 1
    digits = self._digits * 10**(self._exp - exp) if self._exp >= exp else (
        self._digits // 10**(exp - self._exp))
    return Decimal._of(self._sign, digits + (1 if outward else -1), exp)._fix(quiet)


@_one
def next_plus(self, context):
    return _stepped(self, context, True)


@_one
def next_minus(self, context):
    return _stepped(self, context, False)


@_two
def next_toward(self, other, context):
    order = self._order(other)
    return self.copy_sign(other) if not order else _stepped(self, context, order < 0)


def _total_key(self):
    """What orders all numbers without their sign, equal ones by exponent."""
    if self.is_nan():
        return 2 if self.is_qnan() else 1.5, self._digits
    return (1, 0) if self.is_infinite() else (0, 0)


def compare_total(self, other, context=None):
    """The order of all values, in which no two that look different are equal."""
    other = _other(other, True)
    if self._sign != other._sign:
        return Decimal(-1 if self._sign else 1)
    turn = -1 if self._sign else 1
    a, b = _total_key(self), _total_key(other)
    if a == b == (0, 0):
        order = self._order(other)
        if order:
            return Decimal(order)
        a, b = self._exp, other._exp
    return Decimal(((a > b) - (a < b)) * turn)


def compare_total_mag(self, other, context=None):
    return compare_total(self.copy_abs(), _other(other, True).copy_abs())


def compare_signal(self, other, context=None):
    """`compare` that signals what is no number."""
    context, other = context or getcontext(), _other(other, True)
    if self.is_nan() or other.is_nan():
        return self._invalid(context)
    return self.compare(other, context)


def _magnitude(pick):
    def method(self, other, context=None):
        other = _other(other, True)
        order = self.copy_abs()._order(other.copy_abs())
        if not order or self.is_nan() or other.is_nan():
            return getattr(self, pick)(other, context)
        return (self if (order > 0) == (pick == "max") else other)._fix(context or getcontext())
    return method


def is_normal(self, context=None):
    return bool(self.is_finite() and self and self.adjusted() >= (context or getcontext()).Emin)


def is_subnormal(self, context=None):
    return bool(self.is_finite() and self and self.adjusted() < (context or getcontext()).Emin)


def number_class(self, context=None):
    """The kind of a value in a word."""
    if self.is_nan():
        return "NaN" if self.is_qnan() else "sNaN"
    if self.is_infinite():
        kind = "Infinity"
    elif not self:
        kind = "Zero"
    else:
        kind = "Normal" if is_normal(self, context) else "Subnormal"
    return ("-" if self._sign else "+") + kind


def _logical(act):
    """An operation on numbers that consist of zeros and ones."""
    def method(self, other, context=None):
        context, other = context or getcontext(), _other(other, True)
        rows = []
        for value in (self, other):
            row = digits_of(value._digits)
            if value._sign or value._exp != 0 or set(row) - {"0", "1"}:
                return self._invalid(context)
            rows.append(row[-context.prec:].rjust(context.prec, "0"))
        digits = "".join(str(act(int(a), int(b))) for a, b in zip(*rows))
        return Decimal._of(0, number_of(digits), 0)
    return method


def logical_invert(self, context=None):
    context = context or getcontext()
    return self.logical_xor(Decimal("1" * context.prec), context)


METHODS = {
    "sqrt": _function("sqrt"), "exp": _function("exp"), "ln": _function("ln"),
    "log10": _function("log10"), "fma": fma, "compare": compare, "max": _larger(1),
    "min": _larger(-1), "same_quantum": same_quantum,
    "scaleb": scaleb, "shift": shift, "rotate": rotate, "remainder_near": remainder_near,
    "logb": logb, "next_plus": next_plus, "next_minus": next_minus, "next_toward": next_toward,
    "compare_total": compare_total, "compare_total_mag": compare_total_mag,
    "compare_signal": compare_signal, "max_mag": _magnitude("max"), "min_mag": _magnitude("min"),
    "is_normal": is_normal, "is_subnormal": is_subnormal, "number_class": number_class,
    "logical_and": _logical(lambda a, b: a & b), "logical_or": _logical(lambda a, b: a | b),
    "logical_xor": _logical(lambda a, b: a ^ b), "logical_invert": logical_invert,
    "is_canonical": lambda self: True, "radix": lambda self: Decimal(10)}
for _name, _method in METHODS.items():
    setattr(Decimal, _name, _method)
