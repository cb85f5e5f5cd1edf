"""Fractions of integers."""

import math
import numbers
import operator
import re


class Fraction(numbers.Rational):
    """A fraction in lowest terms."""

    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            if isinstance(numerator, str):
                numerator, denominator = _parse(numerator)
            elif isinstance(numerator, numbers.Rational):
                numerator, denominator = numerator.numerator, numerator.denominator
            elif isinstance(numerator, float) or _is_decimal(numerator):
                numerator, denominator = numerator.as_integer_ratio()
            else:
                raise TypeError("argument should be a string or a Rational instance")
        else:
            if not all(isinstance(part, numbers.Rational) for part in (numerator, denominator)):
                raise TypeError("both arguments should be Rational instances")
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      numerator.denominator * denominator.numerator)
        if denominator == 0:
            raise ZeroDivisionError(f"Fraction({numerator}, 0)")
        common = math.gcd(numerator, denominator)
        if denominator < 0:
            common = -common
        self._numerator = numerator // common
        self._denominator = denominator // common
        return self

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    @classmethod
    def from_float(cls, f):
        """The exact value of a float."""
        if not isinstance(f, (int, float)):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} "
                            f"({type(f).__name__})")
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        """The exact value of a decimal number."""
        if not (isinstance(dec, int) or _is_decimal(dec)):
            raise TypeError(f"{cls.__name__}.from_decimal() only takes Decimals, not {dec!r} "
                            f"({type(dec).__name__})")
        return cls(*dec.as_integer_ratio())

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def is_integer(self):
        return self._denominator == 1

    def limit_denominator(self, max_denominator=1000000):
        """The nearest fraction whose denominator is not above a limit."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            if q0 + a * q1 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q0 + a * q1
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        if 2 * d * (q0 + k * q1) <= self._denominator:
            return Fraction(p1, q1)
        return Fraction(p0 + k * p1, q0 + k * q1)

    def __repr__(self):
        return f"{type(self).__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return f"{self._numerator}/{self._denominator}"

    def __format__(self, spec):
        return format(float(self) if spec else str(self), spec)

    def _operate(self, other, exact, inexact, swapped=False):
        if isinstance(other, float) or isinstance(other, complex) and inexact in _COMPLEX_TOO:
            a, b = type(other)(self), other
            return inexact(b, a) if swapped else inexact(a, b)
        if not isinstance(other, numbers.Rational):
            return NotImplemented
        a, b = self, Fraction(other)
        return exact(b, a) if swapped else exact(a, b)

    def __add__(self, other):
        return self._operate(other, _add, operator.add)

    __radd__ = __add__

    def __sub__(self, other):
        return self._operate(other, _sub, operator.sub)

    def __rsub__(self, other):
        return self._operate(other, _sub, operator.sub, True)

    def __mul__(self, other):
        return self._operate(other, _mul, operator.mul)

    __rmul__ = __mul__

    def __truediv__(self, other):
        return self._operate(other, _div, operator.truediv)

    def __rtruediv__(self, other):
        return self._operate(other, _div, operator.truediv, True)

    def __floordiv__(self, other):
        return self._operate(other, _floordiv, operator.floordiv)

    def __rfloordiv__(self, other):
        return self._operate(other, _floordiv, operator.floordiv, True)

    def __mod__(self, other):
        return self._operate(other, _mod, operator.mod)

    def __rmod__(self, other):
        return self._operate(other, _mod, operator.mod, True)

    def __divmod__(self, other):
        return self._operate(other, _divmod, divmod)

    def __rdivmod__(self, other):
        return self._operate(other, _divmod, divmod, True)

    def __pow__(self, power):
        if isinstance(power, numbers.Rational) and power.denominator == 1:
            power = power.numerator
        if not isinstance(power, int):
            if isinstance(power, (float, Fraction)):
                return float(self) ** float(power)
            return complex(self) ** power if isinstance(power, complex) else NotImplemented
        if power >= 0:
            return Fraction(self._numerator ** power, self._denominator ** power)
        if not self._numerator:
            raise ZeroDivisionError(f"Fraction({self._denominator ** -power}, 0)")
        return Fraction(self._denominator ** -power, self._numerator ** -power)

    def __rpow__(self, base):
        if self._denominator == 1 and self._numerator >= 0:
            return base ** self._numerator
        if isinstance(base, numbers.Rational):
            return Fraction(base) ** self
        return base ** float(self)

    def __neg__(self):
        return Fraction(-self._numerator, self._denominator)

    def __pos__(self):
        return Fraction(self)

    def __abs__(self):
        return Fraction(abs(self._numerator), self._denominator)

    def __bool__(self):
        return self._numerator != 0

    def __int__(self):
        return self.__trunc__()

    def __float__(self):
        return self._numerator / self._denominator

    def __trunc__(self):
        n = abs(self._numerator) // self._denominator
        return -n if self._numerator < 0 else n

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            low, rest = divmod(self._numerator, self._denominator)
            if rest * 2 < self._denominator or rest * 2 == self._denominator and low % 2 == 0:
                return low
            return low + 1
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        if self._denominator == 1:
            return hash(self._numerator)
        modulus = (1 << 61) - 1
        if self._denominator % modulus == 0:
            found = 314159
        else:
            inverse = pow(self._denominator, -1, modulus)
            found = abs(self._numerator) % modulus * inverse % modulus
        found = found if self._numerator >= 0 else -found
        return -2 if found == -1 else found

    def __eq__(self, other):
        return self._compare(other, operator.eq)

    def __lt__(self, other):
        return self._compare(other, operator.lt)

    def __le__(self, other):
        return self._compare(other, operator.le)

    def __gt__(self, other):
        return self._compare(other, operator.gt)

    def __ge__(self, other):
        return self._compare(other, operator.ge)

    def _compare(self, other, compare):
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return compare(0.0, other)
            other = Fraction(other)
        elif isinstance(other, complex) and compare is operator.eq:
            return not other.imag and self == other.real
        elif not isinstance(other, numbers.Rational):
            return NotImplemented
        return compare(self._numerator * other.denominator, other.numerator * self._denominator)

    def __reduce__(self):
        return type(self), (self._numerator, self._denominator)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


_COMPLEX_TOO = operator.add, operator.sub, operator.mul, operator.truediv


def _is_decimal(value):
    import sys
    decimal = sys.modules.get("decimal")
    return decimal is not None and isinstance(value, decimal.Decimal)


def _divmod(a, b):
    return _floordiv(a, b), _mod(a, b)


def _add(a, b):
    return Fraction(a._numerator * b._denominator + b._numerator * a._denominator,
                    a._denominator * b._denominator)


def _sub(a, b):
    return Fraction(a._numerator * b._denominator - b._numerator * a._denominator,
                    a._denominator * b._denominator)


def _mul(a, b):
    return Fraction(a._numerator * b._numerator, a._denominator * b._denominator)


def _div(a, b):
    if not b._numerator:
        raise ZeroDivisionError(f"Fraction({b._denominator}, 0)")
    return Fraction(a._numerator * b._denominator, a._denominator * b._numerator)


def _floordiv(a, b):
    return (a._numerator * b._denominator) // (a._denominator * b._numerator)


def _mod(a, b):
    rest = (a._numerator * b._denominator) % (b._numerator * a._denominator)
    return Fraction(rest, a._denominator * b._denominator)


_DIGITS = r"\d+(?:_\d+)*"
_FORM = re.compile(
    rf"\s*(?P<sign>[-+]?)(?=\.?\d)(?P<whole>{_DIGITS})?"
    rf"(?:\s*/\s*(?P<denominator>{_DIGITS})"
    rf"|(?:\.(?P<part>{_DIGITS})?)?(?:[eE](?P<exp>[-+]?{_DIGITS}))?)\s*")


def _parse(text):
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"Invalid literal for Fraction: {text!r}")
    part = (found["part"] or "").replace("_", "")
    number = int((found["whole"] or "0").replace("_", "") + part)
    number = -number if found["sign"] == "-" else number
    if found["denominator"]:
        return number, int(found["denominator"])
    power = int(found["exp"] or 0) - len(part)
    return (number * 10 ** power, 1) if power >= 0 else (number, 10 ** -power)
