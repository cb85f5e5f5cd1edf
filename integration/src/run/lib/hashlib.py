"""Digests of bytes: MD5, SHA-1 and SHA-2."""

from _digest_functions import HASHES

algorithms_guaranteed = algorithms_available = set(HASHES)


class HASH:
    """A digest that is being computed."""

    def __init__(self, name, data=b""):
        self.name = name
        self.block_size, self.digest_size, self._compute = HASHES[name]
        self._data = bytearray()
        self.update(data)

    def update(self, data, /):
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        self._data += data

    def digest(self):
        return self._compute(bytes(self._data))

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return HASH(self.name, self._data)

    def __repr__(self):
        return f"<{self.name} _hashlib.HASH object @ {id(self):#x}>"


HASH.__module__ = "_hashlib"


def new(name, data=b"", *, usedforsecurity=True):
    name = name.lower().replace("-", "")
    if name not in HASHES:
        raise ValueError(f"unsupported hash type {name}")
    return HASH(name, data)


def _make(name):
    def make(string=b"", *, usedforsecurity=True):
        return HASH(name, string)
    make.__name__ = make.__qualname__ = f"openssl_{name}"
    return make


for _name in HASHES:
    globals()[_name] = _make(_name)


def file_digest(fileobj, digest, /):
    made = new(digest) if isinstance(digest, str) else digest()
    made.update(fileobj.read())
    return made
