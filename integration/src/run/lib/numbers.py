"""What kinds of numbers there are, as abstract classes."""

from abc import ABCMeta, abstractmethod


def _needed(*names):
    """Abstract methods for the namespace of a class."""
    def made(name):
        def method(self, *args):
            raise NotImplementedError

        method.__name__ = name
        return abstractmethod(method)

    return {name: made(name) for name in names}


def _both_ways(*names):
    return [f"__{way}{name}__" for name in names for way in ("", "r")]


class Number(metaclass=ABCMeta):
    """Any number."""

    __slots__ = ()
    __hash__ = None


class Complex(Number):
    """A number with a real and an imaginary part."""

    __slots__ = ()
    vars().update(_needed(
        "__complex__", "__neg__", "__pos__", "__abs__", "__eq__", "conjugate",
        *_both_ways("add", "mul", "truediv", "pow")))

    @property
    @abstractmethod
    def real(self):
        raise NotImplementedError

    @property
    @abstractmethod
    def imag(self):
        raise NotImplementedError

    def __bool__(self):
        return self != 0

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other


class Real(Complex):
    """A number on the line."""

    __slots__ = ()
    vars().update(_needed(
        "__float__", "__trunc__", "__floor__", "__ceil__", "__round__", "__lt__", "__le__",
        *_both_ways("floordiv", "mod")))

    def __divmod__(self, other):
        return self // other, self % other

    def __rdivmod__(self, other):
        return other // self, other % self

    def __complex__(self):
        return complex(float(self))

    @property
    def real(self):
        return +self

    @property
    def imag(self):
        return 0

    def conjugate(self):
        return +self


class Rational(Real):
    """A quotient of integers."""

    __slots__ = ()

    @property
    @abstractmethod
    def numerator(self):
        raise NotImplementedError

    @property
    @abstractmethod
    def denominator(self):
        raise NotImplementedError

    def __float__(self):
        return int(self.numerator) / int(self.denominator)


class Integral(Rational):
    """A whole number."""

    __slots__ = ()
    vars().update(_needed(
        "__int__", "__pow__", "__invert__", *_both_ways("lshift", "rshift", "and", "xor", "or")))

    def __index__(self):
        return int(self)

    def __float__(self):
        return float(int(self))

    @property
    def numerator(self):
        return +self

    @property
    def denominator(self):
        return 1


Complex.register(complex)
Real.register(float)
Integral.register(int)
