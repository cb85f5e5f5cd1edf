"""Universally unique identifiers: 128 bits, of which a few say how the others came about."""

import os
import time

RESERVED_NCS, RFC_4122 = "reserved for NCS compatibility", "specified in RFC 4122"
RESERVED_MICROSOFT = "reserved for Microsoft compatibility"
RESERVED_FUTURE = "reserved for future definition"
int_, bytes_ = int, bytes
# The parts of the number: their bytes, and how far up they stand.
_PARTS = {"time_low": (4, 96), "time_mid": (2, 80), "time_hi_version": (2, 64),
          "clock_seq_hi_variant": (1, 56), "clock_seq_low": (1, 48), "node": (6, 0)}
_HOLES = ("1 (need a 32-bit value)", "2 (need a 16-bit value)", "3 (need a 16-bit value)",
          "4 (need an 8-bit value)", "5 (need an 8-bit value)", "6 (need a 48-bit value)")


def _of_fields(fields):
    if len(fields) != len(_PARTS):
        raise ValueError("fields is not a 6-tuple")
    number = 0
    for part, (size, shift), hole in zip(fields, _PARTS.values(), _HOLES):
        if not 0 <= part < 1 << 8 * size:
            raise ValueError(f"field {hole.replace(' (', ' out of range (', 1)}")
        number |= part << shift
    return number


def _swapped(data):
    """Bytes whose first three parts stand in the other order."""
    return data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:]


class UUID:
    """An identifier, made of one of its forms."""

    __slots__ = ("int", "__weakref__")

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError("one of the hex, bytes, bytes_le, fields, or int arguments must be "
                            "given")
        if hex is not None:
            digits = hex.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
            if len(digits) != 32:
                raise ValueError("badly formed hexadecimal UUID string")
            int = int_(digits, 16)
        for name, data in (("bytes_le", bytes_le), ("bytes", bytes)):
            if data is not None:
                if len(data) != 16:
                    raise ValueError(f"{name} is not a 16-char string")
                int = int_.from_bytes(data if name == "bytes" else _swapped(data), "big")
        if fields is not None:
            int = _of_fields(fields)
        if not 0 <= int < 1 << 128:
            raise ValueError("int is out of range (need a 128-bit value)")
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError("illegal version number")
            int = int & ~(0xC000 << 48) | 0x8000 << 48
            int = int & ~(0xF000 << 64) | version << 76
        object.__setattr__(self, "int", int)

    def __setattr__(self, name, value):
        raise TypeError("UUID objects are immutable")

    hex = property(lambda self: f"{self.int:032x}")
    bytes = property(lambda self: self.int.to_bytes(16, "big"))
    bytes_le = property(lambda self: _swapped(self.bytes))
    urn = property(lambda self: f"urn:uuid:{self}")
    fields = property(lambda self: tuple(getattr(self, name) for name in _PARTS))
    clock_seq = property(
        lambda self: (self.clock_seq_hi_variant & 0x3F) << 8 | self.clock_seq_low)
    time = property(lambda self: (
        (self.time_hi_version & 0x0FFF) << 48 | self.time_mid << 32 | self.time_low))

    @property
    def variant(self):
        top = self.int >> 61 & 7
        if top < 4:
            return RESERVED_NCS
        return {6: RESERVED_MICROSOFT, 7: RESERVED_FUTURE}.get(top, RFC_4122)

    @property
    def version(self):
        return self.int >> 76 & 15 if self.variant == RFC_4122 else None

    def __str__(self):
        h = self.hex
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __int__(self):
        return self.int

    def __eq__(self, other):
        return self.int == other.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.int < other.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.int <= other.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.int > other.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.int >= other.int if isinstance(other, UUID) else NotImplemented

    def __hash__(self):
        return hash(self.int)

    def __getstate__(self):
        return {"int": self.int}

    def __setstate__(self, state):
        object.__setattr__(self, "int", state["int"])


for _name, (_size, _shift) in _PARTS.items():
    setattr(UUID, _name, property(
        lambda self, shift=_shift, mask=(1 << 8 * _size) - 1: self.int >> shift & mask))

_node = None
_last_time = 0


def getnode():
    """A number for this machine: a random one, as no hardware is asked."""
    global _node
    if _node is None:
        _node = int_.from_bytes(os.urandom(6), "big") | 1 << 40
    return _node


def uuid1(node=None, clock_seq=None):
    """One of the time and of the machine."""
    global _last_time
    # Counted in tenths of a microsecond from 1582.
    now = time.time_ns() // 100 + 0x01B21DD213814000
    _last_time = now = max(now, _last_time + 1)
    if clock_seq is None:
        clock_seq = int_.from_bytes(os.urandom(2), "big") & 0x3FFF
    fields = (now & 0xFFFFFFFF, now >> 32 & 0xFFFF, now >> 48 & 0x0FFF,
              clock_seq >> 8 & 0x3F, clock_seq & 0xFF, getnode() if node is None else node)
    return UUID(fields=fields, version=1)


def _of_name(hash_name, namespace, name, version):
    import hashlib
    name = name.encode() if isinstance(name, str) else name
    digest = hashlib.new(hash_name, namespace.bytes + name).digest()
    return UUID(bytes=digest[:16], version=version)


def uuid3(namespace, name):
    """The one of a name in a namespace, by MD5."""
    return _of_name("md5", namespace, name, 3)


def uuid4():
    """A random one."""
    return UUID(bytes=os.urandom(16), version=4)


def uuid5(namespace, name):
    """The one of a name in a namespace, by SHA-1."""
    return _of_name("sha1", namespace, name, 5)


NAMESPACE_DNS, NAMESPACE_URL, NAMESPACE_OID, NAMESPACE_X500 = (
    UUID(f"6ba7b81{digit}-9dad-11d1-80b4-00c04fd430c8") for digit in "0124")
