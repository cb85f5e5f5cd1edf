"""Spans of time, and zones that are a span away from UTC."""


def _rounded(whole, rest):
    """A whole number with a rest; a half goes to the even one of two."""
    near = round(rest)
    if abs(near - rest) == 0.5:
        odd = whole % 2
        near = 2 * round((rest + odd) * 0.5) - odd
    return whole + near


class timedelta:
    """A span: days, seconds of a day, microseconds of a second; only days may be negative."""

    __slots__ = ("_days", "_seconds", "_microseconds")

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0,
                weeks=0):
        total = 0
        rest = 0.0
        for name, count, unit in (
                ("microseconds", microseconds, 1), ("milliseconds", milliseconds, 1000),
                ("seconds", seconds, 10**6), ("minutes", minutes, 60 * 10**6),
                ("hours", hours, 3600 * 10**6), ("days", days, 86400 * 10**6),
                ("weeks", weeks, 7 * 86400 * 10**6)):
            if isinstance(count, float):
                whole = int(count)
                total += whole * unit
                part = (count - whole) * unit
                total += int(part)
                rest += part - int(part)
            elif isinstance(count, int):
                total += count * unit
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: "
                                + type(count).__name__)
        return cls._of(_rounded(total, rest))

    @classmethod
    def _of(cls, microseconds):
        self = object.__new__(cls)
        seconds, self._microseconds = divmod(microseconds, 10**6)
        self._days, self._seconds = divmod(seconds, 86400)
        if not -2**31 <= self._days < 2**31:
            raise OverflowError("Python int too large to convert to C int")
        if not -999999999 <= self._days <= 999999999:
            raise OverflowError(f"days={self._days}; must have magnitude <= 999999999")
        return self

    days = property(lambda self: self._days)
    seconds = property(lambda self: self._seconds)
    microseconds = property(lambda self: self._microseconds)

    def _total(self):
        return (self._days * 86400 + self._seconds) * 10**6 + self._microseconds

    def total_seconds(self):
        return self._total() / 10**6

    def __repr__(self):
        parts = [f"{name}={value}" for name, value in (
            ("days", self._days), ("seconds", self._seconds),
            ("microseconds", self._microseconds)) if value]
        return f"datetime.timedelta({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02d}:{seconds:02d}"
        if self._days:
            text = f"{self._days} day{'' if abs(self._days) == 1 else 's'}, {text}"
        return text + (f".{self._microseconds:06d}" if self._microseconds else "")

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total() + other._total())

    def __sub__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total() - other._total())

    def __neg__(self):
        return timedelta._of(-self._total())

    def __pos__(self):
        return self

    def __abs__(self):
        return -self if self._days < 0 else self

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._of(self._total() * other)
        if isinstance(other, float):
            up, down = other.as_integer_ratio()
            return timedelta._of(_divide(self._total() * up, down))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total() / other._total()
        if isinstance(other, int):
            return timedelta._of(_divide(self._total(), other))
        if isinstance(other, float):
            up, down = other.as_integer_ratio()
            return timedelta._of(_divide(self._total() * down, up))
        return NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total() // other._total()
        if isinstance(other, int):
            return timedelta._of(self._total() // other)
        return NotImplemented

    def __mod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total() % other._total())

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return self // other, self % other

    def __eq__(self, other):
        return self._total() == other._total() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._total() < other._total() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._total() <= other._total() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._total() > other._total() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._total() >= other._total() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash((self._days, self._seconds, self._microseconds))

    def __bool__(self):
        return self._total() != 0

    def __reduce__(self):
        return timedelta, (self._days, self._seconds, self._microseconds)


def _divide(a, b):
    """The nearest integer, the even one of two."""
    whole, rest = divmod(a, b)
    rest *= 2
    above = rest > b if b > 0 else rest < b
    return whole + (above or rest == b and whole % 2 == 1)


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(999999999, 86399, 999999)
timedelta.resolution = timedelta(microseconds=1)


class tzinfo:
    """A zone."""

    def utcoffset(self, dt, /):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def tzname(self, dt, /):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def dst(self, dt, /):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt, /):
        """The time here of a point in time in UTC, of which this zone is said to be the zone."""
        self._check(dt)
        offset, dst = dt.utcoffset(), dt.dst()
        if offset is None:
            raise ValueError("fromutc: non-None utcoffset() result required")
        if dst is None:
            raise ValueError("fromutc: non-None dst() result required")
        standard = dt + (offset - dst)
        # What is in force at that time here may be another one than at that time in UTC.
        dst = standard.dst()
        if dst is None:
            raise ValueError("fromutc: tz.dst() gave inconsistent results; cannot convert")
        return standard + dst

    def _check(self, dt):
        from datetime import datetime
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")


class timezone(tzinfo):
    """A zone that is always as far from UTC."""

    def __init__(self, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError("timezone() argument 1 must be datetime.timedelta, "
                            f"not {type(offset).__name__}")
        if abs(offset) >= timedelta(1):
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) "
                             f"and timedelta(hours=24), not {offset!r}.")
        if not (name is None or isinstance(name, str)):
            raise TypeError(f"timezone() argument 2 must be str, not {type(name).__name__}")
        self._offset, self._name = offset, name

    def fromutc(self, dt, /):
        self._check(dt)
        return dt + self._offset

    def utcoffset(self, dt, /):
        return self._offset

    def dst(self, dt, /):
        return None

    def tzname(self, dt, /):
        if self._name is not None:
            return self._name
        if not self._offset:
            return "UTC"
        sign = "-" if self._offset.days < 0 else "+"
        minutes, seconds = divmod(abs(self._offset).seconds, 60)
        return f"UTC{sign}{minutes // 60:02d}:{minutes % 60:02d}" + (
            f":{seconds:02d}" if seconds else "")

    __str__ = lambda self: self.tzname(None)

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        name = "" if self._name is None else f", {self._name!r}"
        return f"datetime.timezone({self._offset!r}{name})"

    def __eq__(self, other):
        if not isinstance(other, timezone):
            return NotImplemented
        return self._offset == other._offset

    def __hash__(self):
        return hash(self._offset)

    def __reduce__(self):
        if self is timezone.utc:
            return "timezone.utc"
        return timezone, (self._offset,) if self._name is None else (self._offset, self._name)


UTC = timezone.utc = timezone(timedelta(0))
timezone.min, timezone.max = timezone(-timedelta(0, 86340)), timezone(timedelta(0, 86340))
for _class in (timedelta, tzinfo, timezone):
    _class.__module__ = "datetime"
