"""Roots, powers and logarithms of decimal numbers."""

from math import isqrt
from _decimal_context import Context, InvalidOperation
from _decimal_digits import is_power_of_ten, size
from decimal import Decimal, _other


def _invalid(context):
    return context._raise(InvalidOperation, [InvalidOperation], Decimal._of(0, 0, "n"))


def sqrt(x, context):
    if x.is_nan():
        return x
    if not x:
        return Decimal._of(x._sign, 0, x._exp // 2)._fix(context)
    if x._sign:
        return _invalid(context)
    if x.is_infinite():
        return x
    ideal = x._exp // 2
    shift = max(0, 2 * (context.prec + 1) - size(x._digits))
    exp = x._exp - shift
    digits = x._digits * 10**shift
    if exp % 2:
        digits, exp = digits * 10, exp - 1
    root = isqrt(digits)
    exp //= 2
    if root * root != digits:
        # One more than nothing is behind the digits.
        root += root % 5 == 0
    else:
        while exp < ideal and root % 10 == 0:
            root, exp = root // 10, exp + 1
    return Decimal._of(0, root, exp)._fix(context)


def _wide(context, more=12):
    return Context(prec=context.prec + more, traps=())


def _beyond(is_small, context, sign=0):
    """A result that is too small or too large for any exponent."""
    exp = context.Etiny() - context.prec if is_small else context.Emax + 1
    return Decimal._of(sign, 1, exp)._fix(context)


def exp(x, context):
    if x.is_nan():
        return x
    if x.is_infinite():
        return Decimal(0) if x._sign else x
    if not x:
        return Decimal(1)
    if x.adjusted() > len(str(context.Emax + context.prec)):
        # Too far from 1 for any exponent, and for the series.
        return _beyond(x._sign, context)
    wide = _wide(context, max(0, x.adjusted()) + 20)
    # exp(x) = exp(x / 2**halvings) ** 2**halvings
    halvings = max(0, x.adjusted() + 1) * 4 + 8
    small = x._quotient(Decimal(2**halvings), wide)
    total = term = Decimal(1)
    n = 1
    while term and term.adjusted() > -wide.prec - 5:
        term = term._multiply(small, wide)._quotient(Decimal(n), wide)
        total = total._add(term, wide)
        n += 1
    for _ in range(halvings):
        total = total._multiply(total, wide)
    if not total or total.is_infinite():
        return _beyond(x._sign, context)
    return total._fix(context)


def ln(x, context):
    if x.is_nan():
        return x
    if not x:
        return Decimal._of(1, 0, "F")
    if x._sign:
        return _invalid(context)
    if x.is_infinite():
        return x
    if x == 1:
        return Decimal(0)
    wide = _wide(context, 20)
    places = x.adjusted()
    found = _ln_near_one(Decimal._of(0, x._digits, x._exp - places), wide)
    if places:
        found = found._add(_ln_near_one(Decimal(10), wide)._multiply(Decimal(places), wide), wide)
    return found._fix(context)


def _ln_near_one(x, wide):
    roots = 0
    while abs(x - 1) > Decimal("0.05"):
        x = sqrt(x, wide)
        roots += 1
    # ln(x) = 2 * atanh((x - 1) / (x + 1))
    y = x._add(Decimal(-1), wide)._quotient(x._add(Decimal(1), wide), wide)
    square = y._multiply(y, wide)
    total = term = y
    n = 3
    while term and term.adjusted() > -wide.prec - 5:
        term = term._multiply(square, wide)
        total = total._add(term._quotient(Decimal(n), wide), wide)
        n += 2
    return total._multiply(Decimal(2**(roots + 1)), wide)


def log10(x, context):
    if x.is_finite() and not x._sign and is_power_of_ten(x._digits):
        return Decimal(x.adjusted())._fix(context)
    wide = _wide(context, 10)
    found = ln(x, wide)
    return found if found._special() else found._quotient(ln(Decimal(10), wide), wide)._fix(context)


def power(x, y, context):
    y = _other(y, True)
    nan = x._nan(y, context)
    if nan is not None:
        return nan
    if not y:
        return _invalid(context) if not x else Decimal(1)
    whole = y.is_finite() and y == y.to_integral_value("ROUND_DOWN")
    if x._sign and not whole:
        return _invalid(context) if x else Decimal(0)
    negative = int(x._sign and whole and int(y) % 2 == 1)
    if not x or x.is_infinite():
        large = bool(x) != bool(y._sign)
        return Decimal._of(negative, 0, "F" if large else 0)
    if whole and abs(int(y)) < 10**6:
        n = int(y)
        wide = Context(prec=context.prec + size(abs(n)) + 4, traps=())
        if n > 0 and x._exp * n > -10**5 and size(x._digits) * n < 5000:
            return Decimal._of(negative, x._digits**n, x._exp * n)._fix(context)
        result, square, left = Decimal(1), x, abs(n)
        while left:
            if left % 2:
                result = result._multiply(square, wide)
            left //= 2
            if left:
                square = square._multiply(square, wide)
        if not result or result.is_infinite():
            return _beyond(bool(result) != (n > 0), context, negative)
        return result._fix(context) if n > 0 else Decimal(1)._quotient(result, context)
    if y == Decimal("0.5"):
        root = sqrt(x, context)
        return root
    wide = _wide(context, 15)
    return exp(ln(x, wide)._multiply(y, wide), context)
