"""The text of errors."""

import sys
from _traceback import format_exception as _format


def _pick(exc, value):
    """The exception of the arguments `exc[, value[, tb]]`."""
    return value if value is not None and not isinstance(value, type(_pick)) else exc


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    """The lines that are printed about an exception."""
    return _format(_pick(exc, value)).splitlines(keepends=True)


def format_exception_only(exc, /, value=None, *, show_group=False):
    """The last line of them."""
    exc = _pick(exc, value)
    cls = type(exc)
    name = cls.__qualname__
    if cls.__module__ not in ("__main__", "builtins"):
        name = f"{cls.__module__}.{name}"
    text = str(exc)
    return [f"{name}: {text}\n" if text else f"{name}\n"]


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    """Prints an exception."""
    print("".join(format_exception(exc, value)), file=file or sys.stderr, end="")


def format_exc(limit=None, chain=True):
    """The text about the exception that is being handled."""
    exc = sys.exception()
    return "NoneType: None\n" if exc is None else "".join(format_exception(exc))


def print_exc(limit=None, file=None, chain=True):
    """Prints the exception that is being handled."""
    print(format_exc(), file=file or sys.stderr, end="")


class FrameSummary:
    """One frame of a traceback."""

    __slots__ = ("filename", "lineno", "name", "line")

    def __init__(self, filename, lineno, name, line=""):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.line = line

    def __iter__(self):
        return iter((self.filename, self.lineno, self.name, self.line))

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


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
    return [
        FrameSummary(f.f_code.co_filename, line, f.f_code.co_name) for f, line in walk_tb(tb)
    ][:limit]


def extract_stack(f=None, limit=None):
    """What the stack says of each frame, the outermost first."""
    rows = [
        FrameSummary(f.f_code.co_filename, line, f.f_code.co_name)
        for f, line in walk_stack(f or sys._getframe(1))
    ]
    return rows[::-1]


def format_list(extracted_list):
    """The lines that are printed about frames."""
    return [f'  File "{f}", line {n}, in {name}\n' for f, n, name, _ in extracted_list]


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
