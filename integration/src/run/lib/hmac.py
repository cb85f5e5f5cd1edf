"""Digests with a key (RFC 2104)."""

import hashlib


class HMAC:
    """A digest with a key that is being computed."""

    def __init__(self, key, msg=None, digestmod=""):
        make = (lambda data=b"": hashlib.new(digestmod, data)) if isinstance(
            digestmod, str) else digestmod
        self._make = make
        size = make().block_size
        key = make(key).digest() if len(key) > size else bytes(key)
        key = key.ljust(size, b"\0")
        self._outer = bytes(byte ^ 0x5C for byte in key)
        self._inner = make(bytes(byte ^ 0x36 for byte in key))
        self.digest_size, self.block_size = self._inner.digest_size, size
        self.name = "hmac-" + self._inner.name
        if msg is not None:
            self.update(msg)

    def update(self, msg):
        self._inner.update(msg)

    def digest(self):
        return self._make(self._outer + self._inner.digest()).digest()

    def hexdigest(self):
        return self.digest().hex()


def new(key, msg=None, digestmod=""):
    if not digestmod:
        raise TypeError("Missing required argument 'digestmod'.")
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    return HMAC(key, msg, digest).digest()


def compare_digest(a, b, /):
    return a == b
