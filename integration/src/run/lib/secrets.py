"""Random values that nobody can foretell."""

import base64
import os


def token_bytes(nbytes=None):
    return os.urandom(32 if nbytes is None else nbytes)


def token_hex(nbytes=None):
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    return base64.urlsafe_b64encode(token_bytes(nbytes)).rstrip(b"=").decode("ascii")


def randbits(k):
    return int.from_bytes(os.urandom((k + 7) // 8), "big") >> -k % 8


def randbelow(exclusive_upper_bound):
    if exclusive_upper_bound <= 0:
        raise ValueError("Upper bound must be positive.")
    while (found := randbits(exclusive_upper_bound.bit_length())) >= exclusive_upper_bound:
        pass
    return found


def choice(seq):
    return seq[randbelow(len(seq))]


def compare_digest(a, b):
    return a == b
