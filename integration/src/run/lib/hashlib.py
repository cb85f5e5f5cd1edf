"""Digests of bytes."""

import _hashlib

# Bytes of a digest and of a block of each algorithm.
_SIZES = {
    "md5": (16, 64), "sha1": (20, 64), "sha224": (28, 64), "sha256": (32, 64),
    "sha384": (48, 128), "sha512": (64, 128), "sha3_224": (28, 144), "sha3_256": (32, 136),
    "sha3_384": (48, 104), "sha3_512": (64, 72), "blake2b": (64, 128), "blake2s": (32, 64)}
algorithms_guaranteed = set(_SIZES)
algorithms_available = set(_SIZES)


class HASH:
    """What an algorithm has taken so far."""

    __slots__ = ("_state", "name", "digest_size", "block_size")

    def __init__(self, state, name, digest_size, block_size):
        self._state = state
        self.name = name
        self.digest_size = digest_size
        self.block_size = block_size

    def update(self, obj, /):
        self._state.update(obj)

    def digest(self):
        return self._state.digest()

    def hexdigest(self):
        return self._state.digest().hex()

    def copy(self):
        return HASH(self._state.copy(), self.name, self.digest_size, self.block_size)

    def __repr__(self):
        return f"<{self.name} {type(self).__module__}.{type(self).__name__} object @ {id(self):#x}>"


HASH.__module__ = "_hashlib"


def _maker(name):
    def make(string=b"", *, usedforsecurity=True):
        made = HASH(_hashlib.new(name), name, *_SIZES[name])
        made.update(string)
        return made

    make.__name__ = make.__qualname__ = name if name.startswith("sha3") else "openssl_" + name
    return make


def _blake2(name):
    largest = _SIZES[name][0]

    def make(data=b"", /, *, digest_size=largest, key=b"", salt=b"", person=b"",
             usedforsecurity=True):
        state = _hashlib.blake2(name == "blake2b", digest_size, key, salt, person)
        made = HASH(state, name, digest_size, _SIZES[name][1])
        made.update(data)
        return made

    make.__name__ = make.__qualname__ = name
    make.MAX_DIGEST_SIZE = make.MAX_KEY_SIZE = largest
    make.SALT_SIZE = make.PERSON_SIZE = largest // 4
    return make


md5, sha1, sha224, sha256, sha384, sha512, sha3_224, sha3_256, sha3_384, sha3_512 = map(
    _maker, list(_SIZES)[:10])
blake2b, blake2s = _blake2("blake2b"), _blake2("blake2s")
_makers = dict(zip(_SIZES, (md5, sha1, sha224, sha256, sha384, sha512, sha3_224, sha3_256,
                            sha3_384, sha3_512, blake2b, blake2s)))


def new(name, data=b"", **kwargs):
    """A digest by the name of its algorithm."""
    make = _makers.get(name.lower().replace("-", "_") if "3" in name else
                       name.lower().replace("-", ""))
    if make is None:
        raise ValueError("unsupported hash type " + name)
    return make(data, **kwargs)


def file_digest(fileobj, digest, /, *, _bufsize=2**18):
    """The digest of the rest of a file."""
    made = new(digest) if isinstance(digest, str) else digest()
    while data := fileobj.read(_bufsize):
        made.update(data)
    return made


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """A key made from a password."""
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    if dklen is not None and dklen < 1:
        raise ValueError("key length must be greater than 0.")
    made = new(hash_name)
    inner, outer = hmac_states(made, password)
    return _hashlib.pbkdf2(
        inner._state, outer._state, bytes(salt), iterations, dklen or made.digest_size)


def hmac_states(made, key):
    """The two states that HMAC begins with, of an algorithm that has taken nothing."""
    key = bytes(key)
    if len(key) > made.block_size:
        short = made.copy()
        short.update(key)
        key = short.digest()
    key = key.ljust(made.block_size, b"\0")
    inner, outer = made.copy(), made.copy()
    inner.update(bytes(byte ^ 0x36 for byte in key))
    outer.update(bytes(byte ^ 0x5C for byte in key))
    return inner, outer
