"""Text in HTML."""

import re

_NAMES = {
    "amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\xa0", "copy": "\xa9",
    "reg": "\xae", "deg": "\xb0", "euro": "\u20ac", "hellip": "\u2026", "mdash": "\u2014",
    "ndash": "\u2013", "lsquo": "\u2018", "rsquo": "\u2019", "ldquo": "\u201c",
    "rdquo": "\u201d", "bull": "\u2022", "trade": "\u2122", "times": "\xd7", "divide": "\xf7",
    "eacute": "\xe9", "egrave": "\xe8", "agrave": "\xe0", "aacute": "\xe1", "auml": "\xe4",
    "ouml": "\xf6", "uuml": "\xfc", "Auml": "\xc4", "Ouml": "\xd6", "Uuml": "\xdc",
    "szlig": "\xdf", "ccedil": "\xe7", "ntilde": "\xf1", "larr": "\u2190", "rarr": "\u2192",
}


def escape(s, quote=True):
    """The text with its special characters as names."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def _named(found):
    name = found[1]
    if not name.startswith("#"):
        return _NAMES.get(name.rstrip(";"), found[0])
    digits = name[1:].rstrip(";")
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def unescape(s):
    """The text with names as characters; the common ones are known."""
    return re.sub(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;)", _named, s)
