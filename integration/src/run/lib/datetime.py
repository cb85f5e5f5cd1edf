"""Dates and times of the Gregorian calendar."""

import time as _time
from operator import index
from _datetime_span import UTC, timedelta, timezone, tzinfo
from _datetime_text import day_of_iso, format_by, parse_date, parse_time

MINYEAR, MAXYEAR = 1, 9999
_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS[month]


def _ordinal(year, month, day):
    before = year - 1
    return (before * 365 + before // 4 - before // 100 + before // 400
            + _BEFORE[month] + (month > 2 and _is_leap(year)) + day)


def _from_ordinal(n):
    # 400 years have always the same number of days.
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = (n + 50) >> 5
    while True:
        before = _BEFORE[month] + (month > 2 and _is_leap(year))
        if before <= n:
            return year, month, n - before + 1
        month -= 1


def _whole(*parts):
    """The integers that parts of a date or a time stand for."""
    return [part if type(part) is int else index(part) for part in parts]


def _check_date(year, month, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in(year, month):
        raise ValueError("day is out of range for month")


def _check_time(hour, minute, second, microsecond, fold):
    for name, part, most in (("hour", hour, 23), ("minute", minute, 59), ("second", second, 59),
                             ("microsecond", microsecond, 999999)):
        if not 0 <= part <= most:
            raise ValueError(f"{name} must be in 0..{most}")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")


def _check_zone(zone):
    if not (zone is None or isinstance(zone, tzinfo)):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, not type "
                        f"{type(zone).__name__!r}")


def _folded(cls, parts, fold):
    return cls(*parts, fold=fold)


def _reduced(at, parts):
    """How a time, or a point in time, is taken apart."""
    return (_folded, (type(at), parts, 1)) if at.fold else (type(at), parts)


class IsoCalendarDate(tuple):
    """`(year, week, weekday)`"""

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return "datetime.IsoCalendarDate(year={}, week={}, weekday={})".format(*self)


class date:
    """A day."""

    __slots__ = ("_year", "_month", "_day")

    def __new__(cls, year=None, month=None, day=None):
        for at, (name, part) in enumerate((("year", year), ("month", month), ("day", day)), 1):
            if part is None:
                raise TypeError(f"function missing required argument '{name}' (pos {at})")
        year, month, day = _whole(year, month, day)
        _check_date(year, month, day)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        return self

    year = property(lambda self: self._year)
    month = property(lambda self: self._month)
    day = property(lambda self: self._day)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        days = int(timestamp // 86400)
        return cls.fromordinal(days + 719163)

    @classmethod
    def fromordinal(cls, ordinal, /):
        if ordinal < 1:
            raise ValueError("ordinal must be >= 1")
        if ordinal > 3652059:
            raise ValueError(f"year {_from_ordinal(ordinal)[0]} is out of range")
        return cls(*_from_ordinal(ordinal))

    @classmethod
    def fromisoformat(cls, text, /):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        parts = parse_date(text)
        if parts is None:
            raise ValueError(f"Invalid isoformat string: {text!r}")
        return cls(*parts)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        return cls.fromordinal(day_of_iso(year, week, day, date))

    def toordinal(self):
        return _ordinal(self._year, self._month, self._day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        # The week belongs to the year that has its Thursday.
        thursday = date.fromordinal(self.toordinal() + 3 - self.weekday())
        first = _ordinal(thursday._year, 1, 1)
        week = (thursday.toordinal() - first) // 7 + 1
        return IsoCalendarDate((thursday._year, week, self.weekday() + 1))

    def replace(self, year=None, month=None, day=None):
        return type(self)(self._year if year is None else year,
                          self._month if month is None else month,
                          self._day if day is None else day)

    __replace__ = replace

    def timetuple(self):
        return _struct_time(self, 0, 0, 0, -1)

    def isoformat(self):
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    __str__ = isoformat

    def ctime(self):
        return (f"{_NAMES[self.weekday()]} {_MONTHS[self._month]} {self._day:2d} 00:00:00 "
                f"{self._year:04d}")

    def strftime(self, format):
        return format_by(format, self, None)

    def __format__(self, spec):
        if not isinstance(spec, str):
            raise TypeError(f"must be str, not {type(spec).__name__}")
        return self.strftime(spec) if spec else str(self)

    def __repr__(self):
        return f"{_shown(self)}({self._year}, {self._month}, {self._day})"

    def _key(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._year, self._month, self._day
        return None

    def _compare(self, other, name):
        mine = self._key(other)
        return NotImplemented if mine is None else getattr(mine, name)(other._key(self))

    def __eq__(self, other):
        return self._compare(other, "__eq__")

    def __lt__(self, other):
        return self._compare(other, "__lt__")

    def __le__(self, other):
        return self._compare(other, "__le__")

    def __gt__(self, other):
        return self._compare(other, "__gt__")

    def __ge__(self, other):
        return self._compare(other, "__ge__")

    def __hash__(self):
        return hash((self._year, self._month, self._day))

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        ordinal = self.toordinal() + other.days
        if not 0 < ordinal <= 3652059:
            raise OverflowError("date value out of range")
        return type(self).fromordinal(ordinal)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def __reduce__(self):
        return type(self), (self._year, self._month, self._day)


def _shown(self):
    cls = type(self)
    return f"datetime.{cls.__name__}" if cls.__module__ == "datetime" else cls.__qualname__


def _struct_time(day, hour, minute, second, dst):
    number = day.toordinal() - _ordinal(day.year, 1, 1) + 1
    return _time.struct_time((day.year, day.month, day.day, hour, minute, second, day.weekday(),
                              number, dst))


class time:
    """A time of a day."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        hour, minute, second, microsecond = _whole(hour, minute, second, microsecond)
        _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second = hour, minute, second
        self._microsecond, self._tzinfo, self._fold = microsecond, tzinfo, fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def fromisoformat(cls, text, /):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        parts = parse_time(text.removeprefix("T"))
        if parts is None:
            raise ValueError(f"Invalid isoformat string: {text!r}")
        return cls(*parts)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *,
                fold=None):
        given = hour, minute, second, microsecond
        own = self._hour, self._minute, self._second, self._microsecond
        parts = [mine if part is None else part for part, mine in zip(given, own)]
        return type(self)(*parts, self._tzinfo if tzinfo is True else tzinfo,
                          fold=self._fold if fold is None else fold)

    __replace__ = replace

    def isoformat(self, timespec="auto"):
        text = _time_text(self, timespec)
        return text + _offset_text(self.utcoffset())

    __str__ = isoformat

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(None)

    def strftime(self, format):
        return format_by(format, date(1900, 1, 1), self)

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def __repr__(self):
        return f"{_shown(self)}({_time_args(self)})"

    def _key(self, other):
        if not isinstance(other, time):
            return None
        shift = self.utcoffset()
        seconds = (self._hour * 60 + self._minute) * 60 + self._second
        return seconds * 10**6 + self._microsecond - (shift._total() if shift else 0)

    def _ordered(self, other, name):
        mine = self._key(other)
        if mine is None:
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware times")
        return getattr(mine, name)(other._key(self))

    def __lt__(self, other):
        return self._ordered(other, "__lt__")

    def __le__(self, other):
        return self._ordered(other, "__le__")

    def __gt__(self, other):
        return self._ordered(other, "__gt__")

    def __ge__(self, other):
        return self._ordered(other, "__ge__")

    def __eq__(self, other):
        mine = self._key(other)
        if mine is None:
            return NotImplemented
        is_comparable = (self.utcoffset() is None) == (other.utcoffset() is None)
        return is_comparable and mine == other._key(self)

    def __hash__(self):
        return hash(self._key(self))

    def __reduce__(self):
        return _reduced(self, (self._hour, self._minute, self._second, self._microsecond,
                               self._tzinfo))


def _time_args(at):
    parts = [at.hour, at.minute]
    if at.second or at.microsecond:
        parts.append(at.second)
    if at.microsecond:
        parts.append(at.microsecond)
    shown = ", ".join(map(str, parts))
    if at.tzinfo is not None:
        shown += f", tzinfo={at.tzinfo!r}"
    return shown + (", fold=1" if at.fold else "")


def _time_text(at, timespec):
    if timespec == "auto":
        timespec = "microseconds" if at.microsecond else "seconds"
    forms = {"hours": "{0:02d}", "minutes": "{0:02d}:{1:02d}", "seconds": "{0:02d}:{1:02d}:{2:02d}",
             "milliseconds": "{0:02d}:{1:02d}:{2:02d}.{4:03d}",
             "microseconds": "{0:02d}:{1:02d}:{2:02d}.{3:06d}"}
    if timespec not in forms:
        raise ValueError("Unknown timespec value")
    return forms[timespec].format(at.hour, at.minute, at.second, at.microsecond,
                                  at.microsecond // 1000)


def _offset_text(offset):
    if offset is None:
        return ""
    sign, offset = ("-", -offset) if offset.days < 0 else ("+", offset)
    hours, seconds = divmod(offset.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    return f"{sign}{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


time.min, time.max = time(), time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), timedelta(1)
_day, _clock = date, time
from _datetime_point import datetime
