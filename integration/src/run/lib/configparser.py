"""Settings in sections: `[section]`, `name = value`."""

import re

DEFAULTSECT = "DEFAULT"
_UNSET = object()


class Error(Exception):
    def __init__(self, msg=""):
        self.message = msg
        super().__init__(msg)

    def __str__(self):
        return self.message


class NoSectionError(Error):
    def __init__(self, section):
        super().__init__(f"No section: {section!r}")
        self.section = section


class DuplicateSectionError(Error):
    def __init__(self, section, source=None, lineno=None):
        super().__init__(f"Section {section!r} already exists")
        self.section = section


class DuplicateOptionError(Error):
    def __init__(self, section, option, source=None, lineno=None):
        super().__init__(f"While reading from {source!r} [line {lineno:2d}]: option {option!r} in "
                         f"section {section!r} already exists")


class NoOptionError(Error):
    def __init__(self, option, section):
        super().__init__(f"No option {option!r} in section: {section!r}")
        self.option, self.section = option, section


class InterpolationError(Error):
    pass


class InterpolationMissingOptionError(InterpolationError):
    pass


class ParsingError(Error):
    pass


class MissingSectionHeaderError(ParsingError):
    pass


class Interpolation:
    def get(self, parser, section, value, names):
        return value


class BasicInterpolation(Interpolation):
    """`%(name)s` stands for another value of the section."""

    def get(self, parser, section, value, names, depth=0):
        if depth > 10:
            raise InterpolationError("Recursion limit exceeded in value substitution")

        def fill(found):
            if found[0] == "%%":
                return "%"
            name = parser.optionxform(found[1])
            if name not in names:
                raise InterpolationMissingOptionError(
                    f"Bad value substitution: option in section {section!r} contains an "
                    f"interpolation key {name!r} which is not a valid option name. "
                    f"Raw value: {value!r}")
            return self.get(parser, section, names[name], names, depth + 1)
        return re.sub(r"%%|%\(([^)]+)\)s", fill, value)


class ExtendedInterpolation(Interpolation):
    """`${name}` and `${section:name}` stand for other values."""

    def get(self, parser, section, value, names):
        def fill(found):
            if found[0] == "$$":
                return "$"
            place, _, name = found[1].rpartition(":")
            return parser.get(place, name) if place else self.get(
                parser, section, names[parser.optionxform(name)], names)
        return re.sub(r"\$\$|\$\{([^}]+)\}", fill, value)


class SectionProxy:
    """One section, like a dict."""

    def __init__(self, parser, name):
        self.parser, self.name = parser, name

    def __repr__(self):
        return f"<Section: {self.name}>"

    def __getitem__(self, key):
        if not self.parser.has_option(self.name, key):
            raise KeyError(key)
        return self.parser.get(self.name, key)

    def __setitem__(self, key, value):
        self.parser.set(self.name, key, value)

    def __delitem__(self, key):
        if not self.parser.remove_option(self.name, key):
            raise KeyError(key)

    def __contains__(self, key):
        return self.parser.has_option(self.name, key)

    def __iter__(self):
        return iter(self.parser._names(self.name))

    def __len__(self):
        return len(self.parser._names(self.name))

    def keys(self):
        return list(self)

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def get(self, option, fallback=None, **kwargs):
        return self.parser.get(self.name, option, fallback=fallback, **kwargs)

    def getint(self, option, fallback=None):
        return self.parser.getint(self.name, option, fallback=fallback)

    def getfloat(self, option, fallback=None):
        return self.parser.getfloat(self.name, option, fallback=fallback)

    def getboolean(self, option, fallback=None):
        return self.parser.getboolean(self.name, option, fallback=fallback)


class RawConfigParser:
    """All sections."""

    BOOLEAN_STATES = {"1": True, "yes": True, "true": True, "on": True,
                      "0": False, "no": False, "false": False, "off": False}
    _interpolation = Interpolation()

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *,
                 delimiters=("=", ":"), comment_prefixes=("#", ";"),
                 inline_comment_prefixes=None, strict=True,
                 empty_lines_in_values=True, default_section=DEFAULTSECT, interpolation=_UNSET,
                 converters=None):
        self._sections, self._defaults = {}, {}
        self.default_section, self._strict = default_section, strict
        self._no_value, self._delimiters = allow_no_value, delimiters
        self._comments, self._inline = comment_prefixes, inline_comment_prefixes or ()
        if interpolation is not _UNSET:
            self._interpolation = interpolation or Interpolation()
        for name, value in (defaults or {}).items():
            self._defaults[self.optionxform(name)] = value

    def optionxform(self, optionstr):
        return optionstr.lower()

    def defaults(self):
        return self._defaults

    def sections(self):
        return list(self._sections)

    def add_section(self, section):
        if section == self.default_section:
            raise ValueError(f"Invalid section name: {section!r}")
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = {}

    def has_section(self, section):
        return section in self._sections

    def _own(self, section):
        if section == self.default_section:
            return self._defaults
        if section not in self._sections:
            raise NoSectionError(section)
        return self._sections[section]

    def _names(self, section):
        return list({**self._own(section), **self._defaults})

    def options(self, section):
        return self._names(section)

    def has_option(self, section, option):
        try:
            return self.optionxform(option) in self._names(section)
        except NoSectionError:
            return False

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        try:
            names = {**self._defaults, **self._own(section)}
        except NoSectionError:
            if fallback is _UNSET:
                raise
            return fallback
        for name, value in (vars or {}).items():
            names[self.optionxform(name)] = value
        option = self.optionxform(option)
        if option not in names:
            if fallback is _UNSET:
                raise NoOptionError(option, section)
            return fallback
        value = names[option]
        return value if raw or value is None else self._interpolation.get(
            self, section, value, names)

    def _converted(self, convert, section, option, raw=False, vars=None, fallback=_UNSET):
        try:
            return convert(self.get(section, option, raw=raw, vars=vars))
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback

    def getint(self, section, option, **kwargs):
        return self._converted(int, section, option, **kwargs)

    def getfloat(self, section, option, **kwargs):
        return self._converted(float, section, option, **kwargs)

    def _boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError(f"Not a boolean: {value}")
        return self.BOOLEAN_STATES[value.lower()]

    def getboolean(self, section, option, **kwargs):
        return self._converted(self._boolean, section, option, **kwargs)

    def items(self, section=_UNSET, raw=False, vars=None):
        if section is _UNSET:
            return [(name, self[name]) for name in self]
        return [(name, self.get(section, name, raw=raw)) for name in self._names(section)]

    def set(self, section, option, value=None):
        self._own(section)[self.optionxform(option)] = value

    def remove_option(self, section, option):
        return self._own(section).pop(self.optionxform(option), _UNSET) is not _UNSET

    def remove_section(self, section):
        return self._sections.pop(section, None) is not None

    def read(self, filenames, encoding=None):
        import io
        found = []
        for name in [filenames] if isinstance(filenames, str) else filenames:
            try:
                with io.open(name, encoding=encoding) as file:
                    self._read(file, name)
            except OSError:
                continue
            found.append(name)
        return found

    def read_file(self, f, source=None):
        self._read(f, source or getattr(f, "name", "<???>"))

    def read_string(self, string, source="<string>"):
        self._read(string.splitlines(keepends=True), source)

    def read_dict(self, dictionary, source="<dict>"):
        for section, values in dictionary.items():
            if section != self.default_section and section not in self._sections:
                self.add_section(section)
            for name, value in values.items():
                self.set(section, name, None if value is None else str(value))

    def _read(self, lines, source):
        own = option = None
        seen, indent = set(), 0
        for number, line in enumerate(lines, 1):
            text = line.strip()
            if any(text.startswith(mark) for mark in self._comments):
                continue
            for mark in self._inline:
                text = re.split(rf"(?:^|\s){re.escape(mark)}", text)[0].strip()
            if not text:
                if option is not None and own.get(option) is not None:
                    own[option] += "\n"
                continue
            level = len(line) - len(line.lstrip())
            if own is not None and option is not None and level > indent:
                own[option] = f"{own[option] or ''}\n{text}"
                continue
            indent = level
            header = re.fullmatch(r"\[(.+)\]", text)
            if header:
                self._strip(own)
                section, option = header[1], None
                if section == self.default_section:
                    own = self._defaults
                else:
                    if section in seen and self._strict:
                        raise DuplicateSectionError(section, source, number)
                    seen.add(section)
                    own = self._sections.setdefault(section, {})
                continue
            if own is None:
                raise MissingSectionHeaderError(
                    "File contains no section headers.\n"
                    f"file: {source!r}, line: {number}\n{line!r}")
            marks = "|".join(map(re.escape, self._delimiters))
            parts = re.match(rf"(.*?)\s*(?:{marks})\s*(.*)$", text)
            if parts is None and not self._no_value:
                raise ParsingError(f"Source contains parsing errors: {source!r}\n"
                                   f"\t[line {number:2d}]: {line!r}")
            option = self.optionxform(parts[1].rstrip() if parts else text)
            own[option] = parts[2] if parts else None
        self._strip(own)

    @staticmethod
    def _strip(own):
        for name, value in (own or {}).items():
            own[name] = value.rstrip() if value is not None else None

    def write(self, fp, space_around_delimiters=True):
        mark = self._delimiters[0]
        mark = f" {mark} " if space_around_delimiters else mark
        rows = [(self.default_section, self._defaults)] if self._defaults else []
        for name, values in rows + list(self._sections.items()):
            fp.write(f"[{name}]\n")
            for option, value in values.items():
                shown = "" if value is None else mark + str(value).replace("\n", "\n\t")
                fp.write(f"{option}{shown}\n")
            fp.write("\n")

    def __getitem__(self, key):
        if key != self.default_section and key not in self._sections:
            raise KeyError(key)
        return SectionProxy(self, key)

    def __setitem__(self, key, value):
        if key in self._sections:
            self._sections[key].clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if not self.remove_section(key):
            raise KeyError(key)

    def __contains__(self, key):
        return key == self.default_section or key in self._sections

    def __iter__(self):
        return iter([self.default_section, *self._sections])

    def __len__(self):
        return len(self._sections) + 1


class ConfigParser(RawConfigParser):
    """The same, where values may refer to others."""

    _interpolation = BasicInterpolation()

    def set(self, section, option, value=None):
        if not isinstance(value, str) and not (value is None and self._no_value):
            raise TypeError("option values must be strings")
        super().set(section, option, value)


for _class in (ConfigParser, RawConfigParser):
    _class.__module__ = "configparser"
