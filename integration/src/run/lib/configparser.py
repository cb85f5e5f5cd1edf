"""Settings in sections, as files such as `setup.cfg` hold them.

A parser keeps a dict of options for each section, as texts in which references stand; they are
resolved when a value is asked for. The section of defaults stands behind all others. Files are
read in `_configparser_reader`, references resolved in `_configparser_values`.
"""

import functools
import io
import re
from collections.abc import MutableMapping
from _configparser_reader import Reader
from _configparser_values import (  # noqa: F401
    BasicInterpolation, DuplicateOptionError, DuplicateSectionError, Error, ExtendedInterpolation,
    Interpolation, InterpolationDepthError, InterpolationError, InterpolationMissingOptionError,
    InterpolationSyntaxError, MAX_INTERPOLATION_DEPTH, MissingSectionHeaderError,
    MultilineContinuationError, NoOptionError, NoSectionError, ParsingError)

DEFAULTSECT = "DEFAULT"
_UNSET = object()


def _demand_text(what, *values):
    if not all(isinstance(value, str) for value in values):
        raise TypeError(f"{what} must be strings")


def _or_fallback(find, fallback):
    """What `find` finds; the fallback, if there is one, in the place of what is not there."""
    try:
        return find()
    except (NoSectionError, NoOptionError):
        if fallback is _UNSET:
            raise
        return fallback


def _converting(choose):
    """The method that finds a value and converts it as `choose` says for the parser."""
    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        def find():
            return choose(self)(self.get(section, option, raw=raw, vars=vars))

        return _or_fallback(find, fallback)

    return get


class RawConfigParser(MutableMapping):
    """Reads and writes settings, and hands them out by section and option."""

    BOOLEAN_STATES = {**dict.fromkeys(("1", "yes", "true", "on"), True),
                      **dict.fromkeys(("0", "no", "false", "off"), False)}
    SECTCRE = re.compile(r"\[(?P<header>.+)\]")
    _plain = Interpolation()

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *,
                 delimiters=("=", ":"), comment_prefixes=("#", ";"),
                 inline_comment_prefixes=None, strict=True, empty_lines_in_values=True,
                 default_section=DEFAULTSECT, interpolation=_UNSET, converters={},
                 allow_unnamed_section=False):
        self._dict = dict_type
        self._sections, self._defaults, self._proxies = (dict_type() for _ in range(3))
        self.default_section = default_section
        self._show(default_section)
        self._marks = tuple(delimiters)
        self._comments = tuple(comment_prefixes or ())
        self._inline_comments = tuple(inline_comment_prefixes or ())
        self._is_strict, self._takes_no_value = strict, allow_no_value
        self._spans_empty_lines = empty_lines_in_values
        if interpolation is None:
            interpolation = Interpolation()
        self._interpolation = self._plain if interpolation is _UNSET else interpolation
        self.converters = {"int": int, "float": float, "boolean": self._convert_to_boolean,
                           **converters}
        for name in converters:
            getter = _converting(lambda self, convert=converters[name]: convert)
            setattr(self, "get" + name, getter.__get__(self))
        marks = "|".join(map(re.escape, self._marks))
        self._option = re.compile(
            rf"(?P<option>.*?)\s*(?:(?P<vi>{marks})\s*(?P<value>.*))"
            + ("?$" if allow_no_value else "$"))
        if defaults:
            self._read_defaults(defaults)

    def _read_defaults(self, defaults):
        for name in defaults:
            self._set(self.default_section, name, defaults[name])

    # Sections.

    def _is_default(self, section):
        return section == self.default_section

    def _show(self, section):
        self._proxies[section] = SectionProxy(self, section)

    def _own(self, section):
        """The options of a section without the defaults."""
        if self._is_default(section):
            return self._defaults
        try:
            return self._sections[section]
        except KeyError:
            raise NoSectionError(section) from None

    def defaults(self):
        return self._defaults

    def sections(self):
        """The names of the sections without the default one."""
        return list(self._sections)

    def add_section(self, section):
        if self._is_default(section):
            raise ValueError(f"Invalid section name: {section!r}")
        if self.has_section(section):
            raise DuplicateSectionError(section)
        self._sections[section] = self._dict()
        self._show(section)

    def has_section(self, section):
        return self._sections.get(section) is not None

    def remove_section(self, section):
        """Removes a section; whether there was one."""
        is_there = self.has_section(section)
        if is_there:
            del self._sections[section], self._proxies[section]
        return is_there

    # Files and the like.

    def read(self, filenames, encoding=None):
        """Reads files, and answers which of them could be read."""
        if isinstance(filenames, (str, bytes)) or hasattr(filenames, "__fspath__"):
            filenames = [filenames]
        done = []
        for name in filenames:
            try:
                with open(name, encoding=encoding) as file:
                    self._read(file, name)
            except OSError:
                continue
            done.append(name.__fspath__() if hasattr(name, "__fspath__") else name)
        return done

    def read_file(self, f, source=None):
        self._read(f, source if source is not None else getattr(f, "name", "<???>"))

    def read_string(self, string, source="<string>"):
        self._read(io.StringIO(string), source)

    def _read(self, fp, fpname):
        Reader(self, fpname).read(fp)

    def read_dict(self, dictionary, source="<dict>"):
        """Takes settings from a dict of dicts."""
        taken = set()
        for section, options in dictionary.items():
            section = str(section)
            if self._is_strict and section in taken:
                raise DuplicateSectionError(section)
            taken.add(section)
            if section not in self:
                self.add_section(section)
            for name, value in options.items():
                name = self.optionxform(str(name))
                if self._is_strict and (section, name) in taken:
                    raise DuplicateOptionError(section, name, source)
                taken.add((section, name))
                self.set(section, name, None if value is None else str(value))

    def write(self, fp, space_around_delimiters=True):
        """Writes all settings as `read` reads them."""
        mark = f" {self._marks[0]} " if space_around_delimiters else self._marks[0]
        for section in ([self.default_section] if self._defaults else []) + self.sections():
            fp.write(f"[{section}]\n")
            for name, value in self._own(section).items():
                shown = self._interpolation.before_write(self, section, name, value)
                if shown is not None or not self._takes_no_value:
                    # A further line of a value stands further to the right.
                    name += mark + str(shown).replace("\n", "\n\t")
                fp.write(name + "\n")
            fp.write("\n")

    # Options.

    def optionxform(self, optionstr):
        """The name of an option as it is kept."""
        return optionstr.lower()

    def options(self, section):
        """The names of the options of a section, defaults included."""
        if not self.has_section(section):
            raise NoSectionError(section)
        return list({**self._sections[section], **self._defaults})

    def has_option(self, section, option):
        option = self.optionxform(option)
        if not section or self._is_default(section):
            return option in self._defaults
        return self.has_section(section) and (
            option in self._sections[section] or option in self._defaults)

    def _values(self, section, vars):
        """The options of a section with the defaults and values given for the moment."""
        given = {self.optionxform(name): None if value is None else str(value)
                 for name, value in (vars or {}).items()}
        return {**self._defaults, **self._own(section), **given}

    def _resolved(self, section, option, values, raw):
        value = values[option]
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, option, value, values)

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        """The value of an option."""
        def find():
            values, name = self._values(section, vars), self.optionxform(option)
            if name not in values:
                raise NoOptionError(name, section)
            return self._resolved(section, name, values, raw)

        return _or_fallback(find, fallback)

    def _convert_to_boolean(self, value):
        truth = self.BOOLEAN_STATES.get(value.lower())
        if truth is None:
            raise ValueError(f"Not a boolean: {value}")
        return truth

    getint = _converting(lambda self: int)
    getfloat = _converting(lambda self: float)
    getboolean = _converting(lambda self: self._convert_to_boolean)

    def items(self, section=_UNSET, raw=False, vars=None):
        """The sections, or the options of one with their values."""
        if section is _UNSET:
            return super().items()
        names, values = self._values(section, None), self._values(section, vars)
        return [(name, self._resolved(section, name, values, raw)) for name in names]

    def _set(self, section, option, value):
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        own = self._own(section or self.default_section)
        own[self.optionxform(option)] = value

    set = _set

    def remove_option(self, section, option):
        """Removes an option; whether there was one."""
        own = self._own(section or self.default_section)
        return own.pop(self.optionxform(option), _UNSET) is not _UNSET

    # The parser as a mapping of sections.

    def __getitem__(self, key):
        if key not in self:
            raise KeyError(key)
        return self._proxies[key]

    def __setitem__(self, key, value):
        if key in self:
            if self._proxies[key] is value:
                return
            self._own(key).clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if self._is_default(key):
            raise ValueError("Cannot remove the default section.")
        if not self.remove_section(key):
            raise KeyError(key)

    def __contains__(self, key):
        return self._is_default(key) or self.has_section(key)

    def __len__(self):
        return 1 + len(self._sections)

    def __iter__(self):
        return iter([self.default_section, *self._sections])

    def popitem(self):
        for section in self._sections:
            proxy = self._proxies[section]
            self.remove_section(section)
            return section, proxy
        raise KeyError


class ConfigParser(RawConfigParser):
    """Settings that are texts and may refer to each other."""

    _plain = BasicInterpolation()

    def _read_defaults(self, defaults):
        # What stands in defaults is only looked at when it is used.
        kept, self._interpolation = self._interpolation, Interpolation()
        try:
            self.read_dict({self.default_section: defaults})
        finally:
            self._interpolation = kept

    def set(self, section, option, value=None):
        _demand_text("option keys", option)
        if not (value is None and self._takes_no_value):
            _demand_text("option values", value)
        self._set(section, option, value)

    def add_section(self, section):
        _demand_text("section names", section)
        super().add_section(section)


class SectionProxy(MutableMapping):
    """One section of a parser as a mapping; the parser's converting methods are there, too."""

    def __init__(self, parser, name):
        self._parser, self._name = parser, name

    parser = property(lambda self: self._parser)
    name = property(lambda self: self._name)

    def __repr__(self):
        return f"<Section: {self._name}>"

    def _names(self):
        """The names of the options, defaults included."""
        is_default = self._parser._is_default(self._name)
        return self._parser.defaults() if is_default else self._parser.options(self._name)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def __getitem__(self, key):
        if key in self:
            return self._parser.get(self._name, key)
        raise KeyError(key)

    def __setitem__(self, key, value):
        _demand_text("option keys", key)
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        # A default cannot be removed here.
        if key not in self or not self._parser.remove_option(self._name, key):
            raise KeyError(key)

    def __len__(self):
        return len(self._names())

    def __iter__(self):
        return iter(list(self._names()))

    def _ask(self, method, option, fallback=None, *, raw=False, vars=None):
        return method(self._name, option, raw=raw, vars=vars, fallback=fallback)

    def get(self, option, fallback=None, *, raw=False, vars=None):
        """The value of an option, or the fallback."""
        return self._ask(self._parser.get, option, fallback, raw=raw, vars=vars)

    def __getattr__(self, name):
        # `getint` and the like, also those that a program has added.
        if not (name.startswith("get") and hasattr(self._parser, name)):
            raise AttributeError(f"'SectionProxy' object has no attribute {name!r}")
        return functools.partial(self._ask, getattr(self._parser, name))
