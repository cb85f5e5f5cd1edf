"""Warnings: each is told on standard error once for a place, unless a filter says otherwise.

A filter is a row (action, pattern of the text, class, pattern of the module, line); the first one
that fits decides. Which warnings a module has told is noted in it, under `__warningregistry__`.
"""

import re
import sys

_ACTIONS = ("error", "ignore", "always", "all", "default", "module", "once")
defaultaction = _defaultaction = "default"
onceregistry = _onceregistry = {}
# Changes with the filters: what was noted before counts no more.
_version = 1


def _changed():
    global _version
    _version += 1


filters = [
    ("default", None, DeprecationWarning, re.compile(r"__main__\Z"), 0),
    *(("ignore", None, _class, None, 0) for _class in (
        DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)),
]


class WarningMessage:
    """What is known of one warning."""

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message, self.category = message, category
        self.filename, self.lineno = filename, lineno
        self.file, self.line, self.source = file, line, source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self._category_name!r}, filename : "
                f"{self.filename!r}, lineno : {self.lineno}, line : {self.line!r}}}")


def _is_warning(category):
    return isinstance(category, type) and issubclass(category, Warning)


def _add(row, append):
    if row in filters:
        if append:
            return
        filters.remove(row)
    filters.insert(len(filters) if append else 0, row)
    _changed()


def _check(action, lineno):
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Says what is done with warnings whose text, class and module fit."""
    _check(action, lineno)
    for name, pattern in (("message", message), ("module", module)):
        if not isinstance(pattern, str):
            raise TypeError(f"{name} must be a string")
    if not _is_warning(category):
        raise TypeError("category must be a Warning subclass")
    text = re.compile(message, re.IGNORECASE) if message else None
    _add((action, text, category, re.compile(module) if module else None, lineno), append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Says what is done with warnings of a class."""
    _check(action, lineno)
    _add((action, None, category, None, lineno), append)


def resetwarnings():
    """Forgets all filters."""
    filters.clear()
    _changed()


def _place(stacklevel, prefixes):
    """Namespace, file and line of the code that is warned: so many calls outside of `warn`."""
    frame = sys._getframe(2)
    while frame is not None and stacklevel > 1:
        frame = frame.f_back
        while frame is not None and prefixes and frame.f_code.co_filename.startswith(prefixes):
            frame = frame.f_back
        stacklevel -= 1
    if frame is None:
        return sys.__dict__, "<sys>", 0
    return frame.f_globals, frame.f_code.co_filename, frame.f_lineno


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Tells of something that is not an error yet."""
    if isinstance(message, Warning):
        category = message.__class__
    elif category is None:
        category = UserWarning
    if not _is_warning(category):
        raise TypeError(f"category must be a Warning subclass, not {type(category).__name__!r}")
    if not isinstance(skip_file_prefixes, tuple):
        raise TypeError("warn() argument 'skip_file_prefixes' must be tuple, not "
                        + type(skip_file_prefixes).__name__)
    if skip_file_prefixes:
        stacklevel = max(2, stacklevel)
    names, filename, lineno = _place(stacklevel, skip_file_prefixes)
    registry = names.setdefault("__warningregistry__", {})
    warn_explicit(message, category, filename, lineno, names.get("__name__", "<string>"), registry,
                  names, source)


def _action(text, category, module, lineno):
    for action, known_text, known, known_module, line in filters:
        if ((known_text is None or known_text.match(text)) and issubclass(category, known)
                and (known_module is None or known_module.match(module))
                and line in (0, lineno)):
            return action
    return defaultaction


def _is_new(registry, key):
    new = not registry.get(key)
    registry[key] = 1
    return new


def warn_explicit(message, category, filename, lineno, module=None, registry=None,
                  module_globals=None, source=None):
    """Tells of something at a place."""
    if module is None:
        module = (filename or "<unknown>").removesuffix(".py")
    registry = {} if registry is None else registry
    if registry.get("version", 0) != _version:
        registry.clear()
        registry["version"] = _version
    if isinstance(message, Warning):
        text, category = str(message), message.__class__
    else:
        text = message
        message = category(message)
    key = (text, category, lineno)
    if registry.get(key):
        return
    action = _action(text, category, module, lineno)
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action == "once":
        if not (_is_new(registry, key) and _is_new(onceregistry, (text, category))):
            return
    elif action == "module":
        if not (_is_new(registry, key) and _is_new(registry, (text, category, 0))):
            return
    elif action == "default":
        registry[key] = 1
    elif action not in ("always", "all"):
        raise RuntimeError(f"Unrecognized action ({action!r}) in warnings.filters:\n {action}")
    _tell(WarningMessage(message, category, filename, lineno, source=source))


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Tells a warning; a program may put another function in the place of this one."""
    file = sys.stderr if file is None else file
    if file is not None:
        file.write(formatwarning(message, category, filename, lineno, line))


_plain_showwarning = showwarning
# The lists of those that record, the innermost last.
_recorders = []


def _tell(found):
    if showwarning is _plain_showwarning and _recorders:
        _recorders[-1].append(found)
    else:
        showwarning(found.message, found.category, found.filename, found.lineno, found.file,
                    found.line)


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning, with the line that is warned."""
    if line is None:
        import linecache
        line = linecache.getline(filename, lineno)
    shown = f"  {line.strip()}\n" if line.strip() else ""
    return f"{filename}:{lineno}: {category.__name__}: {message}\n{shown}"


class catch_warnings:
    """Restores the filters at the end, and keeps warnings in a list if asked to."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0,
                 append=False):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._filter = None if action is None else (action, category, lineno, append)
        self._entered = False

    def __repr__(self):
        args = ["record=True"] if self._record else []
        if self._module is not sys.modules["warnings"]:
            args.append(f"module={self._module!r}")
        return f"{type(self).__name__}({', '.join(args)})"

    def __enter__(self):
        global showwarning
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        self._before = filters[:], showwarning
        _changed()
        recorded = None
        if self._record:
            recorded = []
            _recorders.append(recorded)
            showwarning = _plain_showwarning
        if self._filter is not None:
            simplefilter(*self._filter)
        return recorded

    def __exit__(self, *exc_info):
        global showwarning
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        filters[:], showwarning = self._before
        _changed()
        if self._record:
            _recorders.pop()
