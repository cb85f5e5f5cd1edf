"""Averages and spread of numbers; sums are exact."""

import math
from fractions import Fraction


class StatisticsError(ValueError):
    """There are too few numbers."""


def _points(data, least, text):
    data = list(data)
    if len(data) < least:
        raise StatisticsError(text)
    return data


def _back(value, data):
    """An exact value as what the numbers are."""
    if all(isinstance(x, int) for x in data):
        return value.numerator if value.denominator == 1 else value.numerator / value.denominator
    if any(isinstance(x, Fraction) for x in data) and not any(isinstance(x, float) for x in data):
        return value
    return value.numerator / value.denominator


def _mean(data):
    return sum(map(Fraction, data), Fraction(0)) / len(data)


def mean(data):
    """The arithmetic mean."""
    data = _points(data, 1, "mean requires at least one data point")
    return _back(_mean(data), data)


def fmean(data, weights=None):
    """The arithmetic mean as a float."""
    data = _points(data, 1, "fmean requires at least one data point")
    if weights is None:
        return math.fsum(data) / len(data)
    weights = list(weights)
    return math.fsum(x * w for x, w in zip(data, weights)) / math.fsum(weights)


def geometric_mean(data):
    """The root of the product."""
    data = _points(data, 1, "geometric mean requires a non-empty dataset")
    return math.exp(math.fsum(map(math.log, data)) / len(data))


def harmonic_mean(data):
    """The reciprocal of the mean of the reciprocals."""
    data = _points(data, 1, "harmonic_mean requires at least one data point")
    return _back(len(data) / sum((1 / Fraction(x) for x in data), Fraction(0)), data)


def median(data):
    """The value in the middle, or the mean of the two there."""
    data = sorted(_points(data, 1, "no median for empty data"))
    half = len(data) // 2
    return data[half] if len(data) % 2 else (data[half - 1] + data[half]) / 2


def median_low(data):
    """The lower of the values in the middle."""
    data = sorted(_points(data, 1, "no median for empty data"))
    return data[(len(data) - 1) // 2]


def median_high(data):
    """The higher of the values in the middle."""
    data = sorted(_points(data, 1, "no median for empty data"))
    return data[len(data) // 2]


def multimode(data):
    """The values that are there most often."""
    counts = {}
    for value in data:
        counts[value] = counts.get(value, 0) + 1
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


def mode(data):
    """The value that is there most often."""
    return multimode(_points(data, 1, "no mode for empty data"))[0]


def _spread(data):
    middle = _mean(data)
    return sum(((Fraction(x) - middle) ** 2 for x in data), Fraction(0))


def variance(data, xbar=None):
    """The variance of a sample."""
    data = _points(data, 2, "variance requires at least two data points")
    return _back(_spread(data) / (len(data) - 1), data)


def pvariance(data, mu=None):
    """The variance of a population."""
    data = _points(data, 1, "pvariance requires at least one data point")
    return _back(_spread(data) / len(data), data)


def stdev(data, xbar=None):
    """The standard deviation of a sample."""
    data = _points(data, 2, "stdev requires at least two data points")
    return _root(_spread(data) / (len(data) - 1))


def pstdev(data, mu=None):
    """The standard deviation of a population."""
    data = _points(data, 1, "pstdev requires at least one data point")
    return _root(_spread(data) / len(data))


def _root(value):
    """The square root, rounded once."""
    n, m = value.numerator, value.denominator
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        return float(_odd_root(n, m << 2 * shift) << shift)
    return _odd_root(n << -2 * shift, m) / (1 << -shift)


def _odd_root(n, m):
    root = math.isqrt(n // m)
    return root | (root * root * m != n)


def quantiles(data, *, n=4, method="exclusive"):
    """The values that cut the data into groups of one size."""
    data = sorted(_points(data, 1, "must have at least one data point"))
    if len(data) == 1:
        return data * (n - 1)
    if method == "inclusive":
        m, result = len(data) - 1, []
        for i in range(1, n):
            j, delta = divmod(i * m, n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return result
    m, result = len(data) + 1, []
    for i in range(1, n):
        j = min(max(i * m // n, 1), len(data) - 1)
        delta = i * m - j * n
        result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
    return result
