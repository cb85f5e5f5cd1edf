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
    def write(msg, *args, **kwargs):
        if not root.handlers:
            basicConfig()
        root._log(level, msg, args, **kwargs)
    return write


debug, info, warning = _at_root(DEBUG), _at_root(INFO), _at_root(WARNING)
error, critical = _at_root(ERROR), _at_root(CRITICAL)
warn, fatal = warning, critical


def exception(msg, *args, exc_info=True, **kwargs):
    error(msg, *args, exc_info=exc_info, **kwargs)


def log(level, msg, *args, **kwargs):
    _at_root(level)(msg, *args, **kwargs)


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


class LoggerAdapter:
    """A logger that adds something to each record."""

    def __init__(self, logger, extra=None, merge_extra=False):
        self.logger, self.extra, self.merge_extra = logger, extra, merge_extra

    def process(self, msg, kwargs):
        given = kwargs.get("extra") or {} if self.merge_extra else {}
        kwargs["extra"] = {**(self.extra or {}), **given}
        return msg, kwargs

    def log(self, level, msg, *args, **kwargs):
        if self.isEnabledFor(level):
            msg, kwargs = self.process(msg, kwargs)
            self.logger.log(level, msg, *args, **kwargs)

    def debug(self, msg, *args, **kwargs):
        self.log(DEBUG, msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        self.log(INFO, msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        self.log(WARNING, msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        self.log(ERROR, msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.log(ERROR, msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        self.log(CRITICAL, msg, *args, **kwargs)

    def isEnabledFor(self, level):
        return self.logger.isEnabledFor(level)

    def setLevel(self, level):
        self.logger.setLevel(level)

    @property
    def name(self):
        return self.logger.name
