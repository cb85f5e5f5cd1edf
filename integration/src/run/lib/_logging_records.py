"""`logging`: records of events, and how they become text."""

import os
import re
import sys
import time
import traceback
from _thread import get_ident
from string import Template

CRITICAL, ERROR, WARNING, INFO, DEBUG, NOTSET = 50, 40, 30, 20, 10, 0
FATAL, WARN = CRITICAL, WARNING
BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"
_names = {CRITICAL: "CRITICAL", ERROR: "ERROR", WARNING: "WARNING", INFO: "INFO", DEBUG: "DEBUG",
          NOTSET: "NOTSET"}
_numbers = {**{name: number for number, name in _names.items()}, "FATAL": FATAL, "WARN": WARN}
_start = time.time()


def getLevelName(level):
    """The name of a level, or the level of a name."""
    found = _names.get(level)
    return _numbers.get(level, f"Level {level}") if found is None else found


def getLevelNamesMapping():
    return _numbers.copy()


def addLevelName(level, levelName):
    _names[level] = levelName
    _numbers[levelName] = level


def _check_level(level):
    if isinstance(level, int):
        return level
    if not isinstance(level, str):
        raise TypeError(f"Level not an integer or a valid string: {level!r}")
    if level not in _numbers:
        raise ValueError(f"Unknown level: {level!r}")
    return _numbers[level]


def _thread_name():
    threading = sys.modules.get("threading")
    return "MainThread" if threading is None else threading.current_thread().name


def _task_name():
    asyncio = sys.modules.get("asyncio")
    try:
        return asyncio.current_task().get_name()
    except (AttributeError, RuntimeError):
        # No task runs in this thread.
        return None


class LogRecord:
    """One event."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None,
                 **kwargs):
        self.name, self.msg = name, msg
        if args and len(args) == 1 and hasattr(args[0], "keys") and args[0]:
            args = args[0]
        self.args = args
        self.levelname, self.levelno = getLevelName(level), level
        self.pathname, self.lineno, self.funcName = pathname, lineno, func
        self.filename = os.path.basename(pathname)
        self.module = os.path.splitext(self.filename)[0]
        self.exc_info, self.exc_text, self.stack_info = exc_info, None, sinfo
        self.created = time.time()
        self.msecs = int(self.created % 1 * 1000) + 0.0
        self.relativeCreated = (self.created - _start) * 1000
        self.thread, self.threadName, self.taskName = get_ident(), _thread_name(), _task_name()
        self.process, self.processName = os.getpid(), "MainProcess"

    def __repr__(self):
        return (f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, '
                f'"{self.msg}">')

    def getMessage(self):
        msg = str(self.msg)
        return msg % self.args if self.args else msg


def makeLogRecord(dict):
    record = LogRecord(None, None, "", 0, "", (), None, None)
    record.__dict__.update(dict)
    return record


class _Percent:
    """How a format names the parts of a record: `%(name)s`, and in the classes below otherwise."""

    plain, basic, time_mark = "%(message)s", BASIC_FORMAT, "%(asctime)"

    def __init__(self, form, defaults):
        self.form, self.defaults = form or self.plain, defaults or {}

    def uses_time(self):
        return self.time_mark in self.form

    def validate(self):
        if not re.search(r"%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]", self.form, re.I):
            raise ValueError(f"Invalid format '{self.form}' for '%' style")

    def fill(self, values):
        return self.form % values


class _Braces(_Percent):
    plain, basic, time_mark = "{message}", "{levelname}:{name}:{message}", "{asctime"

    def validate(self):
        from string import Formatter
        fields = False
        try:
            for _, name, spec, conversion in Formatter().parse(self.form):
                if name is None:
                    continue
                if not re.fullmatch(r"(\d+|\w+)(\.\w+|\[[^]]+\])*", name):
                    raise ValueError(f"invalid field name/expression: {name!r}")
                fields = True
                if conversion and conversion not in "rsa":
                    raise ValueError(f"invalid conversion: {conversion!r}")
                if spec and not re.fullmatch(
                        r"(.?[<=>^])?[+ -]?#?0?(\d+|{\w+})?[,_]?(\.(\d+|{\w+}))?[bcdefgnosx%]?",
                        spec, re.I):
                    raise ValueError(f"bad specifier: {spec!r}")
        except ValueError as e:
            raise ValueError(f"invalid format: {e}")
        if not fields:
            raise ValueError("invalid format: no fields")

    def fill(self, values):
        return self.form.format(**values)


class _Dollar(_Percent):
    plain, basic, time_mark = "${message}", "${levelname}:${name}:${message}", "asctime"

    def uses_time(self):
        return "$asctime" in self.form or "${asctime}" in self.form

    def validate(self):
        if not Template(self.form).get_identifiers():
            raise ValueError("invalid format: no fields")

    def fill(self, values):
        return Template(self.form).substitute(values)


_STYLES = {"%": _Percent, "{": _Braces, "$": _Dollar}


class Formatter:
    """Makes text of a record."""

    default_time_format = "%Y-%m-%d %H:%M:%S"
    default_msec_format = "%s,%03d"
    converter = time.localtime

    def __init__(self, fmt=None, datefmt=None, style="%", validate=True, *, defaults=None):
        if style not in _STYLES:
            raise ValueError(f"Style must be one of: {','.join(_STYLES)}")
        self._style = _STYLES[style](fmt, defaults)
        if validate:
            self._style.validate()
        self._fmt, self.datefmt = self._style.form, datefmt

    def usesTime(self):
        return self._style.uses_time()

    def formatTime(self, record, datefmt=None):
        at = self.converter(record.created)
        if datefmt:
            return time.strftime(datefmt, at)
        text = time.strftime(self.default_time_format, at)
        if self.default_msec_format:
            text = self.default_msec_format % (text, record.msecs)
        return text

    def formatException(self, ei):
        return "".join(traceback.format_exception(*ei)).removesuffix("\n")

    def formatStack(self, stack_info):
        return stack_info

    def formatMessage(self, record):
        return self._style.fill({**self._style.defaults, **record.__dict__})

    def format(self, record):
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        stack = self.formatStack(record.stack_info) if record.stack_info else None
        for part in (record.exc_text, stack):
            if part:
                text += ("" if text.endswith("\n") else "\n") + part
        return text


for _class in (LogRecord, Formatter):
    _class.__module__ = "logging"
del _class
