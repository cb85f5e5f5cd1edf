"""Warnings: told on standard error, once for each place."""

import sys

filters = []
_shown = set()
_recorders = []


class WarningMessage:
    """What is known of one warning."""

    def __init__(self, message, category, filename, lineno):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno


def _action(category):
    for action, known in filters:
        if issubclass(category, known):
            return action
    return "default"


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Tells of something that is not an error yet."""
    if isinstance(message, Warning):
        category = message.__class__
    elif category is None:
        category = UserWarning
    try:
        frame = sys._getframe(stacklevel)
        filename, lineno = frame.f_code.co_filename, frame.f_lineno
    except ValueError:
        filename, lineno = "sys", 1
    warn_explicit(message, category, filename, lineno)


def warn_explicit(message, category, filename, lineno, module=None, registry=None):
    """Tells of something at a place."""
    action = _action(category)
    if action == "ignore":
        return
    if action == "error":
        raise message if isinstance(message, Warning) else category(message)
    key = (str(message), category, filename, lineno)
    if action in ("default", "once", "module") and not _recorders:
        if key in _shown:
            return
        _shown.add(key)
    if not isinstance(message, Warning):
        message = category(message)
    if _recorders:
        _recorders[-1].append(WarningMessage(message, category, filename, lineno))
        return
    print(formatwarning(message, category, filename, lineno), file=sys.stderr, end="")


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning."""
    return f"{filename}:{lineno}: {category.__name__}: {message}\n"


def simplefilter(action, category=Warning, lineno=0, append=False):
    """What is to be done with warnings of a class."""
    filters.insert(len(filters) if append else 0, (action, category))


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """The same; text and module are not looked at."""
    simplefilter(action, category, lineno, append)


def resetwarnings():
    """Forgets what was to be done."""
    filters.clear()


class catch_warnings:
    """Restores the filters at the end, and keeps warnings in a list if asked to."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning,
                 lineno=0, append=False):
        self._record = record
        self._action = action
        self._category = category

    def __enter__(self):
        self._filters = filters[:]
        if self._action is not None:
            simplefilter(self._action, self._category)
        if self._record:
            _recorders.append([])
            return _recorders[-1]
        return None

    def __exit__(self, *exc_info):
        filters[:] = self._filters
        if self._record:
            _recorders.pop()
