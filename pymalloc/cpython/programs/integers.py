"""Integers that grow over all sizes: digits of pi and a table of binomials."""

COUNT = 1_000


def pi_digits(count):
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    digits = []
    while len(digits) < count:
        if 4 * q + r - t < n * t:
            digits.append(n)
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = (
                q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k + 2) + r * l) // (t * l), l + 2,
            )
    return digits


def main(count):
    row = [1]
    for _ in range(count):
        row = [a + b for a, b in zip([0, *row], [*row, 0])]
    return sum(pi_digits(count)), len(str(max(row)))
