"""`configparser`: errors, and values that refer to other values."""

import re

MAX_INTERPOLATION_DEPTH = 10


class Error(Exception):
    """What is wrong with settings."""

    def __init__(self, msg=""):
        self.message = msg
        super().__init__(msg)

    def __repr__(self):
        return self.message

    __str__ = __repr__


class _About(Error):
    """An error that keeps what it is about: in attributes of these names, and as its arguments."""

    _names = ()

    def _keep(self, text, *values):
        Error.__init__(self, text)
        for name, value in zip(self._names, values):
            setattr(self, name, value)
        self.args = values


class NoSectionError(_About):
    _names = ("section",)

    def __init__(self, section):
        self._keep(f"No section: {section!r}", section)


def _already(what, source, lineno):
    """That something is there already, and where it was read."""
    if source is None:
        return f"{what} already exists"
    line = "" if lineno is None else f" [line {lineno:2d}]"
    return f"While reading from {source!r}{line}: {what[0].lower()}{what[1:]} already exists"


class DuplicateSectionError(_About):
    _names = ("section", "source", "lineno")

    def __init__(self, section, source=None, lineno=None):
        text = _already(f"Section {section!r}", source, lineno)
        self._keep(text, section, source, lineno)


class DuplicateOptionError(_About):
    _names = ("section", "option", "source", "lineno")

    def __init__(self, section, option, source=None, lineno=None):
        text = _already(f"Option {option!r} in section {section!r}", source, lineno)
        self._keep(text, section, option, source, lineno)


class NoOptionError(_About):
    _names = ("option", "section")

    def __init__(self, option, section):
        self._keep(f"No option {option!r} in section: {section!r}", option, section)


class InterpolationError(_About):
    _names = ("option", "section")

    def __init__(self, option, section, msg):
        self._keep(msg, option, section, msg)


class InterpolationMissingOptionError(InterpolationError):
    def __init__(self, option, section, rawval, reference):
        self.reference = reference
        self._keep(f"Bad value substitution: option {option!r} in section {section!r} contains an "
                   f"interpolation key {reference!r} which is not a valid option name. Raw value: "
                   f"{rawval!r}", option, section, rawval, reference)


class InterpolationSyntaxError(InterpolationError):
    pass


class InterpolationDepthError(InterpolationError):
    def __init__(self, option, section, rawval):
        self._keep(f"Recursion limit exceeded in value substitution: option {option!r} in section "
                   f"{section!r} contains an interpolation key which cannot be substituted in "
                   f"{MAX_INTERPOLATION_DEPTH} steps. Raw value: {rawval!r}",
                   option, section, rawval)


class ParsingError(_About):
    _names = ("source",)

    def __init__(self, source, *others):
        self._keep(f"Source contains parsing errors: {source!r}", source)
        self.errors = []
        for number, line in others:
            self.append(number, line)

    def append(self, lineno, line):
        """One more line that could not be read."""
        self.errors += [(lineno, line)]
        self.message += f"\n\t[line {lineno:2d}]: {line!r}"


class MissingSectionHeaderError(ParsingError):
    _names = ("source", "lineno", "line")

    def __init__(self, filename, lineno, line):
        self._keep(f"File contains no section headers.\nfile: {filename!r}, line: {lineno}\n"
                   f"{line!r}", filename, lineno, line)


class MultilineContinuationError(ParsingError):
    _names = ("source", "lineno", "line")

    def __init__(self, filename, lineno, line):
        self._keep("Key without value continued with an indented line.\n"
                   f"file: {filename!r}, line: {lineno}\n{line!r}", filename, lineno, line)


class Interpolation:
    """Leaves values as they are."""

    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value

    before_read = before_write = before_set


class _References(Interpolation):
    """Puts values in where references stand. A class below says how these look."""

    def before_get(self, parser, section, option, value, defaults):
        return self._filled(parser, section, option, value, defaults, value, 1)

    def before_set(self, parser, section, option, value):
        left = self._pattern.sub("", value.replace(self._mark * 2, ""))
        if self._mark in left:
            raise ValueError(
                f"invalid interpolation syntax in {value!r} at position {left.find(self._mark)}")
        return value

    def _filled(self, parser, section, option, text, values, raw, depth):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)
        mark, parts, at = self._mark, [], 0
        while (start := text.find(mark, at)) >= 0:
            parts.append(text[at:start])
            if text[start + 1:start + 2] == mark:
                parts.append(mark)
                at = start + 2
                continue
            match = self._pattern.match(text, start)
            if match is None:
                self._refuse(option, section, text[start:])
            at = match.end()
            parts.append(self._value(parser, section, option, match[1], values, raw, depth))
        return "".join(parts) + text[at:]

    def _value(self, parser, section, option, reference, values, raw, depth):
        inner, value = self._find(parser, section, option, reference, values, raw)
        if value is not None and self._mark in value:
            if inner is not None:
                values = dict(parser.items(inner, raw=True))
            return self._filled(parser, inner or section, option, value, values, raw, depth + 1)
        return value

    def _refuse(self, option, section, rest):
        opening = self._opening
        if rest[1:2] == opening:
            text = f"bad interpolation variable reference {rest!r}"
        else:
            text = f"'{self._mark}' must be followed by '{self._mark}' or '{opening}', found: "
            text += repr(rest)
        raise InterpolationSyntaxError(option, section, text)


class BasicInterpolation(_References):
    """`%(option)s`"""

    _mark, _opening = "%", "("
    _pattern = re.compile(r"%\(([^)]+)\)s")

    def _find(self, parser, section, option, reference, values, raw):
        name = parser.optionxform(reference)
        if name not in values:
            raise InterpolationMissingOptionError(option, section, raw, name) from None
        return None, values[name]


class ExtendedInterpolation(_References):
    """`${option}` or `${section:option}`"""

    _mark, _opening = "$", "{"
    _pattern = re.compile(r"\$\{([^}]+)\}")

    def _find(self, parser, section, option, reference, values, raw):
        path = reference.split(":")
        if len(path) > 2:
            raise InterpolationSyntaxError(
                option, section, f"More than one ':' found: {reference!r}")
        try:
            if len(path) == 1:
                return None, values[parser.optionxform(path[0])]
            return path[0], parser.get(path[0], parser.optionxform(path[1]), raw=True)
        except (KeyError, NoSectionError, NoOptionError):
            raise InterpolationMissingOptionError(option, section, raw, reference) from None


for _class in list(globals().values()):
    if isinstance(_class, type):
        _class.__module__ = "configparser"
