"""`configparser`: the lines of a file become sections and options."""

from _configparser_values import (
    DuplicateOptionError, DuplicateSectionError, MissingSectionHeaderError,
    MultilineContinuationError, ParsingError)


class Reader:
    """Reads one file into a parser."""

    def __init__(self, parser, source):
        self.parser = parser
        self.source = source
        self.added = set()
        self.section = self.values = self.name = None
        self.indent = 0
        self.error = None

    def read(self, lines):
        """Reads lines; a value that goes on in further lines is a list until the end."""
        for number, line in enumerate(lines, start=1):
            value = self._without_comment(line)
            if not value.strip():
                self._blank(line, value)
                continue
            self._line(number, line, value)
        self._join()
        if self.error:
            raise self.error

    def _without_comment(self, line):
        """A line without its comment; what is nothing but a comment becomes empty."""
        parser = self.parser
        if line.strip().startswith(parser._comments or ("\0",)):
            return ""
        places = [len(line)]
        for prefix in parser._inline_comments:
            at = line.find(prefix)
            while at >= 0:
                if at == 0 or line[at - 1].isspace():
                    places.append(at)
                    break
                at = line.find(prefix, at + 1)
        return line[:min(places)].strip() if min(places) < len(line) else line.strip()

    def _blank(self, line, value):
        """An empty line belongs to a value that goes on, or ends it."""
        comment = bool(line.strip())
        if self.parser._spans_empty_lines:
            if (not comment and self.values is not None and self.name
                    and self.values[self.name] is not None):
                self.values[self.name].append("")
        else:
            self.indent = 1 << 62

    def _line(self, number, line, value):
        parser = self.parser
        indent = len(line) - len(line.lstrip())
        if self.values is not None and self.name and indent > self.indent:
            if self.values[self.name] is None:
                raise MultilineContinuationError(self.source, number, line)
            self.values[self.name].append(value)
            return
        self.indent = indent
        header = parser.SECTCRE.match(value)
        if header:
            self._begin_section(header["header"], number)
        elif self.values is None:
            raise MissingSectionHeaderError(self.source, number, line)
        else:
            self._option(number, line, value)

    def _begin_section(self, section, number):
        parser = self.parser
        if section in parser._sections:
            if parser._is_strict and section in self.added:
                raise DuplicateSectionError(section, self.source, number)
            self.values = parser._sections[section]
        elif section == parser.default_section:
            self.values = parser._defaults
        else:
            parser.add_section(section)
            self.values = parser._sections[section]
        self.added.add(section)
        self.section, self.name = section, None

    def _option(self, number, line, value):
        parser = self.parser
        match = parser._option.match(value)
        if match is None or not match["option"]:
            self.error = self.error or ParsingError(self.source)
            self.error.append(number, line)
            return
        name = self.name = parser.optionxform(match["option"].rstrip())
        if parser._is_strict and (self.section, name) in self.added:
            raise DuplicateOptionError(self.section, name, self.source, number)
        self.added.add((self.section, name))
        text = match["value"]
        self.values[name] = None if text is None else [text.strip()]

    def _join(self):
        """Makes texts of the lists of lines."""
        parser = self.parser
        for section, options in [(parser.default_section, parser._defaults),
                                 *parser._sections.items()]:
            for name, value in options.items():
                if isinstance(value, list):
                    value = "\n".join(value).rstrip()
                options[name] = parser._interpolation.before_read(parser, section, name, value)
