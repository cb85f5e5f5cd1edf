"""Random values that nobody can foretell."""

import base64
from hmac import compare_digest  # noqa: F401
from os import urandom

DEFAULT_ENTROPY = 32


def token_bytes(nbytes=None):
    return urandom(DEFAULT_ENTROPY if nbytes is None else nbytes)


def token_hex(nbytes=None):
    """A token of two hexadecimal digits a byte."""
    return "".join(f"{byte:02x}" for byte in token_bytes(nbytes))


def token_urlsafe(nbytes=None):
    """A token as it may stand in an address."""
    text = base64.urlsafe_b64encode(token_bytes(nbytes))
    return text.decode().rstrip("=")


def randbits(k):
    """A number of `k` bits."""
    drawn = int.from_bytes(urandom((k + 7) // 8), "big")
    return drawn >> (-k % 8)


def randbelow(exclusive_upper_bound):
    """A number below the bound: numbers of as many bits are drawn until one is."""
    if exclusive_upper_bound < 1:
        raise ValueError("Upper bound must be positive.")
    bits = exclusive_upper_bound.bit_length()
    drawn = randbits(bits)
    while drawn >= exclusive_upper_bound:
        drawn = randbits(bits)
    return drawn


def choice(seq):
    return seq[randbelow(len(seq))]
