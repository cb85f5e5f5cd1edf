"""`datetime.datetime`: a point in time, in a zone or in none."""

import time as _time
from _datetime_span import _divide, timedelta, timezone
from operator import index
from _datetime_text import format_by, parse_by, parse_date, parse_time
from datetime import (_check_time, _clock as time, _day as date, _MONTHS, _NAMES, _offset_text,
                      _check_zone, _reduced, _shown, _struct_time, _time_args, _time_text, _whole)

_EPOCH, _day, _clock = date(1970, 1, 1).toordinal(), date, time


class datetime(date):
    """A day and a time of it."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0,
                tzinfo=None, *, fold=0):
        self = date.__new__(cls, year, month, day)
        hour, minute, second, microsecond = _whole(hour, minute, second, microsecond)
        _check_zone(tzinfo)
        _check_time(hour, minute, second, microsecond, fold)
        self._hour, self._minute, self._second = hour, minute, second
        self._microsecond, self._tzinfo, self._fold = microsecond, tzinfo, fold
        return self

    hour, minute, second = time.hour, time.minute, time.second
    microsecond, tzinfo, fold = time.microsecond, time.tzinfo, time.fold

    @classmethod
    def _of(cls, microseconds, tzinfo):
        """The point so long after the beginning of the calendar."""
        days, rest = divmod(microseconds, 86400 * 10**6)
        if not 0 < days <= 3652059:
            raise OverflowError("date value out of range")
        day = date.fromordinal(days)
        seconds, part = divmod(rest, 10**6)
        minutes, second = divmod(seconds, 60)
        return cls(day.year, day.month, day.day, minutes // 60, minutes % 60, second, part, tzinfo)

    def _count(self):
        seconds = (self._hour * 60 + self._minute) * 60 + self._second
        return (self.toordinal() * 86400 + seconds) * 10**6 + self._microsecond

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        _check_zone(tz)
        if not isinstance(timestamp, float):
            timestamp = index(timestamp)
        if timestamp != timestamp:
            raise ValueError("cannot convert float NaN to integer")
        if not abs(timestamp) < 2**63:
            raise OverflowError("timestamp out of range for platform time_t")
        up, down = timestamp.as_integer_ratio()
        since = _divide(up * 10**6, down)
        if not 0 < since // 86400 // 10**6 + _EPOCH <= 3652059:
            year = 1970 + since // (31556952 * 10**6)
            raise ValueError(f"year {year} is out of range")
        made = cls._of(_EPOCH * 86400 * 10**6 + since, tz)
        return made if tz is None else tz.fromutc(made)

    @classmethod
    def utcfromtimestamp(cls, timestamp, /):
        return cls.fromtimestamp(timestamp)

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.now()

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        for at, given, kind in ((1, date, _day), (2, time, _clock)):
            if not isinstance(given, kind):
                raise TypeError(f"combine() argument {at} must be datetime.{kind.__name__}, not "
                                + type(given).__name__)
        zone = time.tzinfo if tzinfo is True else tzinfo
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second,
                   time.microsecond, zone, fold=time.fold)

    @classmethod
    def fromordinal(cls, ordinal, /):
        return cls.combine(date.fromordinal(ordinal), time())

    @classmethod
    def fromisoformat(cls, text, /):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        at = 10 if text[4:5] == "-" and "W" not in text else max(text.find("T"), text.find(" "))
        at = len(text) if at < 0 else at
        day = parse_date(text[:at])
        clock = parse_time(text[at + 1:]) if len(text) > at else (0, 0, 0, 0, None)
        if day is None or clock is None:
            raise ValueError(f"Invalid isoformat string: {text!r}")
        return cls(*day, *clock)

    @classmethod
    def strptime(cls, text, format, /):
        *parts, offset = parse_by(text, format)
        zone = None
        if offset is not None:
            zone = timezone(timedelta(seconds=offset)) if offset else timezone.utc
        return cls(*parts, zone)

    def date(self):
        return date(self._year, self._month, self._day)

    def time(self):
        return time(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        return self.time().replace(tzinfo=self._tzinfo)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None,
                microsecond=None, tzinfo=True, *, fold=None):
        given = year, month, day, hour, minute, second, microsecond
        own = (self._year, self._month, self._day, self._hour, self._minute, self._second,
               self._microsecond)
        parts = [mine if part is None else part for part, mine in zip(given, own)]
        return type(self)(*parts, self._tzinfo if tzinfo is True else tzinfo,
                          fold=self._fold if fold is None else fold)

    __replace__ = replace

    def timetuple(self):
        dst = self.dst()
        return _struct_time(self, self._hour, self._minute, self._second,
                            -1 if dst is None else int(bool(dst)))

    def utctimetuple(self):
        offset = self.utcoffset()
        return (self - offset if offset else self).replace(tzinfo=None).timetuple()

    def timestamp(self):
        since = self._count() - _EPOCH * 86400 * 10**6
        return (since - (self.utcoffset() or timedelta(0))._total()) / 10**6

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def astimezone(self, tz=None):
        tz = timezone.utc if tz is None else tz
        _check_zone(tz)
        offset = self.utcoffset() or timedelta(0)
        return tz.fromutc((self - offset).replace(tzinfo=tz))

    def isoformat(self, sep="T", timespec="auto"):
        return (f"{self._year:04d}-{self._month:02d}-{self._day:02d}{sep}"
                + _time_text(self, timespec) + _offset_text(self.utcoffset()))

    def __str__(self):
        return self.isoformat(" ")

    def ctime(self):
        return (f"{_NAMES[self.weekday()]} {_MONTHS[self._month]} {self._day:2d} "
                f"{_time_text(self, 'seconds')} {self._year:04d}")

    def strftime(self, format):
        return format_by(format, self.date(), self)

    def __repr__(self):
        return f"{_shown(self)}({self._year}, {self._month}, {self._day}, {_time_args(self)})"

    def _key(self, other):
        if not isinstance(other, datetime):
            return None
        offset = self.utcoffset()
        return self._count() - (offset._total() if offset else 0)

    def _ordered(self, other, compare):
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return compare(self._key(other), other._key(self))

    def __lt__(self, other):
        return self._ordered(other, lambda a, b: a < b)

    def __le__(self, other):
        return self._ordered(other, lambda a, b: a <= b)

    def __gt__(self, other):
        return self._ordered(other, lambda a, b: a > b)

    def __ge__(self, other):
        return self._ordered(other, lambda a, b: a >= b)

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            return False
        return self._key(other) == other._key(self)

    def __hash__(self):
        return hash(self._key(self))

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return type(self)._of(self._count() + other._total(), self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return timedelta._of(self._key(other) - other._key(self))

    def __reduce__(self):
        parts = (self._year, self._month, self._day, self._hour, self._minute, self._second,
                 self._microsecond, self._tzinfo)
        return _reduced(self, parts)


datetime.__module__ = "datetime"
datetime.min, datetime.max = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
