"""Averages and spread of numbers; sums are exact fractions until the end."""

import math
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import reduce
from numbers import Rational


class StatisticsError(ValueError):
    """There are too few numbers, or they have no such average."""


def _points(data, least, text):
    data = list(data)
    if len(data) < least:
        raise StatisticsError(text)
    return data


def _joined(a, b):
    """What numbers of two kinds come to."""
    if a is b or issubclass(a, b) and b is not int:
        return a
    if a is int or issubclass(b, a):
        return b
    if b is int or issubclass(a, int):
        return a if b is int else b
    if issubclass(b, int):
        return a
    for exact, other in ((a, b), (b, a)):
        if issubclass(exact, Fraction) and issubclass(other, float):
            return other
    raise TypeError(f"don't know how to coerce {a.__name__} and {b.__name__}")


def _kind(data):
    """What the result of numbers is."""
    return reduce(_joined, dict.fromkeys(int if type(x) is bool else type(x) for x in data), int)


def _exact(x):
    """A number as a fraction; what is not finite stays as it is."""
    if isinstance(x, (int, float, Fraction, Decimal, Rational)):
        is_finite = x.is_finite() if isinstance(x, Decimal) else math.isfinite(x)
        return Fraction(x) if is_finite else x
    raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator")


def _sum(values):
    """The sum of exact values; those that are not finite alone decide it."""
    values = list(values)
    special = [x for x in values if not isinstance(x, Fraction)]
    return sum(special or values, 0 if special else Fraction(0))


def _back(value, kind):
    """An exact value as a number of a kind; what has no whole value becomes a float."""
    if type(value) is kind or not isinstance(value, Fraction):
        return value
    if issubclass(kind, int) and value.denominator != 1:
        kind = float
    if issubclass(kind, Decimal):
        return kind(value.numerator) / kind(value.denominator)
    return kind(value)


def mean(data):
    """The arithmetic mean."""
    data = _points(data, 1, "mean requires at least one data point")
    return _back(_sum(map(_exact, data)) / len(data), _kind(data))


def fmean(data, weights=None):
    """The arithmetic mean as a float."""
    data = list(data)
    if weights is None:
        if not data:
            raise StatisticsError("fmean requires at least one data point")
        return math.fsum(data) / len(data)
    weights = list(weights)
    if len(weights) != len(data):
        raise StatisticsError("data and weights must be the same length")
    whole = math.fsum(weights)
    if not whole:
        raise StatisticsError("sum of weights must be non-zero")
    return math.sumprod(data, weights) / whole


def geometric_mean(data):
    """The root of the product."""
    data = _points(data, 1, "Must have a non-empty dataset")
    for x in data:
        if not (x > 0.0 or x == 0.0 or math.isnan(x)):
            raise StatisticsError("No negative inputs allowed", x)
    total = math.fsum(math.log(x) for x in data if x != 0.0)
    if math.isnan(total):
        return math.nan
    if any(x == 0.0 for x in data):
        return math.nan if total == math.inf else 0.0
    return math.exp(total / len(data))


def _refuse_negative(data):
    for x in data:
        if x < 0:
            raise StatisticsError("harmonic mean does not support negative values")


def harmonic_mean(data, weights=None):
    """The reciprocal of the mean of the reciprocals."""
    data = _points(data, 1, "harmonic_mean requires at least one data point")
    if len(data) == 1 and weights is None:
        if not isinstance(data[0], (int, float, Fraction, Decimal)):
            raise TypeError("unsupported type")
        _refuse_negative(data)
        return data[0]
    weights = [1] * len(data) if weights is None else list(weights)
    if len(weights) != len(data):
        raise StatisticsError("Number of weights does not match data size")
    _refuse_negative(weights)
    _refuse_negative(data)
    try:
        parts = [weight / x if weight else 0 for weight, x in zip(weights, data)]
    except ZeroDivisionError:
        return 0
    total = _sum(map(_exact, parts))
    if total <= 0:
        raise StatisticsError("Weighted sum must be positive")
    return _back(_sum(map(_exact, weights)) / total, _kind(parts))


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


def _deviation(data, least, middle, name):
    """The numbers, their kind, and the sum of the squares of their distances from the middle."""
    data = list(data)
    squares = None if middle is None else [(x - middle) * (x - middle) for x in data]
    values = list(map(_exact, data if squares is None else squares))
    if len(data) < least:
        count = "one data point" if least == 1 else "two data points"
        raise StatisticsError(f"{name} requires at least {count}")
    if squares is not None:
        return data, _kind(squares), _sum(values)
    middle = _sum(values) / len(values)
    if not isinstance(middle, Fraction):
        return data, _kind(data), middle
    return data, _kind(data), sum(((x - middle) ** 2 for x in values), Fraction(0))


def variance(data, xbar=None):
    """The variance of a sample."""
    data, kind, squares = _deviation(data, 2, xbar, "variance")
    return _back(squares / (len(data) - 1), kind)


def pvariance(data, mu=None):
    """The variance of a population."""
    data, kind, squares = _deviation(data, 1, mu, "pvariance")
    return _back(squares / len(data), kind)


def stdev(data, xbar=None):
    """The standard deviation of a sample."""
    data, kind, squares = _deviation(data, 2, xbar, "stdev")
    return _root_of(squares / (len(data) - 1), kind)


def pstdev(data, mu=None):
    """The standard deviation of a population."""
    data, kind, squares = _deviation(data, 1, mu, "pstdev")
    return _root_of(squares / len(data), kind)


def _root_of(value, kind):
    if not isinstance(value, Fraction):
        return value
    if not issubclass(kind, Decimal):
        return _root(value)
    with localcontext() as context:
        context.prec += 10
        root = _back(value, kind).sqrt()
    return +root


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
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(_points(data, 1, "must have at least one data point"))
    if len(data) == 1:
        return data * (n - 1)
    if method not in ("inclusive", "exclusive"):
        raise ValueError(f"Unknown method: {method!r}")
    found = []
    for i in range(1, n):
        if method == "inclusive":
            at, part = divmod(i * (len(data) - 1), n)
            at += 1
        else:
            at = min(max(i * (len(data) + 1) // n, 1), len(data) - 1)
            part = i * (len(data) + 1) - at * n
        found.append((data[at - 1] * (n - part) + data[at] * part) / n)
    return found


def _pairs(x, y, name):
    if len(x) != len(y):
        raise StatisticsError(f"{name} requires that both inputs have same number of data points")
    if len(x) < 2:
        raise StatisticsError(f"{name} requires at least two data points")
    middle_x, middle_y = math.fsum(x) / len(x), math.fsum(y) / len(y)
    return [each - middle_x for each in x], [each - middle_y for each in y]


def covariance(x, y, /):
    """How two rows of numbers vary together."""
    dx, dy = _pairs(x, y, "covariance")
    return math.sumprod(dx, dy) / (len(x) - 1)


def correlation(x, y, /, *, method="linear"):
    """The same from -1 to 1; `ranked` compares the places of the numbers in their order."""
    if method not in ("linear", "ranked"):
        raise ValueError(f"Unknown method: {method!r}")
    if method == "ranked":
        x, y = _ranks(x), _ranks(y)
    dx, dy = _pairs(x, y, "correlation")
    xx, yy = math.sumprod(dx, dx), math.sumprod(dy, dy)
    if not xx or not yy:
        raise StatisticsError("at least one of the inputs is constant")
    root = math.sqrt(xx * yy)
    # What the product and the root were rounded by, to first order.
    root += math.sumprod((xx, root), (yy, -root)) / (2 * root)
    return math.sumprod(dx, dy) / root


def _ranks(row):
    """The place of each number from the middle; equal ones share the mean of their places."""
    order = sorted(row)
    first, count = {}, {}
    for at, x in enumerate(order):
        first.setdefault(x, at)
        count[x] = count.get(x, 0) + 1
    return [first[x] + (count[x] - 1) / 2 - (len(order) - 1) / 2 for x in row]


def linear_regression(x, y, /, *, proportional=False):
    """Slope and intercept of the line that is nearest to some points."""
    from collections import namedtuple
    line = namedtuple("LinearRegression", "slope intercept", module="statistics")
    dx, dy = _pairs(x, y, "linear regression")
    if proportional:
        dx, dy = x, y
    xx = math.sumprod(dx, dx)
    if not xx:
        raise StatisticsError("x is constant")
    slope = math.sumprod(dx, dy) / xx
    intercept = 0.0 if proportional else (
        math.fsum(y) / len(y) - slope * math.fsum(x) / len(x))
    return line(slope, intercept)
