"""Tables as text with commas."""

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = 0, 1, 2, 3


class Error(Exception):
    pass


class Dialect:
    """How a table is written."""

    delimiter, quotechar, escapechar = ",", '"', None
    doublequote, skipinitialspace = True, False
    lineterminator, quoting, strict = "\r\n", QUOTE_MINIMAL, False


class excel(Dialect):
    pass


class excel_tab(excel):
    delimiter = "\t"


class unix_dialect(Dialect):
    quoting, lineterminator = QUOTE_ALL, "\n"


_dialects = {"excel": excel, "excel-tab": excel_tab, "unix": unix_dialect}
_NAMES = ("delimiter", "quotechar", "escapechar", "doublequote", "skipinitialspace",
          "lineterminator", "quoting", "strict")


def register_dialect(name, dialect=excel, /, **fmtparams):
    _dialects[name] = _dialect(dialect, fmtparams)


def unregister_dialect(name, /):
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name, /):
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]


def list_dialects():
    return list(_dialects)


def _dialect(dialect, params):
    made = Dialect()
    base = get_dialect(dialect) if isinstance(dialect, str) else dialect
    for name in _NAMES:
        setattr(made, name, params.pop(name, getattr(base, name, getattr(Dialect, name))))
    if params:
        raise TypeError(f"'{next(iter(params))}' is an invalid keyword argument for this function")
    if not isinstance(made.delimiter, str) or len(made.delimiter) != 1:
        raise TypeError('"delimiter" must be a 1-character string')
    return made


class _Reader:
    def __init__(self, lines, dialect):
        self.dialect = dialect
        self.line_num = 0
        self._lines = iter(lines)

    def __iter__(self):
        return self

    def __next__(self):
        d = self.dialect
        fields, field = [], []
        # "start" and "field" outside of quotes, "quoted", and "end" behind a closing quote.
        state, was_quoted, empty = "start", False, True

        def end():
            text = "".join(field)
            fields.append(float(text) if d.quoting == QUOTE_NONNUMERIC and not was_quoted else text)
            field.clear()

        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if state != "quoted":
                    raise
                if d.strict:
                    raise Error("unexpected end of data") from None
                end()
                return fields
            self.line_num += 1
            chars = iter(line)
            for char in chars:
                if state == "quoted":
                    if char == d.escapechar:
                        field.append(next(chars, "\n"))
                    elif char == d.quotechar:
                        state = "end"
                    else:
                        field.append(char)
                    continue
                if char in "\r\n":
                    continue
                empty = False
                if state == "end" and char == d.quotechar and d.doublequote:
                    field.append(char)
                    state = "quoted"
                elif char == d.delimiter:
                    end()
                    state, was_quoted = "start", False
                elif state == "start" and char == " " and d.skipinitialspace:
                    continue
                elif state == "start" and char == d.quotechar and d.quoting != QUOTE_NONE:
                    state, was_quoted = "quoted", True
                elif char == d.escapechar:
                    field.append(next(chars, "\n"))
                    state = "field"
                elif state == "end" and d.strict:
                    raise Error(f"'{d.delimiter}' expected after '{d.quotechar}'")
                else:
                    field.append(char)
                    state = "field"
            if state != "quoted":
                if not empty:
                    end()
                return fields


def reader(iterable, /, dialect="excel", **fmtparams):
    """The rows of lines of text."""
    return _Reader(iterable, _dialect(dialect, fmtparams))


class _Writer:
    def __init__(self, file, dialect):
        self.dialect = dialect
        self._write = file.write

    def _field(self, value, alone):
        d = self.dialect
        text = "" if value is None else value if isinstance(value, str) else str(value)
        special = any(c in text for c in (d.delimiter, d.quotechar or "\0", "\r", "\n"))
        number = isinstance(value, (int, float))
        if d.quoting == QUOTE_NONE:
            if special:
                if d.escapechar is None:
                    raise Error("need to escape, but no escapechar set")
                for char in (d.escapechar, d.delimiter, "\n"):
                    text = text.replace(char, d.escapechar + char)
            return text
        wanted = d.quoting == QUOTE_ALL or d.quoting == QUOTE_NONNUMERIC and not number
        if not (wanted or special or alone and not text or text.startswith(" ") and
                d.skipinitialspace):
            return text
        if d.doublequote:
            text = text.replace(d.quotechar, d.quotechar * 2)
        elif d.quotechar in text:
            if d.escapechar is None:
                raise Error("need to escape, but no escapechar set")
            text = text.replace(d.quotechar, d.escapechar + d.quotechar)
        return d.quotechar + text + d.quotechar

    def writerow(self, row, /):
        try:
            row = list(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        fields = [self._field(value, len(row) == 1) for value in row]
        return self._write(self.dialect.delimiter.join(fields) + self.dialect.lineterminator)

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)


def writer(fileobj, /, dialect="excel", **fmtparams):
    """What writes rows to a file."""
    return _Writer(fileobj, _dialect(dialect, fmtparams))


class DictReader:
    """The rows as dicts, with keys from the first row."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", **kwds):
        self._names = None if fieldnames is None else list(fieldnames)
        self.restkey, self.restval = restkey, restval
        self.reader = reader(f, dialect, **kwds)

    @property
    def line_num(self):
        return self.reader.line_num

    @property
    def fieldnames(self):
        if self._names is None:
            self._names = next(self.reader, None)
        return self._names

    def __iter__(self):
        return self

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while not row:
            row = next(self.reader)
        found = dict(zip(names, row))
        if len(row) > len(names):
            found[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            found[name] = self.restval
        return found


class DictWriter:
    """What writes dicts to a file."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", **kwds):
        self.fieldnames, self.restval, self.extrasaction = fieldnames, restval, extrasaction
        self.writer = writer(f, dialect, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def writerow(self, rowdict):
        if self.extrasaction == "raise" and (wrong := rowdict.keys() - set(self.fieldnames)):
            shown = ", ".join(repr(name) for name in wrong)
            raise ValueError("dict contains fields not in fieldnames: " + shown)
        return self.writer.writerow([rowdict.get(name, self.restval) for name in self.fieldnames])

    def writerows(self, rowdicts):
        for row in rowdicts:
            self.writerow(row)
