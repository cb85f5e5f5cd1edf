"""Pseudo-random numbers; after `seed(n)` the same as CPython's.

What is drawn, and in which order, is fixed by that; the words themselves come from `_random`.
"""

import _random
from bisect import bisect as _place
from itertools import accumulate as _sums
from math import acos, cos, e as _e, exp, floor, isfinite, log, pi, sin, sqrt, tau
from posix import urandom as _urandom

NV_MAGICCONST = 4 * exp(-0.5) / sqrt(2.0)
SG_MAGICCONST = log(4.5) + 1.0


class Random(_random.Random):
    """A generator with distributions."""

    VERSION = 3

    def __init__(self, x=None):
        self.seed(x)
        self.gauss_next = None

    def seed(self, a=None, version=2):
        """Begins anew."""
        if version == 1 and isinstance(a, (str, bytes)):
            a = _number_of_text(a.decode("latin-1") if isinstance(a, bytes) else a)
        elif version == 2 and isinstance(a, (str, bytes, bytearray)):
            from hashlib import sha512

            data = a.encode() if isinstance(a, str) else bytes(a)
            a = int.from_bytes(data + sha512(data).digest())
        elif not (a is None or isinstance(a, (int, float, str, bytes, bytearray))):
            raise TypeError(
                "The only supported seed types are:\n"
                "None, int, float, str, bytes, and bytearray.")
        super().seed(a)
        self.gauss_next = None

    def getstate(self):
        return (self.VERSION, super().getstate(), self.gauss_next)

    def setstate(self, state):
        version, *rest = state
        if version != self.VERSION:
            raise ValueError(f"state with version {version} passed to Random.setstate() of "
                             f"version {self.VERSION}")
        words, self.gauss_next = rest
        super().setstate(words)

    def __getstate__(self):
        return self.getstate()

    def __setstate__(self, state):
        self.setstate(state)

    def __reduce__(self):
        return self.__class__, (), self.getstate()

    # Whole numbers

    def _randbelow(self, n):
        bits = n.bit_length()
        while (drawn := self.getrandbits(bits)) >= n:
            pass
        return drawn

    def randbytes(self, n):
        return self.getrandbits(8 * n).to_bytes(n, "little")

    def randrange(self, start, stop=None, step=1):
        """A number out of `range(start, stop, step)`."""
        if stop is None:
            if step != 1:
                raise TypeError("Missing a non-None stop argument")
            if start > 0:
                return self._randbelow(start)
            raise ValueError("empty range for randrange()")
        if step == 1:
            size = stop - start
        elif step:
            # Rounded up, whichever way the steps go.
            size = -((start - stop) // step)
        else:
            raise ValueError("zero step for randrange()")
        if size > 0:
            return start + step * self._randbelow(size)
        given = (start, stop) if step == 1 else (start, stop, step)
        raise ValueError(f"empty range in randrange{given}")

    def randint(self, a, b):
        """A number from `a` to `b`, both included."""
        return self.randrange(a, b + 1)

    # Items

    def choice(self, seq):
        """One item."""
        size = len(seq)
        if size == 0:
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._randbelow(size)]

    def shuffle(self, x):
        """Puts a list into another order."""
        for last in range(len(x) - 1, 0, -1):
            other = self._randbelow(last + 1)
            x[last], x[other] = x[other], x[last]

    def sample(self, population, k, *, counts=None):
        """`k` different items."""
        if isinstance(population, (set, dict)) or not hasattr(population, "__getitem__"):
            raise TypeError(
                "Population must be a sequence.  For dicts or sets, use sorted(d).")
        if counts is not None:
            ends = list(_sums(counts))
            if len(ends) != len(population):
                raise ValueError("The number of counts does not match the population")
            drawn = self.sample(range(ends[-1] if ends else 0), k)
            return [population[_place(ends, number)] for number in drawn]
        size = len(population)
        if k < 0 or k > size:
            raise ValueError("Sample larger than population or is negative")
        # A set of `k` numbers takes about as much room as a list of this length.
        room = 21 + (_power_of_four(3 * k) if k > 5 else 0)
        if size > room:
            return [population[i] for i in self._different(size, k)]
        left = list(population)
        chosen = [None] * k
        for i in range(k):
            place = self._randbelow(size)
            chosen[i] = left[place]
            size -= 1
            # What was not chosen stays in front.
            left[place] = left[size]
        return chosen

    def _different(self, n, k):
        """`k` different numbers below `n`, in the order in which they are drawn."""
        seen = {}
        while len(seen) < k:
            seen[self._randbelow(n)] = None
        return seen

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        """`k` items, the same more than once if it comes."""
        size = len(population)
        draw = self.random
        if weights is None and cum_weights is None:
            size = float(size)
            return [population[floor(draw() * size)] for _ in range(k)]
        if cum_weights is None:
            cum_weights = list(_sums(weights))
        elif weights is not None:
            raise TypeError("Cannot specify both weights and cumulative weights")
        if len(cum_weights) != size:
            raise ValueError("The number of weights does not match the population")
        whole = cum_weights[-1] + 0.0
        if whole <= 0.0:
            raise ValueError("Total of weights must be greater than zero")
        if not isfinite(whole):
            raise ValueError("Total of weights must be finite")
        return [population[_place(cum_weights, draw() * whole, 0, size - 1)] for _ in range(k)]

    # Distributions

    def _exponential(self):
        """One minus a drawn number is never 0, which has no logarithm."""
        return -log(1.0 - self.random())

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        drawn = self.random()
        if mode is None:
            top = 0.5
        elif high == low:
            return low
        else:
            top = (mode - low) / (high - low)
        if drawn > top:
            return high + (low - high) * sqrt((1.0 - drawn) * (1.0 - top))
        return low + (high - low) * sqrt(drawn * top)

    def normalvariate(self, mu=0.0, sigma=1.0):
        # Kinderman and Monahan: a ratio of two drawn numbers.
        while True:
            above = self.random() - 0.5
            below = 1.0 - self.random()
            z = NV_MAGICCONST * above / below
            if z * z / 4.0 <= -log(below):
                return mu + z * sigma

    def gauss(self, mu=0.0, sigma=1.0):
        # Box and Muller: two numbers at a time, of which one is kept for the next call.
        z, self.gauss_next = self.gauss_next, None
        if z is None:
            angle = self.random() * tau
            radius = sqrt(2.0 * self._exponential())
            z = cos(angle) * radius
            self.gauss_next = sin(angle) * radius
        return mu + z * sigma

    def lognormvariate(self, mu=0.0, sigma=1.0):
        return exp(self.normalvariate(mu, sigma))

    def expovariate(self, lambd=1.0):
        return self._exponential() / lambd

    def gammavariate(self, alpha, beta):
        if min(alpha, beta) <= 0.0:
            raise ValueError("gammavariate: alpha and beta must be > 0.0")
        if alpha == 1.0:
            return self._exponential() * beta
        return beta * (self._gamma_above if alpha > 1.0 else self._gamma_below)(alpha)

    def _gamma_above(self, alpha):
        # Cheng's rejection with a logistic envelope, for parameters above 1.
        width = sqrt(2.0 * alpha - 1.0)
        shift = alpha - log(4.0)
        while True:
            drawn = self.random()
            if not 1e-7 < drawn < 0.9999999:
                continue
            z = drawn * drawn * (1.0 - self.random())
            v = log(drawn / (1.0 - drawn)) / width
            x = alpha * exp(v)
            r = shift + (alpha + width) * v - x
            if r + SG_MAGICCONST - 4.5 * z >= 0.0 or r >= log(z):
                return x

    def _gamma_below(self, alpha):
        # Ahrens and Dieter's rejection, for parameters below 1.
        whole = (_e + alpha) / _e
        while True:
            p = whole * self.random()
            if p <= 1.0:
                x = p ** (1.0 / alpha)
                limit = exp(-x)
            else:
                x = -log((whole - p) / alpha)
                limit = x ** (alpha - 1.0)
            if self.random() <= limit:
                return x

    def betavariate(self, alpha, beta):
        first = self.gammavariate(alpha, 1.0)
        if not first:
            return 0.0
        return first / (first + self.gammavariate(beta, 1.0))

    def vonmisesvariate(self, mu, kappa):
        if kappa <= 1e-6:
            return tau * self.random()
        # Best and Fisher's rejection with a wrapped Cauchy envelope.
        half = 0.5 / kappa
        r = half + sqrt(1.0 + half * half)
        while True:
            z = cos(pi * self.random())
            d = z / (r + z)
            u = self.random()
            if u < 1.0 - d * d or u <= (1.0 - d) * exp(d):
                break
        q = 1.0 / r
        angle = acos((q + z) / (1.0 + q * z))
        return (mu + (angle if self.random() > 0.5 else -angle)) % tau

    def paretovariate(self, alpha):
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        return alpha * self._exponential() ** (1.0 / beta)


def _number_of_text(text):
    """What the first versions of Python have made of text."""
    number = ord(text[0]) << 7 if text else 0
    for char in text:
        number = (1000003 * number ^ ord(char)) & 0xFFFFFFFFFFFFFFFF
    number ^= len(text)
    return -2 if number == -1 else number


def _power_of_four(n):
    """The smallest power of four that is not below `n`."""
    power = 1
    while power < n:
        power *= 4
    return power


class SystemRandom(Random):
    """Draws the random numbers of the system, which nobody can foretell or repeat."""

    def random(self):
        return (int.from_bytes(_urandom(7)) >> 3) * 2.0 ** -53

    def getrandbits(self, k):
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        return int.from_bytes(_urandom((k + 7) // 8)) >> -k % 8

    def randbytes(self, n):
        return _urandom(n)

    def seed(self, *args, **kwds):
        pass

    def _no_state(self, *args, **kwds):
        raise NotImplementedError("System entropy source does not have state.")

    getstate = setstate = _no_state


_inst = Random()
_METHODS = (
    "seed", "random", "uniform", "triangular", "randint", "choice", "randrange", "sample",
    "shuffle", "choices", "normalvariate", "lognormvariate", "expovariate", "gauss",
    "gammavariate", "betavariate", "vonmisesvariate", "paretovariate", "weibullvariate",
    "getstate", "setstate", "getrandbits", "randbytes",
)
globals().update((_name, getattr(_inst, _name)) for _name in _METHODS)
__all__ = ["Random", "SystemRandom", *_METHODS]
