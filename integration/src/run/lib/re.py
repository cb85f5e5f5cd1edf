"""Regular expressions."""

import _re
import enum
import functools


class RegexFlag(enum.IntFlag):
    """How a pattern is read."""

    NOFLAG = 0
    IGNORECASE = I = 2
    LOCALE = L = 4
    MULTILINE = M = 8
    DOTALL = S = 16
    UNICODE = U = 32
    VERBOSE = X = 64
    DEBUG = 128
    ASCII = A = 256

    def __repr__(self):
        return "|".join(f"re.{flag.name}" for flag in self) or "re.NOFLAG"

    __str__ = __repr__


globals().update(RegexFlag.__members__)


class PatternError(Exception):
    """A pattern that is wrong."""

    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg, self.pattern, self.pos = msg, pattern, pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            msg = f"{msg} at position {pos}"
            self.lineno = pattern.count("\n", 0, pos) + 1
            self.colno = pos - pattern.rfind("\n", 0, pos)
            if "\n" in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        super().__init__(msg)


error = PatternError


class Match:
    """A place where a pattern fits."""

    __slots__ = ("re", "string", "pos", "endpos", "_spans")

    def __init__(self, pattern, string, pos, endpos, spans):
        self.re = pattern
        self.string = string
        self.pos = pos
        self.endpos = endpos
        self._spans = spans

    def _index(self, group):
        if isinstance(group, str):
            group = self.re.groupindex.get(group, -1)
        if not 0 <= group <= self.re.groups:
            raise IndexError("no such group")
        return group

    def _text(self, index, default=None):
        start = self._spans[2 * index]
        return default if start < 0 else self.string[start:self._spans[2 * index + 1]]

    def group(self, *groups):
        if not groups:
            return self._text(0)
        found = [self._text(self._index(group)) for group in groups]
        return found[0] if len(found) == 1 else tuple(found)

    def __getitem__(self, group):
        return self._text(self._index(group))

    def groups(self, default=None):
        return tuple(self._text(i, default) for i in range(1, self.re.groups + 1))

    def groupdict(self, default=None):
        return {name: self._text(i, default) for name, i in self.re.groupindex.items()}

    def start(self, group=0):
        return self._spans[2 * self._index(group)]

    def end(self, group=0):
        return self._spans[2 * self._index(group) + 1]

    def span(self, group=0):
        index = 2 * self._index(group)
        return self._spans[index], self._spans[index + 1]

    def expand(self, template):
        return _expand(self, _parse(template, self.re))

    @property
    def lastindex(self):
        last = self._spans[-1]
        return None if last < 0 else last

    @property
    def lastgroup(self):
        for name, index in self.re.groupindex.items():
            if index == self._spans[-1]:
                return name
        return None

    @property
    def regs(self):
        return tuple(self.span(i) for i in range(self.re.groups + 1))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return f"<re.Match object; span={self.span()}, match={self.group()!r}>"


class Pattern:
    """A compiled pattern."""

    __slots__ = ("pattern", "flags", "groups", "groupindex", "_program", "__weakref__")

    def __init__(self, pattern, flags, program):
        self.pattern = pattern
        self._program = program
        self.flags = program.flags
        self.groups = program.groups
        self.groupindex = dict(program.names)

    def _find(self, string, pos, endpos, mode):
        if not isinstance(string, str):
            if isinstance(string, (bytes, bytearray)):
                raise TypeError("cannot use a string pattern on a bytes-like object")
            raise TypeError(
                f"expected string or bytes-like object, got {type(string).__name__!r}")
        length = len(string)
        endpos = length if endpos is None else max(0, min(endpos, length))
        pos = max(0, pos)
        if pos > endpos:
            return None
        spans = self._program.find(string, pos, endpos, mode)
        return None if spans is None else Match(self, string, pos, endpos, spans)

    def search(self, string, pos=0, endpos=None):
        return self._find(string, pos, endpos, 0)

    def match(self, string, pos=0, endpos=None):
        return self._find(string, pos, endpos, 1)

    def fullmatch(self, string, pos=0, endpos=None):
        return self._find(string, pos, endpos, 2)

    def finditer(self, string, pos=0, endpos=None):
        was_empty = False
        while True:
            if was_empty:
                # What follows an empty match must go on from there.
                found = (self._find(string, pos, endpos, 3)
                         or self._find(string, pos + 1, endpos, 0))
            else:
                found = self._find(string, pos, endpos, 0)
            if found is None:
                return
            start, pos = found.span()
            was_empty = start == pos
            yield found

    def findall(self, string, pos=0, endpos=None):
        found = []
        for match in self.finditer(string, pos, endpos):
            if self.groups == 0:
                found.append(match.group())
            elif self.groups == 1:
                found.append(match._text(1, ""))
            else:
                found.append(match.groups(""))
        return found

    def split(self, string, maxsplit=0):
        parts, last = [], 0
        for match in self.finditer(string):
            parts.append(string[last:match.start()])
            parts.extend(match.groups())
            last = match.end()
            maxsplit -= 1
            if maxsplit == 0:
                break
        parts.append(string[last:])
        return parts

    def subn(self, repl, string, count=0):
        if not callable(repl):
            template = _parse(repl, self)
            repl = functools.partial(_expand, template=template)
        parts, last, made = [], 0, 0
        for match in self.finditer(string):
            parts.append(string[last:match.start()])
            parts.append(repl(match))
            last = match.end()
            made += 1
            if made == count:
                break
        parts.append(string[last:])
        return "".join(parts), made

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return (self.pattern, self.flags) == (other.pattern, other.flags)

    def __hash__(self):
        return hash((self.pattern, self.flags))

    def __repr__(self):
        flags = RegexFlag(self.flags & ~32)
        if not flags:
            return f"re.compile({self.pattern!r})"
        return f"re.compile({self.pattern!r}, {flags})"


def _parse(template, pattern):
    """The pieces of a replacement: texts and numbers of groups."""
    pieces, text, at = [], "", 0
    plain = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "a": "\a", "f": "\f", "v": "\v"}
    while at < len(template):
        char = template[at]
        at += 1
        if char != "\\":
            text += char
            continue
        if at == len(template):
            raise error("bad escape (end of pattern)", template, at - 1)
        char = template[at]
        at += 1
        if char in plain:
            text += plain[char]
            continue
        if char == "g":
            if template[at:at + 1] != "<" or ">" not in template[at:]:
                raise error("missing <", template, at)
            end = template.index(">", at)
            start, name, at = at + 1, template[at + 1:end], end + 1
            if name.isdigit():
                group = int(name)
            elif name in pattern.groupindex:
                group = pattern.groupindex[name]
            else:
                raise IndexError(f"unknown group name {name!r}")
        elif char.isdigit() and char != "0":
            start, group = at - 1, int(char)
            if template[at:at + 1].isdigit():
                group = group * 10 + int(template[at])
                at += 1
        elif char.isalpha():
            raise error(f"bad escape \\{char}", template, at - 2)
        else:
            text += "\0" if char == "0" else "\\" + char
            continue
        if group > pattern.groups:
            raise error(f"invalid group reference {group}", template, start)
        pieces += [text, group]
        text = ""
    return [*pieces, text]


def _expand(match, template):
    return "".join(
        match._text(piece, "") if isinstance(piece, int) else piece for piece in template)


# Compiled patterns, of which so many are kept.
_cache = {}
_MANY = 512


def compile(pattern, flags=0):
    """A pattern ready to be used."""
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    flags = int(flags)
    known = _cache.get((pattern, flags))
    if known is not None:
        return known
    if not isinstance(pattern, str):
        raise TypeError("first argument must be string or compiled pattern")
    try:
        program = _re.compile(pattern, flags)
    except ValueError as wrong:
        msg, _, pos = str(wrong).rpartition(" at position ")
        if msg and pos.isdigit():
            raise error(msg, pattern, int(pos)) from None
        raise error(str(wrong), pattern) from None
    if len(_cache) >= _MANY:
        # The oldest one goes.
        del _cache[next(iter(_cache))]
    made = _cache[pattern, flags] = Pattern(pattern, flags, program)
    return made


def search(pattern, string, flags=0):
    """The first place where the pattern fits."""
    return compile(pattern, flags).search(string)


def match(pattern, string, flags=0):
    """Whether the pattern fits at the start."""
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """Whether the pattern fits the whole text."""
    return compile(pattern, flags).fullmatch(string)


def finditer(pattern, string, flags=0):
    """All places where the pattern fits."""
    return compile(pattern, flags).finditer(string)


def findall(pattern, string, flags=0):
    """All texts that fit the pattern."""
    return compile(pattern, flags).findall(string)


def split(pattern, string, maxsplit=0, flags=0):
    """The text between the places where the pattern fits."""
    return compile(pattern, flags).split(string, maxsplit)


def sub(pattern, repl, string, count=0, flags=0):
    """The text with replacements."""
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    """The text with replacements, and their number."""
    return compile(pattern, flags).subn(repl, string, count)


_special = {ord(c): "\\" + c for c in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    """The pattern that a text is matched by."""
    return pattern.translate(_special)


def purge():
    """Forgets compiled patterns."""
    _cache.clear()
