"""The functions of `logging` that use the root logger, and adapters."""

import logging
import sys
from logging import (BASIC_FORMAT, CRITICAL, DEBUG, ERROR, INFO, WARNING, FileHandler, Formatter,
                     Logger, StreamHandler, _handlers, manager, root)


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
        if filename:
            handlers = [FileHandler(filename, filemode, encoding=encoding)]
        else:
            handlers = [StreamHandler(stream)]
    plain = {"%": BASIC_FORMAT, "{": "{levelname}:{name}:{message}",
             "$": "${levelname}:${name}:${message}"}[style]
    formatter = Formatter(format or plain, datefmt, style)
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
    manager.disable = level


def captureWarnings(capture):
    pass


def shutdown(handlerList=None):
    for ref in reversed(_handlers):
        handler = ref()
        if handler is not None:
            handler.flush()
            handler.close()


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
