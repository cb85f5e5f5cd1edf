"""Functions of complex numbers."""

import math
from math import e, inf, nan, pi, tau

infj, nanj = complex(0, inf), complex(0, nan)


def _z(x):
    return x if isinstance(x, complex) else complex(x)


def phase(z, /):
    z = _z(z)
    return math.atan2(z.imag, z.real)


def polar(z, /):
    return abs(_z(z)), phase(z)


def rect(r, phi, /):
    return complex(r * math.cos(phi), r * math.sin(phi))


def exp(z, /):
    z = _z(z)
    return rect(math.exp(z.real), z.imag)


def log(z, base=None, /):
    z = _z(z)
    if z == 0:
        raise ValueError("math domain error")
    found = complex(math.log(abs(z)), phase(z))
    return found if base is None else found / log(base)


def log10(z, /):
    return log(z) / math.log(10)


def sqrt(z, /):
    z = _z(z)
    if z == 0:
        return complex(0.0, z.imag)
    half = math.sqrt((abs(z.real) + abs(z)) / 2)
    if z.real >= 0:
        return complex(half, z.imag / (2 * half))
    return complex(abs(z.imag) / (2 * half), math.copysign(half, z.imag))


def cosh(z, /):
    z = _z(z)
    return complex(math.cosh(z.real) * math.cos(z.imag), math.sinh(z.real) * math.sin(z.imag))


def sinh(z, /):
    z = _z(z)
    return complex(math.sinh(z.real) * math.cos(z.imag), math.cosh(z.real) * math.sin(z.imag))


def tanh(z, /):
    z = _z(z)
    if abs(z.real) > 20:
        # As near to one as can be told; the rest of the imaginary part is tiny.
        rest = 4 * math.sin(z.imag) * math.cos(z.imag) * math.exp(-2 * abs(z.real))
        return complex(math.copysign(1.0, z.real), rest)
    return sinh(z) / cosh(z)


def cos(z, /):
    z = _z(z)
    return cosh(complex(-z.imag, z.real))


def sin(z, /):
    z = _z(z)
    found = sinh(complex(-z.imag, z.real))
    return complex(found.imag, -found.real)


def tan(z, /):
    z = _z(z)
    found = tanh(complex(-z.imag, z.real))
    return complex(found.imag, -found.real)


def isfinite(z, /):
    z = _z(z)
    return math.isfinite(z.real) and math.isfinite(z.imag)


def isinf(z, /):
    z = _z(z)
    return math.isinf(z.real) or math.isinf(z.imag)


def isnan(z, /):
    z = _z(z)
    return math.isnan(z.real) or math.isnan(z.imag)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    if rel_tol < 0 or abs_tol < 0:
        raise ValueError("tolerances must be non-negative")
    a, b = _z(a), _z(b)
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    return abs(a - b) <= max(rel_tol * max(abs(a), abs(b)), abs_tol)
