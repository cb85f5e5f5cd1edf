"""Bytes as text of few characters."""

import binascii

_B32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_B32HEX = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"
_B85 = (b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        b"!#$%&()*+-;<=>?@^_`{|}~")
_Z85 = (b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        b".-:+=^!/*?&<>()[]{}@%$#")
_Z85_ONLY = b";_`|~"  # digits of base 85 that Z85 does not know
_TO_Z85 = bytes.maketrans(_B85, _Z85)
_FROM_Z85 = bytes.maketrans(_Z85_ONLY + _Z85, b"\0" * len(_Z85_ONLY) + _B85)
_A85 = bytes(range(33, 118))
_TO_URL, _FROM_URL = bytes.maketrans(b"+/", b"-_"), bytes.maketrans(b"-_", b"+/")


def _given(s):
    """Bytes, or text of ASCII characters as bytes."""
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    if isinstance(s, (bytes, bytearray)):
        return bytes(s)
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError("argument should be a bytes-like object or ASCII string, "
                        f"not {s.__class__.__name__!r}") from None


def b64encode(s, altchars=None):
    """Base 64; two other characters can stand for + and /."""
    text = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return text.translate(bytes.maketrans(b"+/", altchars))
    return text


def b64decode(s, altchars=None, validate=False):
    """The bytes of base 64."""
    s = _given(s)
    if altchars is not None:
        altchars = _given(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    """Base 64 with - and _."""
    return b64encode(s).translate(_TO_URL)


def urlsafe_b64decode(s):
    return b64decode(_given(s).translate(_FROM_URL))


def _b32encode(digits, s):
    s = memoryview(s).tobytes()
    pad = -len(s) % 5
    padded = s + bytes(pad)
    text = bytearray()
    for at in range(0, len(padded), 5):
        group = int.from_bytes(padded[at:at + 5], "big")
        text += bytes(digits[group >> shift & 31] for shift in range(35, -1, -5))
    unused = (0, 1, 3, 4, 6)[pad]
    if unused:
        text[-unused:] = b"=" * unused
    return bytes(text)


def _b32decode(digits, s, casefold, map01=None):
    s = _given(s)
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        s = s.translate(bytes.maketrans(b"01", b"O" + _given(map01)))
    if casefold:
        s = s.upper()
    length = len(s)
    s = s.rstrip(b"=")
    pad = length - len(s)
    values = {digit: value for value, digit in enumerate(digits)}
    found = bytearray()
    for at in range(0, len(s), 8):
        group = 0
        for digit in s[at:at + 8]:
            if digit not in values:
                raise binascii.Error("Non-base32 digit found")
            group = group << 5 | values[digit]
        missing = 8 - len(s[at:at + 8])
        found += (group << 5 * missing).to_bytes(5, "big")
    if length % 8 or pad not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    spare = (43 - 5 * pad) // 8
    return bytes(found[:-5] + found[-5:][:spare]) if pad else bytes(found)


def b32encode(s):
    return _b32encode(_B32, s)


def b32decode(s, casefold=False, map01=None):
    return _b32decode(_B32, s, casefold, map01)


def b32hexencode(s):
    return _b32encode(_B32HEX, s)


def b32hexdecode(s, casefold=False):
    return _b32decode(_B32HEX, s, casefold)


def b16encode(s):
    """Hexadecimal digits in capitals."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    s = _given(s)
    if casefold:
        s = s.upper()
    if s.translate(None, delete=b"0123456789ABCDEF"):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


def _groups_of_85(digits, s, zeros, spaces):
    """Four bytes each as five digits; the last ones padded."""
    pad = -len(s) % 4
    padded = s + bytes(pad)
    groups = []
    for at in range(0, len(padded), 4):
        word = int.from_bytes(padded[at:at + 4], "big")
        if zeros and not word:
            groups.append(b"z")
        elif spaces and word == 0x20202020:
            groups.append(b"y")
        else:
            groups.append(bytes(digits[word // 85 ** place % 85] for place in range(4, -1, -1)))
    return groups, pad


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Base 85 of Adobe."""
    groups, padding = _groups_of_85(_A85, memoryview(b).tobytes(), True, foldspaces)
    if padding and not pad:
        if groups[-1] == b"z":
            groups[-1] = b"!!!!!"
        groups[-1] = groups[-1][:-padding]
    text = b"".join(groups)
    if adobe:
        text = b"<~" + text
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [text[at:at + wrapcol] for at in range(0, len(text), wrapcol)]
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b"")
        text = b"\n".join(lines)
    return text + b"~>" if adobe else text


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    b = _given(b)
    if adobe:
        if not b.endswith(b"~>"):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        b = b[2:-2] if b.startswith(b"<~") else b[:-2]
    found, group = bytearray(), []
    for byte in b + b"u" * 4:
        if 33 <= byte <= 117:
            group.append(byte - 33)
            if len(group) == 5:
                word = 0
                for digit in group:
                    word = word * 85 + digit
                if word > 0xFFFFFFFF:
                    raise ValueError("Ascii85 overflow")
                found += word.to_bytes(4, "big")
                group.clear()
        elif byte in b"zy"[:2 if foldspaces else 1]:
            if group:
                raise ValueError(f"{chr(byte)} inside Ascii85 5-tuple")
            found += b"\0\0\0\0" if byte == 122 else b"    "
        elif byte not in ignorechars:
            raise ValueError(f"Non-Ascii85 digit found: {chr(byte)}")
    padding = 4 - len(group)
    return bytes(found[:-padding]) if padding else bytes(found)


def b85encode(b, pad=False):
    """Base 85 as git has it."""
    groups, padding = _groups_of_85(_B85, memoryview(b).tobytes(), False, False)
    text = b"".join(groups)
    return text[:-padding] if padding and not pad else text


def b85decode(b):
    b = _given(b)
    values = {digit: value for value, digit in enumerate(_B85)}
    padding = -len(b) % 5
    padded, found = b + b"~" * padding, bytearray()
    for at in range(0, len(padded), 5):
        word = 0
        for place, digit in enumerate(padded[at:at + 5]):
            if digit not in values:
                raise ValueError(f"bad base85 character at position {at + place}")
            word = word * 85 + values[digit]
        if word > 0xFFFFFFFF:
            raise ValueError(f"base85 overflow in hunk starting at byte {at}")
        found += word.to_bytes(4, "big")
    return bytes(found[:-padding]) if padding else bytes(found)


def z85encode(s):
    """Base 85 as ZeroMQ has it."""
    return b85encode(s).translate(_TO_Z85)


def z85decode(s):
    try:
        return b85decode(_given(s).translate(_FROM_Z85))
    except ValueError as e:
        raise ValueError(e.args[0].replace("base85", "z85")) from None


def _plain_bytes(s):
    """The bytes of a buffer of single bytes in one row."""
    try:
        view = memoryview(s)
    except TypeError as e:
        raise TypeError(f"expected bytes-like object, not {s.__class__.__name__}") from e
    if view.format not in ("c", "b", "B"):
        raise TypeError(
            f"expected single byte elements, not {view.format!r} from {s.__class__.__name__}")
    if view.ndim != 1:
        raise TypeError(f"expected 1-D data, not {view.ndim}-D data from {s.__class__.__name__}")
    return view.tobytes()


def encode(input, output):
    """Base 64 of one file in another."""
    while part := input.read(57):
        output.write(binascii.b2a_base64(part))


def decode(input, output):
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def encodebytes(s):
    """Base 64 in lines of 76 characters."""
    s = _plain_bytes(s)
    return b"".join(binascii.b2a_base64(s[at:at + 57]) for at in range(0, len(s), 57))


def decodebytes(s):
    return binascii.a2b_base64(_plain_bytes(s))
