"""Tables as text with commas. `Sniffer` is missing."""

from types import GenericAlias
from _csv_dialect import (  # noqa: F401
    Dialect, Error, QUOTE_ALL, QUOTE_MINIMAL, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL,
    QUOTE_STRINGS, excel, excel_tab, get_dialect, list_dialects, register_dialect, settled,
    unix_dialect, unregister_dialect)

_limit = 131072


def field_size_limit(new_limit=None, /):
    """The longest field that is read; a new limit can be set."""
    global _limit
    old = _limit
    if new_limit is not None:
        if type(new_limit) is not int:
            raise TypeError("limit must be an integer")
        _limit = new_limit
    return old


class _Reader:
    """Reads rows. A row is in one of the states `start` (of a row), `field` (start of one),
    `plain` and `quoted` (in a field), `closed` (behind a quote that may close it), and `end`."""

    def __init__(self, lines, dialect):
        self._lines = iter(lines)
        self._dialect = dialect
        self._line_num = 0

    dialect = property(lambda self: self._dialect)
    line_num = property(lambda self: self._line_num)

    def __iter__(self):
        return self

    def __next__(self):
        self._row, self._field, self._is_quoted, self._escaped = [], [], False, False
        self._state = "start"
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if not self._field and self._state != "quoted" and not self._escaped:
                    raise
                if self._dialect.strict:
                    raise Error("unexpected end of data") from None
                self._save()
                return self._row
            if not isinstance(line, str):
                raise Error(f"iterator should return strings, not {type(line).__name__} "
                            "(the file should be opened in text mode)")
            self._line_num += 1
            for char in line:
                self._take(char)
            self._take("")
            if self._state == "start":
                return self._row

    def _save(self):
        """Ends a field."""
        text, quoting = "".join(self._field), self._dialect.quoting
        if not self._is_quoted:
            if quoting == QUOTE_NONNUMERIC and text or quoting == QUOTE_STRINGS and text:
                text = float(text)
            elif quoting in (QUOTE_STRINGS, QUOTE_NOTNULL) and not text:
                text = None
        self._row.append(text)
        self._field, self._is_quoted = [], False

    def _add(self, char):
        if len(self._field) >= _limit:
            raise Error(f"field larger than field limit ({_limit})")
        self._field.append(char)

    def _take(self, char):
        """One character; the empty one is the end of a line."""
        d, state = self._dialect, self._state
        if self._escaped:
            self._escaped = False
            self._add(char or "\n")
            if self._state != "quoted":
                self._state = "plain"
            return
        if state == "end":
            if not char:
                self._state = "start"
            elif char not in "\r\n":
                raise Error("new-line character seen in unquoted field - do you need to open "
                            "the file with newline=''?")
            return
        if state == "quoted":
            if char and char == d.escapechar:
                self._escaped = True
            elif char and char == d.quotechar and d.quoting != QUOTE_NONE:
                self._state = "closed" if d.doublequote else "plain"
            elif char:
                self._add(char)
            return
        if state == "closed" and char and char == d.quotechar and d.quoting != QUOTE_NONE:
            self._add(char)
            self._state = "quoted"
            return
        if state == "start":
            if not char:
                return
            if char in "\r\n":
                self._state = "end"
                return
            state = self._state = "field"
        if not char or char in "\r\n":
            self._save()
            self._state = "end" if char else "start"
        elif state == "field" and char == d.quotechar and d.quoting != QUOTE_NONE:
            self._is_quoted = True
            self._state = "quoted"
        elif state != "closed" and char == d.escapechar:
            self._escaped = True
        elif state == "field" and char == " " and d.skipinitialspace:
            pass
        elif char == d.delimiter:
            self._save()
            self._state = "field"
        elif state == "closed" and d.strict:
            raise Error(f"'{d.delimiter}' expected after '{d.quotechar}'")
        else:
            self._add(char)
            self._state = "plain"


def reader(iterable, /, dialect="excel", **fmtparams):
    """Rows of the lines of a table."""
    return _Reader(iterable, settled(dialect, fmtparams))


class _Writer:
    """Writes rows."""

    def __init__(self, file, dialect):
        self._write = getattr(file, "write", None)
        if not callable(self._write):
            raise TypeError('argument 1 must have a "write" method')
        self._dialect = dialect

    dialect = property(lambda self: self._dialect)

    def _quoted(self, value, text):
        """Whether a field needs quotes whatever is in it."""
        quoting = self._dialect.quoting
        return (quoting == QUOTE_ALL
                or quoting == QUOTE_NONNUMERIC and not _is_number(value)
                or quoting == QUOTE_STRINGS and isinstance(value, str)
                or quoting == QUOTE_NOTNULL and value is not None)

    def _text(self, value, alone):
        d = self._dialect
        text = "" if value is None else value if isinstance(value, str) else str(value)
        quoted, parts = self._quoted(value, text), []
        if text[:1] == " " and d.skipinitialspace or d.delimiter == " " and d.skipinitialspace:
            if d.quoting == QUOTE_NONE:
                raise Error("empty field must be quoted if delimiter is a space and "
                            "skipinitialspace is true")
            quoted = True
        for char in text:
            special = char in (d.delimiter, d.escapechar, d.quotechar, "\r", "\n")
            if special or char in d.lineterminator:
                escape = d.quoting == QUOTE_NONE
                if char == d.quotechar and not escape:
                    if d.doublequote:
                        parts.append(d.quotechar)
                    else:
                        escape = True
                elif char == d.escapechar:
                    escape = True
                if not escape:
                    quoted = True
                elif d.escapechar is None:
                    raise Error("need to escape, but no escapechar set")
                else:
                    parts.append(d.escapechar)
            parts.append(char)
        if alone and not text:
            if d.quoting == QUOTE_NONE or (
                    value is None and d.quoting in (QUOTE_STRINGS, QUOTE_NOTNULL)):
                raise Error("single empty field record must be quoted")
            quoted = True
        body = "".join(parts)
        return f"{d.quotechar}{body}{d.quotechar}" if quoted else body

    def writerow(self, row, /):
        """Writes one row; answers what the file answers."""
        try:
            row = list(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        fields = [self._text(value, len(row) == 1) for value in row]
        return self._write(self._dialect.delimiter.join(fields) + self._dialect.lineterminator)

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)


def _is_number(value):
    return isinstance(value, (int, float)) or hasattr(type(value), "__float__")


def writer(fileobj, /, dialect="excel", **fmtparams):
    """What writes rows to a file."""
    return _Writer(fileobj, settled(dialect, fmtparams))


class DictReader:
    """Rows as dicts; the first row names the fields unless they are given."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args,
                 **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self._fieldnames = fieldnames
        self.restkey, self.restval = restkey, restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while not row:
            row = next(self.reader)
        self.line_num = self.reader.line_num
        found = dict(zip(names, row))
        if len(names) < len(row):
            found[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            found[name] = self.restval
        return found

    __class_getitem__ = classmethod(GenericAlias)


class DictWriter:
    """Writes dicts as rows."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args,
                 **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        if extrasaction.lower() not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.fieldnames, self.restval, self.extrasaction = fieldnames, restval, extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _fields(self, rowdict):
        if self.extrasaction.lower() == "raise":
            wrong = [name for name in rowdict if name not in self.fieldnames]
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: "
                                 + ", ".join(map(repr, wrong)))
        return (rowdict.get(name, self.restval) for name in self.fieldnames)

    def writerow(self, rowdict):
        return self.writer.writerow(self._fields(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._fields, rowdicts))

    __class_getitem__ = classmethod(GenericAlias)
