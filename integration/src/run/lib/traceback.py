"""The text of errors."""

import sys
from _traceback import format_exception as _format


def _pick(exc, value):
    """The exception of the arguments `exc[, value[, tb]]`."""
    return exc if value is _MISSING else value


_MISSING = object()


def _check(exc):
    if exc is not None and not isinstance(exc, BaseException):
        raise TypeError(f"Exception expected for value, {type(exc).__name__} found")


def format_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, chain=True):
    """The lines that are printed about an exception."""
    exc = _pick(exc, value)
    _check(exc)
    if exc is None:
        return ["NoneType: None\n"]
    own = exc.__traceback__
    tb = own if tb is _MISSING else tb
    before = exc.__cause__, exc.__context__, exc.__suppress_context__
    if not chain:
        exc.__cause__ = exc.__context__ = None
    exc.__traceback__, cut = _limited(tb, limit)
    try:
        text = _format(exc)
    finally:
        if cut is not None:
            cut[0].tb_next = cut[1]
        exc.__traceback__ = own
        if not chain:
            exc.__cause__, exc.__context__, exc.__suppress_context__ = before
    return text.splitlines(keepends=True)


def _limited(tb, limit):
    """The first rows of a traceback, or the last ones if the limit is below zero; and the row
    that was cut off for that from the one behind it."""
    rows = []
    while tb is not None:
        rows.append(tb)
        tb = tb.tb_next
    if not rows or limit == 0:
        return None, None
    if limit is None or abs(limit) >= len(rows):
        return rows[0], None
    if limit < 0:
        return rows[limit], None
    rows[limit - 1].tb_next = None
    return rows[0], (rows[limit - 1], rows[limit])


def format_exception_only(exc, /, value=_MISSING, *, show_group=False):
    """The last line of them."""
    exc = _pick(exc, value)
    _check(exc)
    if exc is None:
        return ["NoneType: None\n"]
    cls = type(exc)
    name = cls.__qualname__
    if cls.__module__ not in ("__main__", "builtins"):
        name = f"{cls.__module__}.{name}"
    text = str(exc)
    notes = getattr(exc, "__notes__", ())
    return [f"{name}: {text}\n" if text else f"{name}\n", *(f"{note}\n" for note in notes)]


def print_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, file=None, chain=True):
    """Prints an exception."""
    print("".join(format_exception(exc, value, tb, limit, chain)), file=file or sys.stderr, end="")


def format_exc(limit=None, chain=True):
    """The text about the exception that is being handled."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_exc(limit=None, file=None, chain=True):
    """Prints the exception that is being handled."""
    print(format_exc(limit, chain), file=file or sys.stderr, end="")


class FrameSummary:
    """One frame of a traceback."""

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.locals = locals
        self._line = line

    @property
    def line(self):
        """The line of the source, without what is around it."""
        if self._line is None:
            import linecache
            self._line = linecache.getline(self.filename, self.lineno).strip()
        return self._line

    def __iter__(self):
        return iter((self.filename, self.lineno, self.name, self.line))

    def __getitem__(self, index):
        return tuple(self)[index]

    def __len__(self):
        return 4

    def __eq__(self, other):
        if isinstance(other, (FrameSummary, tuple)):
            return tuple(self) == tuple(other)
        return NotImplemented

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


class StackSummary(list):
    """Frames, the one that ran last at the end."""

    @classmethod
    def extract(cls, frames, *, limit=None, lookup_lines=True, capture_locals=False):
        rows = cls(FrameSummary(f.f_code.co_filename, line, f.f_code.co_name)
                   for f, line in frames)
        if limit is None:
            return rows
        return cls(rows[:limit] if limit >= 0 else rows[limit:])

    from_list = classmethod(lambda cls, rows: cls(
        row if isinstance(row, FrameSummary) else FrameSummary(*row[:3], line=row[3])
        for row in rows))

    def format(self):
        return format_list(self)


class TracebackException:
    """What is to be told about an exception, without the exception."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, _seen=(), **kwargs):
        self.exc_type = exc_type
        self.stack = StackSummary.extract(walk_tb(exc_traceback), limit=limit)
        self._last = format_exception_only(exc_value)
        self._lines = format_exception(exc_value, limit=limit)
        self.__notes__ = getattr(exc_value, "__notes__", None)
        cause, context = exc_value.__cause__, exc_value.__context__
        self.__suppress_context__ = exc_value.__suppress_context__
        # Exceptions may follow each other in a ring.
        seen = {id(exc_value), *_seen}
        self.__cause__, self.__context__ = (
            None if exc is None or id(exc) in seen else
            type(self)(type(exc), exc, exc.__traceback__, limit=limit, _seen=seen)
            for exc in (cause, context))

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type_str(self):
        return self._last[0].partition(":")[0].strip()

    def format(self, *, chain=True, **kwargs):
        yield from self._lines

    def format_exception_only(self, *, show_group=False, **kwargs):
        yield from self._last

    def print(self, *, file=None, chain=True, **kwargs):
        print("".join(self.format()), file=file or sys.stderr, end="")

    def __str__(self):
        return self._last[0].partition(": ")[2].rstrip("\n")


def walk_tb(tb):
    """The frames of a traceback with their lines."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def walk_stack(f):
    """A frame and its callers with their lines."""
    if f is None:
        f = sys._getframe(2)
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def extract_tb(tb, limit=None):
    """What a traceback says of each frame."""
    return StackSummary.extract(walk_tb(tb), limit=limit)


def extract_stack(f=None, limit=None):
    """What the stack says of each frame, the outermost first."""
    rows = StackSummary.extract(walk_stack(f or sys._getframe(1)), limit=limit)
    rows.reverse()
    return rows


def format_list(extracted_list):
    """The lines that are printed about frames."""
    found = []
    for row in StackSummary.from_list(extracted_list):
        text = f'  File "{row.filename}", line {row.lineno}, in {row.name}\n'
        found.append(text + (f"    {row.line}\n" if row.line else ""))
    return found


def format_stack(f=None, limit=None):
    return format_list(extract_stack(f or sys._getframe(1), limit))


def print_stack(f=None, limit=None, file=None):
    print("".join(format_stack(f or sys._getframe(1), limit)), file=file or sys.stderr, end="")


def print_list(extracted_list, file=None):
    print("".join(format_list(extracted_list)), file=file or sys.stderr, end="")


def format_tb(tb, limit=None):
    """The lines that are printed about a traceback."""
    return format_list(extract_tb(tb, limit))


def print_tb(tb, limit=None, file=None):
    """Prints a traceback."""
    print("".join(format_tb(tb, limit)), file=file or sys.stderr, end="")


def clear_frames(tb):
    """Drops the locals of all frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next
