# Money in decimal numbers: exact sums, rounding in several ways, contexts, and text.
from decimal import (ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, DivisionByZero,
                     InvalidOperation, getcontext, localcontext)

prices = {"pen": Decimal("1.10"), "book": Decimal("12.345"), "cup": Decimal("7")}
cent = Decimal("0.01")
for name, price in sorted(prices.items(), key=lambda item: item[1]):
    rounded = [price.quantize(cent, mode) for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)]
    print(f"{name:<5}|{price:>10}|{price:8.2f}|", *rounded)
total = sum(prices.values(), Decimal(0))
print(total, repr(total), total * Decimal("1.19"), total / 3, total // 2, total % 2, -total)
print(Decimal("0.1") + Decimal("0.2") == Decimal("0.3"), Decimal(0.1), 0.5 == Decimal("0.5"))
print(Decimal(1) / Decimal(7), Decimal(2).sqrt(), Decimal(2) ** 10, Decimal("1.5") ** 2)
with localcontext() as context:
    context.prec = 5
    print(Decimal(1) / Decimal(7), Decimal("123456.789") + 0)
getcontext().prec = 12
print(Decimal(1) / Decimal(7), getcontext().prec)
print(Decimal("1E+5"), Decimal("1E-9"), Decimal("-0"), Decimal("1000.00").normalize(),
      Decimal("NaN"), Decimal("-Infinity"), Decimal((1, (2, 5), -1)))
print(f"{Decimal('1234567.891'):,.2f} {Decimal('0.075'):.1%} {Decimal('3'):+} {Decimal('42'):06}")
print(Decimal("3.7").to_integral_value(), int(Decimal("-3.7")), round(Decimal("2.665"), 2),
      round(Decimal("2.5")), Decimal("12.30").as_tuple(), float(Decimal("0.25")))
for wrong in (lambda: Decimal("ten"), lambda: Decimal(1) / 0, lambda: Decimal(1) + 0.5):
    try:
        wrong()
    except (InvalidOperation, DivisionByZero, TypeError) as error:
        print(type(error).__name__, error if isinstance(error, ArithmeticError) else "")
print(max(prices.values()), hash(Decimal("2.0")) == hash(2), Decimal(5).compare(Decimal(3)))
print({Decimal("1.0"): "one"}[1], Decimal("1.10") == Decimal("1.1"), Decimal(3) > 2.5)
