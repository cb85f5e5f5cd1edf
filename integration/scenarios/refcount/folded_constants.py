# Arithmetic on constants is done by the compiler, so its result is one object for the whole file.
def first():
    return "ab" * 3, 60 * 60 * 24, 2**40 + 1, (1, 2) + (3,), b"a" + b"b", 0.5 + 0.25


def second():
    return "ababab", 86400, 1099511627777, (1, 2, 3), b"ab", 0.75


print([a is b for a, b in zip(first(), second())], first() == second())


def bigger():
    return "x" * 5000, 1 << 200, 2**500, (0,) * 300


print([a is b for a, b in zip(bigger(), bigger())])
print(7 // -2, -7 % 3, 7 / 2, 1 << 10, -16 >> 2, 6 & 3 | 8 ^ 1, 2**-1, 10 - 3.5, 1e3 * 2, 3 * "ab")

for text in "1 / 0", "1 % 0", "1 << -1", "'a' + 1", "(1,) + [2]", "2 // 0.0":
    try:
        eval(text)
    except (ZeroDivisionError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
empties = ["", (), b""]
print([made is empty for made, empty in zip([str(), tuple(), bytes()], empties)])
