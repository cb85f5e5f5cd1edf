"""Records of what a program does, passed along a tree of loggers to handlers.

What a record is, and how it becomes text, is in `_logging_records`; the functions that log with
the root of the tree are in `_logging_root`.
"""

import atexit
import io
import os
import sys
import traceback
import weakref
from _logging_records import (
    BASIC_FORMAT, CRITICAL, DEBUG, ERROR, FATAL, INFO, NOTSET, WARN, WARNING, Formatter, LogRecord,
    addLevelName, getLevelName, getLevelNamesMapping, makeLogRecord, _check_level)

raiseExceptions = True
_plain = Formatter()


class Filter:
    """Lets the records of a logger and of those below it pass."""

    def __init__(self, name=""):
        self.name = name

    def filter(self, record):
        return not self.name or (record.name + ".").startswith(self.name + ".")


class Filterer:
    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        for found in self.filters:
            passed = found.filter(record) if hasattr(found, "filter") else found(record)
            if not passed:
                return False
            if isinstance(passed, LogRecord):
                record = passed
        return record


# The handlers that live, the oldest first, and those that have a name.
_handlers = []
_named = weakref.WeakValueDictionary()


def getHandlerByName(name):
    return _named.get(name)


def getHandlerNames():
    return frozenset(_named)


class Handler(Filterer):
    """Where records go."""

    def __init__(self, level=NOTSET):
        super().__init__()
        self._name = None
        self.level = _check_level(level)
        self.formatter = None
        _handlers.append(weakref.ref(self, _forget))

    def get_name(self):
        return self._name

    def set_name(self, name):
        if _named.get(self._name) is self:
            del _named[self._name]
        self._name = name
        if name:
            _named[name] = self

    name = property(get_name, set_name)

    def setLevel(self, level):
        self.level = _check_level(level)

    def setFormatter(self, fmt):
        self.formatter = fmt

    def format(self, record):
        return (self.formatter or _plain).format(record)

    def emit(self, record):
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def handle(self, record):
        passed = self.filter(record)
        if isinstance(passed, LogRecord):
            record = passed
        if passed:
            self.emit(record)
        return passed

    def handleError(self, record):
        if raiseExceptions and sys.stderr:
            sys.stderr.write("--- Logging error ---\n")
            traceback.print_exc()
            sys.stderr.write(f"Message: {record.msg!r}\nArguments: {record.args}\n")

    def acquire(self):
        pass

    def release(self):
        pass

    def createLock(self):
        pass

    def flush(self):
        pass

    def close(self):
        """What is closed has no name any more."""
        if _named.get(self._name) is self:
            del _named[self._name]

    def __repr__(self):
        return f"<{type(self).__name__} ({getLevelName(self.level)})>"


def _forget(handler):
    if handler in _handlers:
        _handlers.remove(handler)


class NullHandler(Handler):
    def handle(self, record):
        pass

    emit = handle


class StreamHandler(Handler):
    """Writes records to a stream."""

    terminator = "\n"

    def __init__(self, stream=None):
        super().__init__()
        self.stream = sys.stderr if stream is None else stream

    def flush(self):
        if self.stream and hasattr(self.stream, "flush"):
            self.stream.flush()

    def setStream(self, stream):
        if stream is self.stream:
            return None
        self.flush()
        before, self.stream = self.stream, stream
        return before

    def emit(self, record):
        try:
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def __repr__(self):
        name = str(getattr(self.stream, "name", ""))
        return f"<{type(self).__name__} {name + ' ' if name else ''}({getLevelName(self.level)})>"


class _StderrHandler(StreamHandler):
    """Writes to what `sys.stderr` is at that moment."""

    def __init__(self, level=NOTSET):
        Handler.__init__(self, level)

    stream = property(lambda self: sys.stderr)


lastResort = _defaultLastResort = _StderrHandler(WARNING)


class FileHandler(StreamHandler):
    """Writes records to a file; `delay` opens it for the first one."""

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        self.baseFilename = os.path.abspath(filename)
        self.mode, self.encoding, self.delay, self.errors = mode, encoding, delay, errors
        self._is_closed = False
        if delay:
            Handler.__init__(self)
            self.stream = None
        else:
            super().__init__(self._open())

    def _open(self):
        return io.open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors)

    def emit(self, record):
        if self.stream is None and (self.mode != "w" or not self._is_closed):
            self.stream = self._open()
        if self.stream is not None:
            super().emit(record)

    def close(self):
        stream, self.stream = self.stream, None
        self._is_closed = True
        if stream is not None:
            stream.close()
        super().close()

    def __repr__(self):
        return f"<{type(self).__name__} {self.baseFilename} ({getLevelName(self.level)})>"


class Logger(Filterer):
    """A name in the tree, with a level and handlers."""

    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name, self.level = name, _check_level(level)
        self.parent, self.propagate, self.handlers, self.disabled = None, True, [], False

    def setLevel(self, level):
        self.level = _check_level(level)

    def getEffectiveLevel(self):
        logger = self
        while logger is not None:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        return (not self.disabled and manager.disable < level
                and level >= self.getEffectiveLevel())

    def getChild(self, suffix):
        return getLogger(suffix if self is root else f"{self.name}.{suffix}")

    def getChildren(self):
        own = 0 if self is root else len(self.name) + 1
        return {logger for logger in manager.loggerDict.values()
                if logger.parent is self and "." not in logger.name[own:]}

    def addHandler(self, hdlr):
        if hdlr not in self.handlers:
            self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        if hdlr in self.handlers:
            self.handlers.remove(hdlr)

    def hasHandlers(self):
        logger = self
        while logger is not None:
            if logger.handlers:
                return True
            logger = logger.parent if logger.propagate else None
        return False

    def debug(self, msg, *args, **kwargs):
        self._log(DEBUG, msg, args, **kwargs)

    def info(self, msg, *args, **kwargs):
        self._log(INFO, msg, args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        self._log(WARNING, msg, args, **kwargs)

    warn = warning

    def error(self, msg, *args, **kwargs):
        self._log(ERROR, msg, args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self._log(ERROR, msg, args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        self._log(CRITICAL, msg, args, **kwargs)

    fatal = critical

    def log(self, level, msg, *args, **kwargs):
        if not isinstance(level, int):
            raise TypeError("level must be an integer")
        self._log(level, msg, args, **kwargs)

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if not self.isEnabledFor(level):
            return
        frame, stack = self._caller(stacklevel), None
        if stack_info:
            stack = "Stack (most recent call last):\n" + "".join(traceback.format_stack(frame))
            stack = stack.removesuffix("\n")
        if isinstance(exc_info, BaseException):
            exc_info = type(exc_info), exc_info, exc_info.__traceback__
        elif exc_info and not isinstance(exc_info, tuple):
            exc_info = sys.exc_info()
        record = self.makeRecord(self.name, level, frame.f_code.co_filename, frame.f_lineno, msg,
                                 args, exc_info or None, frame.f_code.co_name, extra, stack)
        self.handle(record)

    def _caller(self, stacklevel):
        """The frame that logs, or one so many calls outside of it."""
        frame = sys._getframe(2)
        while frame.f_back is not None and _is_own(frame):
            frame = frame.f_back
        while stacklevel > 1 and frame.f_back is not None:
            frame = frame.f_back
            stacklevel -= not _is_own(frame)
        return frame

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None,
                   sinfo=None):
        record = _record_factory(name, level, fn, lno, msg, args, exc_info, func, sinfo)
        for key, value in (extra or {}).items():
            if key in ("message", "asctime") or key in record.__dict__:
                raise KeyError(f"Attempt to overwrite {key!r} in LogRecord")
            record.__dict__[key] = value
        return record

    def handle(self, record):
        if self.disabled:
            return
        passed = self.filter(record)
        if isinstance(passed, LogRecord):
            record = passed
        if passed:
            self.callHandlers(record)

    def callHandlers(self, record):
        logger, found = self, False
        while logger is not None:
            for handler in logger.handlers:
                found = True
                if record.levelno >= handler.level:
                    handler.handle(record)
            logger = logger.parent if logger.propagate else None
        if not found and lastResort is not None:
            if record.levelno >= lastResort.level:
                lastResort.handle(record)

    def __repr__(self):
        return f"<{type(self).__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>"


def _is_own(frame):
    return frame.f_globals.get("__name__") in (__name__, "_logging_root")


class RootLogger(Logger):
    def __init__(self, level):
        super().__init__("root", level)


class Manager:
    """The loggers there are."""

    def __init__(self):
        self.loggerDict = {}
        self.disable = NOTSET
        self.loggerClass = Logger

    def getLogger(self, name):
        if not isinstance(name, str):
            raise TypeError("A logger name must be a string")
        logger = self.loggerDict.get(name)
        if logger is None:
            logger = self.loggerDict[name] = self.loggerClass(name)
            logger.manager = self
            above = name
            while "." in above and logger.parent is None:
                above = above.rpartition(".")[0]
                logger.parent = self.loggerDict.get(above)
            logger.parent = logger.parent or root
            for other in self.loggerDict.values():
                if other.name.startswith(name + ".") and len(other.parent.name) < len(name) or (
                        other.name.startswith(name + ".") and other.parent is root):
                    other.parent = logger
        return logger


_record_factory = LogRecord
root = RootLogger(WARNING)
manager = Logger.manager = Manager()
Logger.root = root
from _logging_root import *

atexit.register(shutdown)
