"""Text in HTML. Of the named characters, those of HTML 4 for Latin letters, Greek letters and
punctuation are known."""

import re

# The characters from 160 to 255 in their order, then others with their numbers.
_LATIN = (
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn "
    "sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave "
    "Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml "
    "ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN "
    "szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave "
    "iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute "
    "ucirc uuml yacute thorn yuml").split()
_GREEK = (
    "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - "
    "Sigma Tau Upsilon Phi Chi Psi Omega").split()
_NAMED = {
    "amp": "&", "AMP": "&", "lt": "<", "LT": "<", "gt": ">", "GT": ">", "quot": '"', "QUOT": '"',
    **{name: chr(160 + at) for at, name in enumerate(_LATIN)}}
# These need their semicolon, the ones above do not.
_CLOSED = {
    "apos": "'", "OElig": "\u0152", "oelig": "\u0153", "Scaron": "\u0160", "scaron": "\u0161",
    "Yuml": "\u0178", "fnof": "\u0192", "circ": "\u02c6", "tilde": "\u02dc", "ensp": "\u2002",
    "emsp": "\u2003", "thinsp": "\u2009", "zwnj": "\u200c", "zwj": "\u200d", "ndash": "\u2013",
    "mdash": "\u2014", "lsquo": "\u2018", "rsquo": "\u2019", "sbquo": "\u201a", "ldquo": "\u201c",
    "rdquo": "\u201d", "bdquo": "\u201e", "dagger": "\u2020", "Dagger": "\u2021",
    "bull": "\u2022", "hellip": "\u2026", "permil": "\u2030", "prime": "\u2032",
    "Prime": "\u2033", "lsaquo": "\u2039", "rsaquo": "\u203a", "oline": "\u203e",
    "euro": "\u20ac", "trade": "\u2122", "larr": "\u2190", "uarr": "\u2191", "rarr": "\u2192",
    "darr": "\u2193", "harr": "\u2194", "rArr": "\u21d2", "hArr": "\u21d4", "forall": "\u2200",
    "part": "\u2202", "exist": "\u2203", "empty": "\u2205", "isin": "\u2208", "notin": "\u2209",
    "prod": "\u220f", "sum": "\u2211", "minus": "\u2212", "radic": "\u221a", "infin": "\u221e",
    "and": "\u2227", "or": "\u2228", "cap": "\u2229", "cup": "\u222a", "int": "\u222b",
    "asymp": "\u2248", "ne": "\u2260", "equiv": "\u2261", "le": "\u2264", "ge": "\u2265",
    "sub": "\u2282", "sup": "\u2283", "loz": "\u25ca", "spades": "\u2660", "clubs": "\u2663",
    "hearts": "\u2665", "diams": "\u2666", "sigmaf": "\u03c2",
    **{name: chr(0x391 + at) for at, name in enumerate(_GREEK) if name != "-"},
    **{name.lower(): chr(0x3B1 + at) for at, name in enumerate(_GREEK) if name != "-"},
    "epsilon": "\u03b5", "phi": "\u03c6"}
# Numbers that browsers read as characters of Windows.
_WINDOWS = dict(zip(range(0x80, 0xA0), (
    "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f"
    "\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e"
    "\u0178")))
_REFERENCE = re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")


def escape(s, quote=True):
    """`&`, `<` and `>` as entities; quotes, too, unless they are to stay."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        s = s.replace('"', "&quot;").replace("'", "&#x27;")
    return s


def _numbered(text):
    number = int(text[1:], 16) if text[0] in "xX" else int(text)
    if number in _WINDOWS:
        return _WINDOWS[number]
    if number == 0 or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
        return "\ufffd"
    if number == 0x0D:
        return "\r"
    control = number < 0x20 and number not in (9, 10, 12) or 0x7F <= number <= 0x9F
    return "" if control or number == 0x0B or number & 0xFFFE == 0xFFFE else chr(number)


def _character(match):
    text = match[1]
    if text[0] == "#":
        return _numbered(text[1:].rstrip(";"))
    name = text.removesuffix(";")
    if name in _NAMED:
        return _NAMED[name]
    if text.endswith(";") and name in _CLOSED:
        return _CLOSED[name]
    # The longest beginning that needs no semicolon.
    for end in range(len(name) - 1, 1, -1):
        if name[:end] in _NAMED:
            return _NAMED[name[:end]] + text[end:]
    return "&" + text


def unescape(s):
    """The characters that entities stand for."""
    return _REFERENCE.sub(_character, s) if "&" in s else s
