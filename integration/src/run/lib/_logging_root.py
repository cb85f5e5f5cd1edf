"""The functions of `logging` that use the root logger, and adapters."""

import logging
import warnings
from _logging_records import (
    CRITICAL, DEBUG, ERROR, INFO, WARNING, Formatter, _STYLES, _check_level)
from logging import FileHandler, Logger, NullHandler, StreamHandler, _handlers, manager, root


def getLogger(name=None):
    """The logger of a name, always the same."""
    return manager.getLogger(name) if name and name != "root" else root


def getLoggerClass():
    return manager.loggerClass


def setLoggerClass(klass):
    if not issubclass(klass, Logger):
        raise TypeError("logger not derived from logging.Logger: " + klass.__name__)
    manager.loggerClass = klass


def getLogRecordFactory():
    return logging._record_factory


def setLogRecordFactory(factory):
    logging._record_factory = factory


def basicConfig(*, filename=None, filemode="a", format=None, datefmt=None, style="%", level=None,
                stream=None, handlers=None, force=False, encoding=None, errors="backslashreplace"):
    """Gives the root logger a handler, unless it has one."""
    if force:
        for handler in root.handlers[:]:
            root.removeHandler(handler)
            handler.close()
    if root.handlers:
        return
    if handlers is None:
        if stream and filename:
            raise ValueError("'stream' and 'filename' should not be specified together")
        if filename:
            if "b" in filemode:
                errors = None
            handlers = [FileHandler(filename, filemode, encoding=encoding, errors=errors)]
        else:
            handlers = [StreamHandler(stream)]
    elif stream or filename:
        raise ValueError("'stream' or 'filename' should not be specified together with "
                         "'handlers'")
    if style not in _STYLES:
        raise ValueError(f"Style must be one of: {','.join(_STYLES)}")
    formatter = Formatter(format or _STYLES[style].basic, datefmt, style)
    for handler in handlers:
        if handler.formatter is None:
            handler.setFormatter(formatter)
        root.addHandler(handler)
    if level is not None:
        root.setLevel(level)


def _at_root(level):
    """The function that logs at one level with the root logger."""
    def write(msg, *args, **kwargs):
        log(level, msg, *args, **kwargs)
    return write


def log(level, msg, *args, **kwargs):
    """Logs with the root logger, which gets a handler if it has none."""
    if not root.handlers:
        basicConfig()
    root._log(level, msg, args, **kwargs)


debug, info, warning, error, critical = map(_at_root, (DEBUG, INFO, WARNING, ERROR, CRITICAL))
warn, fatal = warning, critical


def exception(msg, *args, **kwargs):
    """`error` with the exception that is being handled."""
    error(msg, *args, **{"exc_info": True, **kwargs})


def disable(level=CRITICAL):
    manager.disable = _check_level(level)


_plain_showwarning = None


def _show_warning(message, category, filename, lineno, file=None, line=None):
    """Logs a warning, unless it is to be written to a file."""
    if file is not None:
        _plain_showwarning(message, category, filename, lineno, file, line)
        return
    logger = getLogger("py.warnings")
    if not logger.handlers:
        logger.addHandler(NullHandler())
    logger.warning(str(warnings.formatwarning(message, category, filename, lineno, line)))


def captureWarnings(capture):
    """Has warnings logged, or told again as they were before."""
    global _plain_showwarning
    if capture and _plain_showwarning is None:
        _plain_showwarning, warnings.showwarning = warnings.showwarning, _show_warning
    elif not capture and _plain_showwarning is not None:
        warnings.showwarning, _plain_showwarning = _plain_showwarning, None


def shutdown(handlerList=_handlers):
    """Closes all handlers, the newest first."""
    for ref in reversed(handlerList[:]):
        handler = ref()
        if handler is not None:
            try:
                handler.flush()
                handler.close()
            except (OSError, ValueError):
                # Its stream has been closed before it.
                pass


def _adapted(level):
    """The method of an adapter that logs at one level."""
    def write(self, msg, *args, **kwargs):
        self.log(level, msg, *args, **kwargs)
    return write


class LoggerAdapter:
    """A logger that adds something to each record."""

    def __init__(self, logger, extra=None, merge_extra=False):
        self.logger, self.extra, self.merge_extra = logger, extra, merge_extra

    name = property(lambda self: self.logger.name)
    debug, info, warning, error, critical = map(
        _adapted, (DEBUG, INFO, WARNING, ERROR, CRITICAL))

    def exception(self, msg, *args, **kwargs):
        self.error(msg, *args, **{"exc_info": True, **kwargs})

    def process(self, msg, kwargs):
        """The message and the keywords that are logged instead of those that were given."""
        given = kwargs.get("extra") or {} if self.merge_extra else {}
        return msg, {**kwargs, "extra": {**(self.extra or {}), **given}}

    def log(self, level, msg, *args, **kwargs):
        if not self.isEnabledFor(level):
            return
        text, keywords = self.process(msg, kwargs)
        self.logger.log(level, text, *args, **keywords)

    def isEnabledFor(self, level):
        return self.logger.isEnabledFor(level)

    def setLevel(self, level):
        self.logger.setLevel(level)
