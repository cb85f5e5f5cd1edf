"""JSON: text from values, and values from text."""

_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b",
}
_UNESCAPES = {
    '"': '"', "\\": "\\", "/": "/", "n": "\n", "r": "\r", "t": "\t", "f": "\f", "b": "\b",
}
_SPACE = " \t\n\r"
_MISSING = object()


class JSONDecodeError(ValueError):
    """Text that is not JSON, and where."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        super().__init__("%s: line %d column %d (char %d)" % (msg, lineno, colno, pos))
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno


def _quote(text, ascii_only):
    parts = ['"']
    for c in text:
        known = _ESCAPES.get(c)
        code = ord(c)
        if known is not None:
            parts.append(known)
        elif code < 32 or (ascii_only and 126 < code < 0x10000):
            parts.append("\\u%04x" % code)
        elif ascii_only and code > 126:
            code -= 0x10000
            parts.append("\\u%04x\\u%04x" % (0xd800 | code >> 10, 0xdc00 | code & 0x3ff))
        else:
            parts.append(c)
    parts.append('"')
    return "".join(parts)


class JSONEncoder:
    """Makes text of values."""

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True,
                 allow_nan=True, sort_keys=False, indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = " " * indent if isinstance(indent, int) else indent
        self.item_separator, self.key_separator = ", ", ": "
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        return "".join(self.iterencode(o))

    def iterencode(self, o):
        return self._encode(o, 0, set())

    def _float(self, o):
        if o != o:
            text = "NaN"
        elif o in (float("inf"), -float("inf")):
            text = "Infinity" if o > 0 else "-Infinity"
        else:
            return float.__repr__(o)
        if not self.allow_nan:
            raise ValueError("Out of range float values are not JSON compliant: " + repr(o))
        return text

    def _key(self, key):
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return self._float(key)
        if key is True:
            return "true"
        if key is False:
            return "false"
        if key is None:
            return "null"
        if isinstance(key, int):
            return int.__repr__(key)
        if self.skipkeys:
            return None
        raise TypeError(
            "keys must be str, int, float, bool or None, not " + key.__class__.__name__)

    def _encode(self, o, level, seen):
        if isinstance(o, str):
            yield _quote(o, self.ensure_ascii)
        elif o is None:
            yield "null"
        elif o is True:
            yield "true"
        elif o is False:
            yield "false"
        elif isinstance(o, int):
            yield int.__repr__(o)
        elif isinstance(o, float):
            yield self._float(o)
        else:
            mark = id(o)
            if self.check_circular:
                if mark in seen:
                    raise ValueError("Circular reference detected")
                seen.add(mark)
            if isinstance(o, (list, tuple)):
                yield from self._row(o, level, seen, "[]", ((None, v) for v in o))
            elif isinstance(o, dict):
                pairs = sorted(o.items()) if self.sort_keys else o.items()
                named = ((self._key(k), v) for k, v in pairs)
                yield from self._row(o, level, seen, "{}", (p for p in named if p[0] is not None))
            else:
                yield from self._encode(self.default(o), level, seen)
            seen.discard(mark)

    def _row(self, o, level, seen, brackets, pairs):
        if not o:
            yield brackets
            return
        separator = self.item_separator
        newline = ""
        if self.indent is not None:
            newline = "\n" + self.indent * (level + 1)
            separator += newline
        yield brackets[0] + newline
        first = True
        for name, value in pairs:
            if not first:
                yield separator
            first = False
            if name is not None:
                yield _quote(name, self.ensure_ascii) + self.key_separator
            yield from self._encode(value, level + 1, seen)
        if self.indent is not None:
            yield "\n" + self.indent * level
        yield brackets[1]


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True,
          cls=None, indent=None, separators=None, default=None, sort_keys=False, **kw):
    """The text of a value."""
    return (cls or JSONEncoder)(
        skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular,
        allow_nan=allow_nan, indent=indent, separators=separators, default=default,
        sort_keys=sort_keys, **kw).encode(obj)


def dump(obj, fp, **kw):
    """Writes the text of a value to a file."""
    fp.write(dumps(obj, **kw))


class JSONDecoder:
    """Makes values of text."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None,
                 parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.object_pairs_hook = object_pairs_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or {
            "-Infinity": -float("inf"), "Infinity": float("inf"), "NaN": float("nan"),
        }.__getitem__
        self.strict = strict

    def decode(self, s):
        value, end = self.raw_decode(s, self._skip(s, 0))
        end = self._skip(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return value

    def raw_decode(self, s, idx=0):
        return self._value(s, idx)

    def _skip(self, s, i):
        while i < len(s) and s[i] in _SPACE:
            i += 1
        return i

    def _value(self, s, i):
        c = s[i:i + 1]
        if c == '"':
            return self._string(s, i + 1)
        if c == "{":
            return self._object(s, i + 1)
        if c == "[":
            return self._array(s, i + 1)
        for word, value in (("null", None), ("true", True), ("false", False)):
            if s.startswith(word, i):
                return value, i + len(word)
        for word in ("NaN", "Infinity", "-Infinity"):
            if s.startswith(word, i):
                return self.parse_constant(word), i + len(word)
        if c and c in "-0123456789":
            return self._number(s, i)
        raise JSONDecodeError("Expecting value", s, i)

    def _number(self, s, start):
        i = start + (s[start] == "-")
        digits = i
        while i < len(s) and s[i] in "0123456789":
            i += 1
            if s[digits] == "0":
                break
        if i == digits:
            raise JSONDecodeError("Expecting value", s, start)
        whole = True
        if s[i:i + 1] == "." and s[i + 1:i + 2] in tuple("0123456789"):
            whole = False
            i += 1
            while i < len(s) and s[i] in "0123456789":
                i += 1
        if s[i:i + 1] in ("e", "E"):
            j = i + 1
            if s[j:j + 1] in ("+", "-"):
                j += 1
            k = j
            while k < len(s) and s[k] in "0123456789":
                k += 1
            if k > j:
                whole = False
                i = k
        return (self.parse_int if whole else self.parse_float)(s[start:i]), i

    def _string(self, s, i):
        begin = i - 1
        parts = []
        while True:
            start = i
            while i < len(s) and s[i] not in '"\\' and (s[i] >= " " or not self.strict):
                i += 1
            parts.append(s[start:i])
            if i >= len(s):
                raise JSONDecodeError("Unterminated string starting at", s, begin)
            c = s[i]
            if c == '"':
                return "".join(parts), i + 1
            if c != "\\":
                raise JSONDecodeError("Invalid control character at", s, i)
            c = s[i + 1:i + 2]
            if not c:
                raise JSONDecodeError("Unterminated string starting at", s, begin)
            if c != "u":
                if c not in _UNESCAPES:
                    raise JSONDecodeError("Invalid \\escape", s, i)
                parts.append(_UNESCAPES[c])
                i += 2
                continue
            code = self._four(s, i + 1)
            i += 6
            if 0xd800 <= code <= 0xdbff and s[i:i + 2] == "\\u":
                low = self._four(s, i + 1)
                if 0xdc00 <= low <= 0xdfff:
                    code = 0x10000 + ((code - 0xd800) << 10 | low - 0xdc00)
                    i += 6
            parts.append(chr(code))

    def _four(self, s, i):
        digits = s[i + 1:i + 5]
        if len(digits) == 4 and digits[1] not in "xX":
            try:
                return int(digits, 16)
            except ValueError:
                pass
        raise JSONDecodeError("Invalid \\uXXXX escape", s, i)

    def _array(self, s, i):
        values = []
        i = self._skip(s, i)
        if s[i:i + 1] == "]":
            return values, i + 1
        while True:
            value, i = self._value(s, i)
            values.append(value)
            i = self._skip(s, i)
            c = s[i:i + 1]
            if c == "]":
                return values, i + 1
            if c != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, i)
            comma = i
            i = self._skip(s, i + 1)
            if s[i:i + 1] == "]":
                raise JSONDecodeError("Illegal trailing comma before end of array", s, comma)

    def _object(self, s, i):
        pairs = []
        i = self._skip(s, i)
        if s[i:i + 1] == "}":
            return self._finish(pairs), i + 1
        if s[i:i + 1] != '"':
            raise JSONDecodeError("Expecting property name enclosed in double quotes", s, i)
        while True:
            key, i = self._string(s, i + 1)
            i = self._skip(s, i)
            if s[i:i + 1] != ":":
                raise JSONDecodeError("Expecting ':' delimiter", s, i)
            value, i = self._value(s, self._skip(s, i + 1))
            pairs.append((key, value))
            i = self._skip(s, i)
            c = s[i:i + 1]
            if c == "}":
                return self._finish(pairs), i + 1
            if c != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, i)
            comma = i
            i = self._skip(s, i + 1)
            if s[i:i + 1] == "}":
                raise JSONDecodeError("Illegal trailing comma before end of object", s, comma)
            if s[i:i + 1] != '"':
                raise JSONDecodeError("Expecting property name enclosed in double quotes", s, i)

    def _finish(self, pairs):
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs)
        value = dict(pairs)
        return value if self.object_hook is None else self.object_hook(value)


def _encoding_of(data):
    """The encoding of bytes, by their mark or by where zeros are among the first ones."""
    for encoding, mark in (("utf-32", b"\xff\xfe\0\0"), ("utf-32", b"\0\0\xfe\xff"),
                           ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff")):
        if data.startswith(mark):
            return encoding
    if len(data) >= 4:
        if not data[0]:
            return "utf-16-be" if data[1] else "utf-32-be"
        if not data[1]:
            return "utf-16-le" if data[2] or data[3] else "utf-32-le"
    elif len(data) == 2:
        if not data[0]:
            return "utf-16-be"
        if not data[1]:
            return "utf-16-le"
    return "utf-8"


def loads(s, *, cls=None, **kw):
    """The value of a text."""
    if isinstance(s, (bytes, bytearray)):
        mark = 3 if s.startswith(b"\xef\xbb\xbf") else 0
        s = s[mark:].decode(_encoding_of(s), "surrogatepass")
    elif not isinstance(s, str):
        raise TypeError(
            f"the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}")
    elif s.startswith("\ufeff"):
        raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0)
    return (cls or JSONDecoder)(**kw).decode(s)


def load(fp, **kw):
    """The value of the text in a file."""
    return loads(fp.read(), **kw)
