# decimal: rounding, contexts, signals, formats, and the order among numbers of other kinds.
from decimal import *
from fractions import Fraction
import random


def attempt(action):
    try:
        print(action())
    except (ArithmeticError, ValueError, TypeError) as e:
        print(type(e).__name__, [c.__name__ for c in e.args[0]] if type(e.args[0]) is list else "")


for text in ("1.10", "-0", "1E+3", "1e-10", "0.000001", "0.0000001", "NaN", "Infinity", " 12.5 ",
             "1_000.5", "+.5", "5.", "0E+2"):
    number = Decimal(text)
    print(repr(number), number.as_tuple(), number.is_finite(), number.number_class())
attempt(lambda: Decimal("abc"))
attempt(lambda: Decimal(1) / 0)
attempt(lambda: Decimal(0) / 0)
attempt(lambda: Decimal(1) % 0)
attempt(lambda: Decimal("1e999999") * 10)
attempt(lambda: Decimal(1).quantize(Decimal("1e-30")))
attempt(lambda: Decimal("NaN") < 1)
attempt(lambda: Decimal(-1).sqrt())
attempt(lambda: Decimal(1) + 1.5)
attempt(lambda: int(Decimal("NaN")))

a, b = Decimal("10.25"), Decimal("3")
print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b), a**2, a**-1, 7 - a, round(a, 1))
print(a == 10.25, a == Fraction(41, 4), a < 11.5, hash(a) == hash(Fraction(41, 4)))
print(Decimal(0.1), Decimal(2).sqrt(), Decimal(1).exp(), Decimal(10).ln(), Decimal(2).log10())
for rounding in (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN,
                 ROUND_HALF_EVEN, ROUND_05UP):
    values = ("1.25", "1.35", "-1.25", "1.21", "-1.29", "2.05")
    print(rounding, *(Decimal(v).quantize(Decimal("0.1"), rounding=rounding) for v in values))
for spec in ("", ".2f", "10.2f", "<10", "^12.1f", ",.2f", "010.2f", "%", ".1%", "e", ".3g", "+.1f"):
    print(spec, [format(Decimal(v), spec) for v in ("1234567.891", "-0.5", "0", "NaN")])
print(a.scaleb(3), a.normalize(), Decimal("1E+2").to_eng_string(), b.next_plus(), a.adjusted(),
      Decimal(7).remainder_near(4), b.fma(2, 5), a.compare(b), a.max(b), b.copy_sign(-a), a.logb(),
      Decimal("1.0").compare_total(Decimal("1.00")), Decimal(34).rotate(1))
with localcontext() as context:
    context.prec = 6
    print(Decimal(1) / 7, +Decimal("1.23456789"), context.flags[Inexact])
    context.traps[Inexact] = True
    attempt(lambda: Decimal(1) / 7)
with localcontext(Context(traps=[])):
    print(Decimal(1) / 0, Decimal(0) / 0, Decimal("x"), Decimal(-1).sqrt())

random.seed(7)
for _ in range(40):
    x = Decimal(random.randint(-10**9, 10**12)).scaleb(random.randint(-12, 5))
    y = Decimal(random.randint(1, 10**6)).scaleb(random.randint(-5, 5))
    print(x + y, x - y, x * y, x / y, x % y, abs(x).sqrt(), y.ln())
