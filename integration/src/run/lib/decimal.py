"""Decimal numbers of any precision, after the General Decimal Arithmetic Specification."""

import numbers
import _decimal_text
from _decimal_context import *
from _decimal_context import _rounders
from _decimal_digits import digits_of, number_of, size

MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = -1999999999999999997
HAVE_THREADS = HAVE_CONTEXTVAR = True
_MODULUS = 2**61 - 1


class Decimal:
    """A number `(-1)**sign * digits * 10**exponent`, an infinity or a NaN."""

    __slots__ = ("_sign", "_digits", "_exp")

    def __new__(cls, value="0", context=None):
        made = cls._convert(value, context)
        if cls is Decimal:
            return made
        return cls._make(made._sign, made._digits, made._exp)

    @classmethod
    def _make(cls, sign, digits, exp):
        self = object.__new__(cls)
        self._sign, self._digits, self._exp = sign, digits, exp
        return self

    @staticmethod
    def _of(sign, digits, exp):
        return Decimal._make(sign, digits, exp)

    @staticmethod
    def _convert(value, context=None):
        if isinstance(value, Decimal):
            return Decimal._of(value._sign, value._digits, value._exp)
        if isinstance(value, int):
            return Decimal._of(int(value < 0), abs(int(value)), 0)
        if isinstance(value, float):
            (context or getcontext())._raise(FloatOperation, [FloatOperation])
            return Decimal.from_float(value)
        if isinstance(value, str):
            parts = _decimal_text.parse(value)
            if parts is None:
                return (context or getcontext())._raise(
                    InvalidOperation, [ConversionSyntax], Decimal._of(0, 0, "n"))
            return Decimal._of(*parts)
        if isinstance(value, (tuple, list)):
            if len(value) != 3:
                raise ValueError("argument must be a sequence of length 3")
            sign, digits, exp = value
            if sign not in (0, 1):
                raise ValueError("sign must be an integer with the value 0 or 1")
            if not (isinstance(exp, int) or exp in ("F", "n", "N")):
                raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
            if not all(isinstance(digit, int) and 0 <= digit <= 9 for digit in digits):
                raise ValueError("coefficient must be a tuple of digits")
            number = number_of("".join(map(str, digits)) or "0")
            return Decimal._of(sign, 0 if exp == "F" else number, exp)
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")

    @classmethod
    def from_float(cls, value, /):
        """The exact value of a float."""
        if isinstance(value, int):
            return cls(value)
        if value != value or value in (float("inf"), float("-inf")):
            return cls(repr(value))
        up, down = value.as_integer_ratio()
        places = down.bit_length() - 1
        sign = int(repr(value).startswith("-"))
        return cls(Decimal._of(sign, abs(up) * 5**places, -places))

    # Kinds of values.

    def _special(self):
        return isinstance(self._exp, str)

    def is_nan(self):
        return self._exp in ("n", "N")

    def is_qnan(self):
        return self._exp == "n"

    def is_snan(self):
        return self._exp == "N"

    def is_infinite(self):
        return self._exp == "F"

    def is_finite(self):
        return not self._special()

    def is_signed(self):
        return self._sign == 1

    def is_zero(self):
        return not self._special() and self._digits == 0

    def __bool__(self):
        return self._special() or self._digits != 0

    # Rounding.

    def _round_to(self, exp, rounding):
        """The same number with an exponent that is given."""
        shift = self._exp - exp
        if shift >= 0:
            return Decimal._of(self._sign, self._digits * 10**shift, exp)
        unit = 10**-shift
        digits, rest = divmod(self._digits, unit)
        return Decimal._of(self._sign, digits + _rounders[rounding](
            self._sign, digits, rest, unit), exp)

    def _fix(self, context):
        """The number within the precision."""
        if self._special():
            return self
        etiny, etop = context.Emin - context.prec + 1, context.Emax - context.prec + 1
        if not self._digits:
            exp = min(max(self._exp, etiny), context.Emax)
            if exp == self._exp:
                return self
            context._raise(Clamped)
            return Decimal._of(self._sign, 0, exp)
        exp = max(self._exp, self._exp + size(self._digits) - context.prec, etiny)
        made = self
        inexact = False
        if exp > self._exp:
            made = self._round_to(exp, context.rounding)
            if size(made._digits) > context.prec:
                made = Decimal._of(made._sign, made._digits // 10, exp + 1)
            inexact = made != self
        if made._exp > etop and made.adjusted() > context.Emax:
            for signal in (Rounded, Inexact):
                context._raise(signal)
            toward_zero = context.rounding in (ROUND_DOWN, ROUND_05UP, (
                ROUND_CEILING if self._sign else ROUND_FLOOR))
            most = (10**context.prec - 1, etop) if toward_zero else (0, "F")
            return context._raise(Overflow, [Overflow], Decimal._of(self._sign, *most))
        if inexact and self.adjusted() < context.Emin:
            context._raise(Underflow)
        if self.adjusted() < context.Emin:
            context._raise(Subnormal)
        if exp > self._exp:
            context._raise(Rounded)
            if inexact:
                context._raise(Inexact)
            if not made._digits:
                context._raise(Clamped)
        return made

    def quantize(self, exp, rounding=None, context=None):
        """The same value with the exponent of another."""
        context = context or getcontext()
        exp = _other(exp, True)
        if self._special() or exp._special():
            if self.is_infinite() and exp.is_infinite():
                return self
            return self if self.is_nan() else self._invalid(context)
        etiny = context.Emin - context.prec + 1
        if not etiny <= exp._exp <= context.Emax or self and (
                self.adjusted() > context.Emax or self.adjusted() - exp._exp >= context.prec):
            return self._invalid(context)
        made = self._round_to(exp._exp, rounding or context.rounding)
        if size(made._digits) > context.prec:
            return self._invalid(context)
        if made._exp > self._exp:
            context._raise(Rounded)
            if made != self:
                context._raise(Inexact)
        return made

    def to_integral_value(self, rounding=None, context=None):
        if self._special() or self._exp >= 0:
            return self
        return self._round_to(0, rounding or (context or getcontext()).rounding)

    to_integral = to_integral_exact = to_integral_value

    def normalize(self, context=None):
        """Without zeros at the end."""
        made = self._fix(context or getcontext())
        if made._special():
            return made
        digits, exp = made._digits, made._exp
        if not digits:
            return Decimal._of(made._sign, 0, 0)
        while digits % 10 == 0:
            digits, exp = digits // 10, exp + 1
        return Decimal._of(made._sign, digits, exp)

    def __round__(self, n=None):
        if n is None:
            return int(self._whole(ROUND_HALF_EVEN))
        if not isinstance(n, int):
            raise TypeError("optional arg must be an integer")
        return self.quantize(Decimal._of(0, 1, -n), ROUND_HALF_EVEN)

    def _whole(self, rounding):
        if self.is_nan():
            raise ValueError("cannot convert NaN to integer")
        if self.is_infinite():
            raise OverflowError("cannot convert Infinity to integer")
        made = self._round_to(0, rounding) if self._exp < 0 else self
        number = made._digits * 10**made._exp
        return -number if self._sign else number

    def __int__(self):
        return self._whole(ROUND_DOWN)

    __trunc__ = __int__

    def __floor__(self):
        return self._whole(ROUND_FLOOR)

    def __ceil__(self):
        return self._whole(ROUND_CEILING)

    def __float__(self):
        if self.is_snan():
            raise ValueError("cannot convert signaling NaN to float")
        return float(_decimal_text.show(self, getcontext()))

    def __complex__(self):
        return complex(float(self))

    # Arithmetic.

    def _nan(self, other, context):
        for value in (self, other):
            if value is not None and value.is_snan():
                return context._raise(InvalidOperation, [InvalidOperation],
                                      Decimal._of(value._sign, value._digits, "n"))
        for value in (self, other):
            if value is not None and value.is_nan():
                return value
        return None

    def _invalid(self, context, condition=None):
        return context._raise(InvalidOperation, [condition or InvalidOperation],
                              Decimal._of(0, 0, "n"))

    def __neg__(self):
        sign = 0 if not self and getcontext().rounding != ROUND_FLOOR else 1 - self._sign
        return Decimal._of(sign, self._digits, self._exp)._fix(getcontext())

    def __pos__(self):
        sign = self._sign if self or getcontext().rounding == ROUND_FLOOR else 0
        return Decimal._of(sign, self._digits, self._exp)._fix(getcontext())

    def __abs__(self):
        return Decimal._of(0, self._digits, self._exp)._fix(getcontext())

    def copy_abs(self):
        return Decimal._of(0, self._digits, self._exp)

    def copy_negate(self):
        return Decimal._of(1 - self._sign, self._digits, self._exp)

    def copy_sign(self, other):
        return Decimal._of(_other(other, True)._sign, self._digits, self._exp)

    # Comparison.

    def _order(self, other):
        """A number below, at or above zero."""
        if self._special() or other._special():
            value = {True: 10}.get
            a = (value(self.is_infinite()) or 0) * (-1 if self._sign else 1)
            b = (value(other.is_infinite()) or 0) * (-1 if other._sign else 1)
            return (a > b) - (a < b)
        if not self or not other or self._sign != other._sign:
            a = (-1 if self._sign else 1) if self else 0
            b = (-1 if other._sign else 1) if other else 0
            return (a > b) - (a < b)
        a, b = self.adjusted(), other.adjusted()
        if a == b:
            exp = min(self._exp, other._exp)
            a, b = self._digits * 10**(self._exp - exp), other._digits * 10**(other._exp - exp)
        return ((a > b) - (a < b)) * (-1 if self._sign else 1)

    def __eq__(self, other):
        this, other = _comparable(self, other)
        if other is NotImplemented:
            return other
        if this.is_snan() or other.is_snan():
            getcontext()._raise(InvalidOperation, [InvalidOperation])
        return not this.is_nan() and not other.is_nan() and this._order(other) == 0

    def __hash__(self):
        if self.is_snan():
            raise TypeError("Cannot hash a signaling NaN value.")
        if self.is_nan():
            return object.__hash__(self)
        if self.is_infinite():
            return hash(float(self))
        power = pow(10, self._exp, _MODULUS) if self._exp >= 0 else pow(
            pow(10, _MODULUS - 2, _MODULUS), -self._exp, _MODULUS)
        found = self._digits * power % _MODULUS
        return -2 if self._sign and found == 1 else -found if self._sign else found

    # Text and parts.

    def as_tuple(self):
        digits = (0,) if self.is_infinite() else tuple(map(int, digits_of(self._digits)))
        if self.is_nan() and not self._digits:
            digits = ()
        return DecimalTuple(self._sign, digits, self._exp)

    def as_integer_ratio(self):
        if self._special():
            kind = "NaN" if self.is_nan() else "Infinity"
            raise (ValueError if self.is_nan() else OverflowError)(
                f"cannot convert {kind} to integer ratio")
        from fractions import Fraction
        found = Fraction(self._digits) * Fraction(10)**self._exp
        return (-found if self._sign else found).as_integer_ratio()

    def adjusted(self):
        return 0 if self._special() else self._exp + size(self._digits) - 1

    def __str__(self):
        return _decimal_text.show(self, getcontext())

    def to_eng_string(self, context=None):
        return _decimal_text.show(self, context or getcontext(), True)

    def __repr__(self):
        return f"Decimal('{self}')"

    def __format__(self, spec):
        return _decimal_text.form(self, spec, getcontext())

    def __reduce__(self):
        return type(self), (str(self),)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def canonical(self):
        return self

    def conjugate(self):
        return self

    real = property(lambda self: self)
    imag = property(lambda self: Decimal(0))


def _other(value, must, floats=False):
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal._convert(value)
    if floats and isinstance(value, float):
        getcontext().flags[FloatOperation] = True
        return Decimal.from_float(value)
    if must:
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
    return NotImplemented


def _comparable(number, value):
    """A number and what it is compared with, as numbers of the same order; a fraction is
    compared by its numerator."""
    other = _other(value, False, True)
    if other is NotImplemented and hasattr(value, "denominator"):
        if number.is_finite():
            number = Decimal._of(number._sign, number._digits * value.denominator, number._exp)
        other = Decimal(value.numerator)
    return number, other


def _ordered(name, holds):
    def method(self, other):
        this, other = _comparable(self, other)
        if other is NotImplemented:
            return other
        if this.is_nan() or other.is_nan():
            getcontext()._raise(InvalidOperation, [InvalidOperation])
            return False
        return holds(this._order(other))
    method.__name__ = name
    setattr(Decimal, name, method)


_ordered("__lt__", lambda order: order < 0)
_ordered("__le__", lambda order: order <= 0)
_ordered("__gt__", lambda order: order > 0)
_ordered("__ge__", lambda order: order >= 0)
numbers.Number.register(Decimal)

# These add methods to the class above.
import _decimal_arithmetic  # noqa: E402, F401
import _decimal_methods  # noqa: E402, F401
