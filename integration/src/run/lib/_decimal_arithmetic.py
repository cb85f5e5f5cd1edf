"""`decimal`: sums, products, quotients and powers, exact and then rounded to the precision."""

from _decimal_context import (
    ROUND_FLOOR, DivisionByZero, DivisionImpossible, DivisionUndefined, getcontext)
from _decimal_digits import size
from _decimal_functions import power
from decimal import Decimal, _other


def _brought_near(a, b, prec):
    """The terms of a sum, of which one that is too small to be seen in the result stands nearer to
    the other: all that counts of it is that it is there."""
    low, high = (a, b) if a._exp < b._exp else (b, a)
    edge = high._exp + min(-1, size(high._digits) - prec - 2)
    if low.adjusted() < edge:
        near = Decimal._of(low._sign, 1, edge)
        return (near, b) if low is a else (a, near)
    return a, b


def _divide(a, b, context, sign, exp):
    # Enough digits for the precision and one more that says whether something is behind them.
    shift = max(0, size(b) - size(a) + context.prec + 1)
    digits, rest = divmod(a * 10**shift, b)
    if rest:
        digits += digits % 5 == 0
    else:
        # An exact quotient comes as near to the exponent that it would like to have as it can.
        while shift > 0 and digits % 10 == 0:
            digits //= 10
            shift -= 1
    return Decimal._of(sign, digits, exp - shift)._fix(context)


def _add(self, other, context):
    nan = self._nan(other, context)
    if nan is not None:
        return nan
    if self._special() or other._special():
        if self.is_infinite() and other.is_infinite() and self._sign != other._sign:
            return self._invalid(context)
        return self if self.is_infinite() else other
    if self and other:
        self, other = _brought_near(self, other, context.prec)
    exp = min(self._exp, other._exp)
    a = self._digits * 10**(self._exp - exp) * (-1 if self._sign else 1)
    b = other._digits * 10**(other._exp - exp) * (-1 if other._sign else 1)
    total = a + b
    sign = int(total < 0)
    if not total:
        same = self._sign and other._sign
        sign = int(bool(same or context.rounding == ROUND_FLOOR and self._sign != other._sign))
    return Decimal._of(sign, abs(total), exp)._fix(context)


def _multiply(self, other, context):
    nan = self._nan(other, context)
    if nan is not None:
        return nan
    sign = self._sign ^ other._sign
    if self._special() or other._special():
        if not self or not other:
            return self._invalid(context)
        return Decimal._of(sign, 0, "F")
    return Decimal._of(sign, self._digits * other._digits, self._exp + other._exp)._fix(context)


def _quotient(self, other, context):
    nan = self._nan(other, context)
    if nan is not None:
        return nan
    sign = self._sign ^ other._sign
    if self.is_infinite():
        return self._invalid(context) if other.is_infinite() else Decimal._of(sign, 0, "F")
    if other.is_infinite():
        return Decimal._of(sign, 0, context.Emin - context.prec + 1)
    if not other:
        if not self:
            return self._invalid(context, DivisionUndefined)
        return context._raise(DivisionByZero, [DivisionByZero], Decimal._of(sign, 0, "F"))
    exp = self._exp - other._exp
    if not self:
        return Decimal._of(sign, 0, exp)._fix(context)
    return _divide(self._digits, other._digits, context, sign, exp)


def _divmod(self, other, context):
    nan = self._nan(other, context)
    if nan is not None:
        return nan, nan
    if self.is_infinite() or not other:
        if not other and self and not self.is_infinite():
            return None, None
        found = self._invalid(context, None if other else DivisionUndefined)
        return found, found
    sign = self._sign ^ other._sign
    apart = self.adjusted() - other.adjusted()
    if other.is_infinite() or not self or apart <= -2:
        return Decimal._of(sign, 0, 0), self._fix(context)
    if apart > context.prec:
        found = self._invalid(context, DivisionImpossible)
        return found, found
    exp = min(self._exp, other._exp)
    whole, rest = divmod(self._digits * 10**(self._exp - exp),
                         other._digits * 10**(other._exp - exp))
    if size(whole) > context.prec:
        found = self._invalid(context, DivisionImpossible)
        return found, found
    return Decimal._of(sign, whole, 0), Decimal._of(self._sign, rest, exp)._fix(context)


def _floordiv(self, other, context):
    found = self._divmod(other, context)[0]
    if found is None:
        return context._raise(DivisionByZero, [DivisionByZero],
                              Decimal._of(self._sign ^ other._sign, 0, "F"))
    return found


def _mod(self, other, context):
    found = self._divmod(other, context)[1]
    return self._invalid(context) if found is None else found


def _both(self, other, context):
    return self._floordiv(other, context), self._mod(other, context)


def _power_modulo(a, b, modulus, context):
    """`pow` with three arguments, which must be whole numbers."""
    modulus = _other(modulus, False)
    if modulus is NotImplemented:
        return modulus
    numbers = a, b, modulus
    if (any(each._special() or each != each.to_integral_value() for each in numbers)
            or b < 0 or not modulus or not a and not b
            or modulus.adjusted() >= context.prec):
        return a._invalid(context)
    found = pow(abs(int(a)), int(b), abs(int(modulus)))
    return Decimal(-found if a._sign and int(b) % 2 else found)


def _operator(act, reflected=False):
    def method(self, other, modulus=None):
        other = _other(other, False)
        if other is NotImplemented:
            return other
        a, b = (other, self) if reflected else (self, other)
        if modulus is not None:
            return _power_modulo(a, b, modulus, getcontext())
        return act(a, b, getcontext())
    return method


for _method in (_add, _multiply, _quotient, _divmod, _floordiv, _mod):
    setattr(Decimal, _method.__name__, _method)
for _name, _act in (
    ("add", _add), ("mul", _multiply), ("truediv", _quotient),
    ("sub", lambda a, b, c: a._add(b.copy_negate(), c)),
    ("floordiv", _floordiv), ("mod", _mod), ("divmod", _both),
    ("pow", power),
):
    setattr(Decimal, f"__{_name}__", _operator(_act))
    setattr(Decimal, f"__r{_name}__", _operator(_act, True))
