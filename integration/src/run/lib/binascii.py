"""Bytes as text and back, and sums over bytes."""


class Error(ValueError):
    pass


class Incomplete(Exception):
    pass


_B64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def hexlify(data, sep=None, bytes_per_sep=1):
    data = bytes(data)
    return (data.hex() if sep is None else data.hex(sep, bytes_per_sep)).encode("ascii")


def unhexlify(hexstr, /):
    text = hexstr if isinstance(hexstr, str) else bytes(hexstr).decode("latin-1")
    if len(text) % 2:
        raise Error("Odd-length string")
    if not all(c in "0123456789abcdefABCDEF" for c in text):
        raise Error("Non-hexadecimal digit found")
    return bytes.fromhex(text)


b2a_hex, a2b_hex = hexlify, unhexlify


def b2a_base64(data, /, *, newline=True):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    data = bytes(data)
    out = bytearray()
    for i in range(0, len(data), 3):
        part = data[i:i + 3]
        number = int.from_bytes(part.ljust(3, b"\0"), "big")
        letters = bytes(_B64[number >> shift & 63] for shift in (18, 12, 6, 0))
        out += letters[:len(part) + 1].ljust(4, b"=")
    return bytes(out) + (b"\n" if newline else b"")


_VALUES = {char: value for value, char in enumerate(_B64)}


def a2b_base64(data, /, *, strict_mode=False):
    data = data.encode("ascii") if isinstance(data, str) else bytes(data)
    bits = count = pads = 0
    out = bytearray()
    for char in data:
        if char == 61:
            pads += 1
            if count % 4 >= 2 and count % 4 + pads >= 4:
                break
            continue
        value = _VALUES.get(char)
        if value is None:
            continue
        pads = 0
        bits = bits << 6 | value
        count += 1
        if count % 4 == 0:
            out += bits.to_bytes(3, "big")
            bits = 0
    left = count % 4
    if left == 1:
        raise Error(f"Invalid base64-encoded string: number of data characters ({count}) cannot "
                    "be 1 more than a multiple of 4")
    if left and left + pads < 4:
        raise Error("Incorrect padding")
    if left:
        out += (bits << 6 * (4 - left)).to_bytes(3, "big")[:left - 1]
    return bytes(out)


def _table():
    table = []
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ (0xEDB88320 if n & 1 else 0)
        table.append(n)
    return table


_CRC = _table()


def crc32(data, value=0, /):
    value ^= 0xFFFFFFFF
    for byte in bytes(data):
        value = value >> 8 ^ _CRC[(value ^ byte) & 255]
    return value ^ 0xFFFFFFFF
