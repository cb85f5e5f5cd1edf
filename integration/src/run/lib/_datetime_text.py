"""Dates and times as text: `strftime`, `strptime` and ISO 8601."""

import re

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")


def _offset(at, mark):
    offset = getattr(at, "utcoffset", lambda: None)()
    if offset is None:
        return ""
    sign, offset = ("-", -offset) if offset.days < 0 else ("+", offset)
    minutes, seconds = divmod(offset.seconds, 60)
    text = f"{sign}{minutes // 60:02d}{mark}{minutes % 60:02d}"
    return text + (f"{mark}{seconds:02d}" if seconds else "")


def format_by(form, day, at):
    """A day, and a time of it if there is one, by a form such as `%Y-%m-%d`."""
    if not isinstance(form, str):
        raise TypeError(f"strftime() argument 1 must be str, not {type(form).__name__}")
    hour = getattr(at, "hour", 0)
    minute, second = getattr(at, "minute", 0), getattr(at, "second", 0)
    out, left = [], iter(form)
    for char in left:
        if char != "%":
            out.append(char)
            continue
        code = next(left, "%")
        if code == ":":
            out.append(_offset(at, ":"))
            next(left, None)
            continue
        number = day.toordinal() - day.replace(month=1, day=1).toordinal() + 1
        weekday = day.weekday()
        parts = {
            "a": _DAYS[weekday][:3], "A": _DAYS[weekday], "w": str((weekday + 1) % 7),
            "u": str(weekday + 1), "d": f"{day.day:02d}", "e": f"{day.day:2d}",
            "b": _MONTHS[day.month - 1][:3], "h": _MONTHS[day.month - 1][:3],
            "B": _MONTHS[day.month - 1], "m": f"{day.month:02d}", "y": f"{day.year % 100:02d}",
            "Y": str(day.year), "C": f"{day.year // 100:02d}", "j": f"{number:03d}",
            "U": f"{(number + 6 - (weekday + 1) % 7) // 7:02d}",
            "W": f"{(number + 6 - weekday) // 7:02d}",
            "H": f"{hour:02d}", "I": f"{hour % 12 or 12:02d}", "k": f"{hour:2d}",
            "l": f"{hour % 12 or 12:2d}", "p": "PM" if hour >= 12 else "AM",
            "M": f"{minute:02d}", "S": f"{second:02d}",
            "f": f"{getattr(at, 'microsecond', 0):06d}",
            "F": f"{day.year}-{day.month:02d}-{day.day:02d}",
            "D": f"{day.month:02d}/{day.day:02d}/{day.year % 100:02d}",
            "x": f"{day.month:02d}/{day.day:02d}/{day.year % 100:02d}",
            "T": f"{hour:02d}:{minute:02d}:{second:02d}",
            "X": f"{hour:02d}:{minute:02d}:{second:02d}", "R": f"{hour:02d}:{minute:02d}",
            "c": f"{_DAYS[weekday][:3]} {_MONTHS[day.month - 1][:3]} {day.day:2d} "
                 f"{hour:02d}:{minute:02d}:{second:02d} {day.year}",
            "n": "\n", "t": "\t", "%": "%",
        }
        if code in parts:
            out.append(parts[code])
        elif code == "z":
            out.append(_offset(at, ""))
        elif code == "Z":
            out.append((getattr(at, "tzname", lambda: None)()) or "")
        elif code in "GV":
            year, week, _ = day.isocalendar()
            out.append(str(year) if code == "G" else f"{week:02d}")
        elif code == "s" and hasattr(at, "timestamp"):
            out.append(str(int(at.timestamp())))
        else:
            out.append("%" + code)
    return "".join(out)


def _names(names):
    return "|".join(sorted(names, key=len, reverse=True))


_SHORT_DAYS, _SHORT_MONTHS = [d[:3] for d in _DAYS], [m[:3] for m in _MONTHS]
_FORMS = {
    "d": r"(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])", "f": r"(?P<f>[0-9]{1,6})",
    "H": r"(?P<H>2[0-3]|[0-1]\d|\d)", "I": r"(?P<I>1[0-2]|0[1-9]|[1-9])",
    "j": r"(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])",
    "m": r"(?P<m>1[0-2]|0[1-9]|[1-9])", "M": r"(?P<M>[0-5]\d|\d)",
    "S": r"(?P<S>6[0-1]|[0-5]\d|\d)", "y": r"(?P<y>\d\d)", "Y": r"(?P<Y>\d\d\d\d)",
    "z": r"(?P<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d)?|Z)", "Z": "(?P<Z>utc|gmt)", "p": "(?P<p>am|pm)",
    "a": f"(?P<a>{_names(_SHORT_DAYS)})", "A": f"(?P<A>{_names(_DAYS)})",
    "b": f"(?P<b>{_names(_SHORT_MONTHS)})", "B": f"(?P<B>{_names(_MONTHS)})", "%": "%",
    "w": r"(?P<w>[0-6])",
}
_WHOLE = {"T": "%H:%M:%S", "X": "%H:%M:%S", "D": "%m/%d/%y", "x": "%m/%d/%y", "R": "%H:%M",
          "F": "%Y-%m-%d", "c": "%a %b %d %H:%M:%S %Y"}


def parse_by(text, form):
    """`(year, month, day, hour, minute, second, microsecond, offset in seconds or None)`."""
    for at, given in enumerate((text, form), 1):
        if not isinstance(given, str):
            raise TypeError(f"strptime() argument {at} must be str, not {type(given).__name__}")
    whole = form
    for code, longer in _WHOLE.items():
        whole = whole.replace("%" + code, longer)
    pattern, at = "", 0
    while at < len(whole):
        char = whole[at]
        if char == "%":
            at += 1
            code = whole[at:at + 1]
            if not code:
                raise ValueError(f"stray % in format {form!r}")
            if code not in _FORMS:
                raise ValueError(f"{code!r} is a bad directive in format {form!r}")
            pattern += _FORMS[code]
        else:
            pattern += r"\s+" if char.isspace() else re.escape(char)
        at += 1
    found = re.match(pattern, text, re.IGNORECASE)
    if found is None:
        raise ValueError(f"time data {text!r} does not match format {form!r}")
    if found.end() != len(text):
        raise ValueError(f"unconverted data remains: {text[found.end():]}")
    got = found.groupdict()
    year = 1900
    if "Y" in got:
        year = int(got["Y"])
    elif "y" in got:
        year = int(got["y"]) + (2000 if int(got["y"]) <= 68 else 1900)
    month, day = int(got.get("m", 1)), int(got.get("d", 1))
    for key, names in (("b", _SHORT_MONTHS), ("B", _MONTHS)):
        if key in got:
            month = [name.lower() for name in names].index(got[key].lower()) + 1
    hour = int(got.get("H", 0))
    if "I" in got:
        hour = int(got["I"]) % 12 + 12 * (got.get("p", "").lower() == "pm")
    if "j" in got and "m" not in got:
        from datetime import date
        found = date.fromordinal(date(year, 1, 1).toordinal() + int(got["j"]) - 1)
        month, day = found.month, found.day
    offset = None
    if got.get("z"):
        offset = parse_offset(got["z"])
    elif got.get("Z"):
        offset = 0
    return (year, month, day, hour, int(got.get("M", 0)), int(got.get("S", 0)),
            int(got.get("f", "0").ljust(6, "0")), offset)


def parse_offset(text):
    """The seconds that `+02:00` or `Z` stands for."""
    if text == "Z":
        return 0
    digits = text[1:].replace(":", "").ljust(6, "0")
    seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(digits[4:6])
    return -seconds if text[0] == "-" else seconds


def parse_date(text):
    """`(year, month, day)`, or nothing."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)|(\d{4})(\d\d)(\d\d)", text)
    if found is not None:
        return tuple(int(part) for part in found.groups() if part is not None)
    found = re.fullmatch(r"(\d{4})-?W(\d\d)(?:-?(\d))?", text)
    if found is None:
        return None
    from datetime import date
    year, week, day = (int(part or 1) for part in found.groups())
    made = date.fromordinal(day_of_iso(year, week, day, date))
    return made.year, made.month, made.day


def day_of_iso(year, week, day, date):
    """The ordinal of a day of a week."""
    fourth = date(year, 1, 4)
    start = fourth.toordinal() - fourth.weekday()
    # A year of 53 weeks has its last Thursday in the last of them.
    weeks = 53 if date(year, 12, 31).weekday() == 3 or date(year, 1, 1).weekday() == 3 else 52
    if not 1 <= week <= weeks:
        raise ValueError(f"Invalid week: {week}")
    if not 1 <= day <= 7:
        raise ValueError(f"Invalid day: {day} (range is [1, 7])")
    return start + (week - 1) * 7 + day - 1


def parse_time(text):
    """`(hour, minute, second, microsecond, zone)`, or nothing."""
    found = re.fullmatch(
        r"(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?", text)
    if found is None:
        return None
    hour, minute, second, part, offset = found.groups()
    zone = None
    if offset is not None:
        from _datetime_span import timedelta, timezone
        seconds = parse_offset(offset)
        zone = timezone(timedelta(seconds=seconds)) if seconds else timezone.utc
    return (int(hour), int(minute or 0), int(second or 0), int((part or "0")[:6].ljust(6, "0")),
            zone)
