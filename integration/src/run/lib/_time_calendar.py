"""What `time` knows about dates. Local time is UTC."""

from _datetime_text import format_by, parse_by
from time import time as _now

timezone = altzone = daylight = 0
tzname = ("UTC", "UTC")


class struct_time(tuple):
    """A time as nine numbers."""

    _names = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday",
              "tm_isdst")
    n_fields = n_sequence_fields = 9

    def __new__(cls, row):
        row = tuple(row)
        if len(row) < 9:
            raise TypeError(f"time.struct_time() takes an at least 9-sequence "
                            f"({len(row)}-sequence given)")
        return tuple.__new__(cls, row[:9])

    def __repr__(self):
        parts = ", ".join(f"{name}={part}" for name, part in zip(self._names, self))
        return f"time.struct_time({parts})"

    tm_zone, tm_gmtoff = "UTC", 0


for _at, _name in enumerate(struct_time._names):
    setattr(struct_time, _name, property(lambda self, at=_at: self[at]))
struct_time.__module__ = "time"


def gmtime(seconds=None, /):
    from datetime import datetime
    made = datetime.utcfromtimestamp(int(_now() if seconds is None else seconds)).timetuple()
    return struct_time((*made[:8], 0))


localtime = gmtime


def mktime(row, /):
    from datetime import datetime
    return float(datetime(*row[:6]).timestamp())


def strftime(format, row=None, /):
    from datetime import datetime
    return format_by(format, *2 * (datetime(*(gmtime() if row is None else row)[:6]),))


def strptime(text, format="%a %b %d %H:%M:%S %Y", /):
    from datetime import datetime
    return struct_time(datetime(*parse_by(text, format)[:6]).timetuple())


def asctime(row=None, /):
    from datetime import datetime
    return datetime(*(gmtime() if row is None else row)[:6]).ctime()


def ctime(seconds=None, /):
    return asctime(gmtime(seconds))


def tzset():
    pass


def thread_time():
    from time import process_time
    return process_time()


class _ClockInfo:
    def __init__(self, name):
        self.implementation = f"clock_gettime({name})"
        self.monotonic = "REALTIME" not in name
        self.adjustable = not self.monotonic
        self.resolution = 1e-09


def get_clock_info(name, /):
    return _ClockInfo("CLOCK_REALTIME" if name == "time" else "CLOCK_MONOTONIC")
