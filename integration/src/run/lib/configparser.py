"""Settings in sections, as files such as `setup.cfg` hold them."""

import io
import re
from collections.abc import MutableMapping
from _configparser_reader import Reader
from _configparser_values import (  # noqa: F401
    BasicInterpolation, DuplicateOptionError, DuplicateSectionError, Error, ExtendedInterpolation,
    Interpolation, InterpolationDepthError, InterpolationError, InterpolationMissingOptionError,
    InterpolationSyntaxError, MAX_INTERPOLATION_DEPTH, MissingSectionHeaderError, NoOptionError,
    NoSectionError, ParsingError)

DEFAULTSECT = "DEFAULT"
_UNSET = object()


def _getter_of(choose):
    """The method that converts a value by what `choose` answers for the parser."""
    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        return self._get_conv(section, option, choose(self), raw, vars, fallback)
    return get


def _passed_on(name):
    """The method of a section that asks the method of that name of its parser."""
    def get(self, option, fallback=None, *, raw=False, vars=None):
        ask = getattr(self._parser, name)
        return ask(self._name, option, raw=raw, vars=vars, fallback=fallback)
    return get


def _demand_text(value, what):
    if not isinstance(value, str):
        raise TypeError(f"{what} must be strings")


class RawConfigParser(MutableMapping):
    """Reads and writes settings, and hands them out by section and option."""

    BOOLEAN_STATES = {"1": True, "yes": True, "true": True, "on": True,
                      "0": False, "no": False, "false": False, "off": False}
    SECTCRE = re.compile(r"\[(?P<header>.+)\]")
    _DEFAULT_INTERPOLATION = Interpolation()

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *,
                 delimiters=("=", ":"), comment_prefixes=("#", ";"),
                 inline_comment_prefixes=None, strict=True, empty_lines_in_values=True,
                 default_section=DEFAULTSECT, interpolation=_UNSET, converters={},
                 allow_unnamed_section=False):
        self._dict = dict_type
        self._sections, self._defaults, self._proxies = dict_type(), dict_type(), dict_type()
        self.default_section = default_section
        self._proxies[default_section] = SectionProxy(self, default_section)
        self._delimiters = tuple(delimiters)
        self._comment_prefixes = tuple(comment_prefixes or ())
        self._inline_comment_prefixes = tuple(inline_comment_prefixes or ())
        self._strict = strict
        self._allow_no_value = allow_no_value
        self._empty_lines_in_values = empty_lines_in_values
        if interpolation is _UNSET:
            interpolation = self._DEFAULT_INTERPOLATION
        self._interpolation = Interpolation() if interpolation is None else interpolation
        self.converters = {"int": int, "float": float, "boolean": self._convert_to_boolean,
                           **converters}
        for name in converters:
            getter = _getter_of(lambda self, convert=converters[name]: convert)
            setattr(self, "get" + name, getter.__get__(self))
        marks = "|".join(re.escape(mark) for mark in self._delimiters)
        self._option = re.compile(
            rf"(?P<option>.*?)\s*(?:(?P<vi>{marks})\s*(?P<value>.*))"
            + ("?$" if allow_no_value else "$"))
        if defaults:
            self._read_defaults(defaults)

    def _read_defaults(self, defaults):
        for key, value in defaults.items():
            self._set(self.default_section, key, value)

    def defaults(self):
        return self._defaults

    def sections(self):
        """The names of the sections without the default one."""
        return list(self._sections)

    def add_section(self, section):
        if section == self.default_section:
            raise ValueError(f"Invalid section name: {section!r}")
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = self._dict()
        self._proxies[section] = SectionProxy(self, section)

    def has_section(self, section):
        return section in self._sections

    def options(self, section):
        """The names of the options of a section, defaults included."""
        if section not in self._sections:
            raise NoSectionError(section)
        return list({**self._sections[section], **self._defaults})

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

    def read_dict(self, dictionary, source="<dict>"):
        """Takes settings from a dict of dicts."""
        added = set()
        for section, keys in dictionary.items():
            section = str(section)
            try:
                self.add_section(section)
            except (DuplicateSectionError, ValueError):
                if self._strict and section in added:
                    raise
            added.add(section)
            for key, value in keys.items():
                key = self.optionxform(str(key))
                if self._strict and (section, key) in added:
                    raise DuplicateOptionError(section, key, source)
                added.add((section, key))
                self.set(section, key, None if value is None else str(value))

    def _values(self, section, vars=None):
        """The options of a section with the defaults and values given for the moment."""
        if section not in self._sections and section != self.default_section:
            raise NoSectionError(section)
        given = {self.optionxform(key): None if value is None else str(value)
                 for key, value in (vars or {}).items()}
        return {**self._defaults, **self._sections.get(section, {}), **given}

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        """The value of an option."""
        try:
            values = self._values(section, vars)
        except NoSectionError:
            if fallback is _UNSET:
                raise
            return fallback
        option = self.optionxform(option)
        if option not in values:
            if fallback is _UNSET:
                raise NoOptionError(option, section)
            return fallback
        value = values[option]
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, option, value, values)

    def _get_conv(self, section, option, conv, raw=False, vars=None, fallback=_UNSET):
        try:
            return conv(self.get(section, option, raw=raw, vars=vars))
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback

    def _convert_to_boolean(self, value):
        truth = self.BOOLEAN_STATES.get(value.lower())
        if truth is None:
            raise ValueError(f"Not a boolean: {value}")
        return truth

    getint = _getter_of(lambda self: int)
    getfloat = _getter_of(lambda self: float)
    getboolean = _getter_of(lambda self: self._convert_to_boolean)

    def items(self, section=_UNSET, raw=False, vars=None):
        """The sections, or the options of one with their values."""
        if section is _UNSET:
            return super().items()
        values = self._values(section, vars)
        names = list({**self._values(section), **values})
        if raw:
            return [(name, values[name]) for name in names]
        return [(name, self.get(section, name, vars=vars)) for name in names]

    def popitem(self):
        for key in self.sections():
            value = self[key]
            del self[key]
            return key, value
        raise KeyError

    def optionxform(self, optionstr):
        """The name of an option as it is kept."""
        return optionstr.lower()

    def has_option(self, section, option):
        if not section or section == self.default_section:
            return self.optionxform(option) in self._defaults
        return (section in self._sections
                and self.optionxform(option) in {**self._defaults, **self._sections[section]})

    def _place(self, section):
        if not section or section == self.default_section:
            return self._defaults
        if section not in self._sections:
            raise NoSectionError(section)
        return self._sections[section]

    def _set(self, section, option, value):
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        self._place(section)[self.optionxform(option)] = value

    set = _set

    def remove_option(self, section, option):
        return self._place(section).pop(self.optionxform(option), _UNSET) is not _UNSET

    def remove_section(self, section):
        found = self._sections.pop(section, None) is not None
        if found:
            del self._proxies[section]
        return found

    def write(self, fp, space_around_delimiters=True):
        """Writes all settings as `read` reads them."""
        mark = self._delimiters[0]
        if space_around_delimiters:
            mark = f" {mark} "
        sections = dict(self._sections)
        if self._defaults:
            sections = {self.default_section: self._defaults, **sections}
        for name, options in sections.items():
            fp.write(f"[{name}]\n")
            for key, value in options.items():
                if value is None and self._allow_no_value:
                    fp.write(f"{key}\n")
                else:
                    value = str(value).replace("\n", "\n\t")
                    fp.write(f"{key}{mark}{value}\n")
            fp.write("\n")

    def __getitem__(self, key):
        if key != self.default_section and not self.has_section(key):
            raise KeyError(key)
        return self._proxies[key]

    def __setitem__(self, key, value):
        if key in self and self[key] is value:
            return
        if key == self.default_section:
            self._defaults.clear()
        elif key in self._sections:
            self._sections[key].clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if not self.has_section(key):
            raise KeyError(key)
        self.remove_section(key)

    def __contains__(self, key):
        return key == self.default_section or self.has_section(key)

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        yield self.default_section
        yield from self._sections

    def _read(self, fp, fpname):
        Reader(self, fpname).read(fp)


class ConfigParser(RawConfigParser):
    """Settings that are texts and may refer to each other."""

    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def _read_defaults(self, defaults):
        # What stands in defaults is only looked at when it is used.
        interpolation, self._interpolation = self._interpolation, Interpolation()
        try:
            self.read_dict({self.default_section: defaults})
        finally:
            self._interpolation = interpolation

    def set(self, section, option, value=None):
        _demand_text(option, "option keys")
        if value is not None or not self._allow_no_value:
            _demand_text(value, "option values")
        self._set(section, option, value)

    def add_section(self, section):
        _demand_text(section, "section names")
        super().add_section(section)


class SectionProxy(MutableMapping):
    """One section of a parser as a mapping."""

    def __init__(self, parser, name):
        self._parser, self._name = parser, name

    def __repr__(self):
        return f"<Section: {self._name}>"

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        _demand_text(key, "option keys")
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not (self._parser.has_option(self._name, key)
                and self._parser.remove_option(self._name, key)):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def _options(self):
        if self._name != self._parser.default_section:
            return self._parser.options(self._name)
        return list(self._parser.defaults())

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return iter(self._options())

    parser = property(lambda self: self._parser)
    name = property(lambda self: self._name)

    get, getint, getfloat, getboolean = map(
        _passed_on, ("get", "getint", "getfloat", "getboolean"))
