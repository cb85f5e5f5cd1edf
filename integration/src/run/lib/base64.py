"""Bytes as text of 16, 32 or 64 letters."""

import binascii

_B64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_B32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def _bytes(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    return bytes(s)


def b64encode(s, altchars=None):
    encoded = binascii.b2a_base64(s, newline=False)
    return encoded if altchars is None else encoded.translate(
        bytes.maketrans(b"+/", _bytes(altchars)))


def b64decode(s, altchars=None, validate=False):
    s = _bytes(s)
    if altchars is not None:
        s = s.translate(bytes.maketrans(_bytes(altchars), b"+/"))
    if validate and s.translate(None, _B64 + b"="):
        raise binascii.Error("Only base64 data is allowed")
    return binascii.a2b_base64(s)


standard_b64encode, standard_b64decode = b64encode, b64decode


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


def encodebytes(s):
    return b"".join(binascii.b2a_base64(s[i:i + 57]) for i in range(0, len(s), 57))


decodebytes = b64decode


def b32encode(s):
    out = bytearray()
    for i in range(0, len(s), 5):
        part = bytes(s[i:i + 5])
        number = int.from_bytes(part.ljust(5, b"\0"), "big")
        letters = [_B32[number >> shift & 31] for shift in range(35, -1, -5)]
        used = (len(part) * 8 + 4) // 5
        out += bytes(letters[:used]) + b"=" * (8 - used)
    return bytes(out)


def b32decode(s, casefold=False, map01=None):
    s = _bytes(s)
    s = s.upper() if casefold else s
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    out = bytearray()
    for i in range(0, len(s), 8):
        part = s[i:i + 8].rstrip(b"=")
        number = 0
        for char in part.ljust(8, b"A"):
            at = _B32.find(char)
            if at < 0:
                raise binascii.Error("Non-base32 digit found")
            number = number << 5 | at
        out += number.to_bytes(5, "big")[:len(part) * 5 // 8]
    return bytes(out)


def b16encode(s):
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    s = _bytes(s)
    s = s.upper() if casefold else s
    if s.translate(None, b"0123456789ABCDEF"):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)
