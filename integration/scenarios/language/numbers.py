# Integers of any size, floats, division, bit operations, conversions.
print(2 ** 100, 10 ** 30 // 7, -(10 ** 20), 2 ** 64 - 1)
print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 % -3, divmod(17, 5), divmod(-17, 5))
print(7 / 2, 1 / 3, 2 ** -1, 2 ** 0.5, 1e16, 1.5e-7, 1e100, 0.1 + 0.2)
print(1 << 70, (1 << 70) >> 68, 12 & 10, 12 | 3, 12 ^ 5, ~7, -1 >> 3)
print(int("42"), int("-7"), int("ff", 16), int("1010", 2), int(3.9), int(-3.9), float("2.5"), float(3))
print(abs(-3), round(2.5), round(3.5), round(2.675, 2), round(1234, -2), pow(3, 4), pow(3, 100, 7))
print(min(3, 1, 2), max([4, 9, 2]), sum([1, 2, 3], 10), sum([0.5, 0.25]))
print(bin(10), hex(255), oct(8), bool(0), bool(3), True + True, int(True))
print((10 ** 18).bit_length(), (255).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "big"))
print(1_000_000, 0xFF, 0b101, 0o17, 3 == 3.0, hash(3) == hash(3.0), 1 < 1.5)
print(float("inf") > 10 ** 300, float("nan") == float("nan"), (2.0).is_integer(), 7.0 // 2, 7.5 % 2)
fact = 1
for i in range(1, 31):
    fact *= i
print(fact, len(str(fact)), str(fact).rstrip("0")[-1])
a, b = 0, 1
for _ in range(200):
    a, b = b, a + b
print(a, a % 1000007)


def gcd(x, y):
    while y:
        x, y = y, x % y
    return x


print(gcd(2 ** 40 * 3 ** 5, 6 ** 20), 123456789 * 987654321, 123456789123456789 * -98765432198765)
for bad in (lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: int("x"), lambda: 2 ** "a"):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
