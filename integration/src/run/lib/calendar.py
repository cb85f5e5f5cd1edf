"""Months and weeks as text."""

import datetime
from enum import IntEnum


class _Name(IntEnum):
    def __repr__(self):
        return f"calendar.{self.name}"


Month = _Name("Month", "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER "
                       "NOVEMBER DECEMBER")
Day = _Name("Day", "MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY", start=0)
globals().update({**Month.__members__, **Day.__members__})
month_name = ["", *(month.name.capitalize() for month in Month)]
day_name = [day.name.capitalize() for day in Day]
month_abbr, day_abbr = [name[:3] for name in month_name], [name[:3] for name in day_name]
mdays = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
error = ValueError


class IllegalMonthError(ValueError, IndexError):
    def __init__(self, month):
        self.month = month

    def __str__(self):
        return f"bad month number {self.month!r}; must be 1-12"


class IllegalWeekdayError(ValueError):
    def __init__(self, weekday):
        self.weekday = weekday

    def __str__(self):
        return f"bad weekday number {self.weekday!r}; must be 0 (Monday) to 6 (Sunday)"


def isleap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def leapdays(y1, y2):
    y1, y2 = y1 - 1, y2 - 1
    return y2 // 4 - y1 // 4 - (y2 // 100 - y1 // 100) + (y2 // 400 - y1 // 400)


def weekday(year, month, day):
    return Day(datetime.date(year, month, day).weekday())


def monthrange(year, month):
    """The weekday of the first day, and how many days there are."""
    if not 1 <= month <= 12:
        raise IllegalMonthError(month)
    return weekday(year, month, 1), mdays[month] + (month == 2 and isleap(year))


class Calendar:
    """Months in weeks that begin with a given day."""

    def __init__(self, firstweekday=0):
        self.firstweekday = firstweekday

    def iterweekdays(self):
        for i in range(self.firstweekday, self.firstweekday + 7):
            yield i % 7

    def itermonthdates(self, year, month):
        first = datetime.date(year, month, 1)
        day = first - datetime.timedelta((first.weekday() - self.firstweekday) % 7)
        while day <= first or day.month == month or day.weekday() != self.firstweekday:
            yield day
            day += datetime.timedelta(1)

    def itermonthdays(self, year, month):
        for day in self.itermonthdates(year, month):
            yield day.day if day.month == month else 0

    def monthdayscalendar(self, year, month):
        days = list(self.itermonthdays(year, month))
        return [days[i:i + 7] for i in range(0, len(days), 7)]

    def monthdatescalendar(self, year, month):
        days = list(self.itermonthdates(year, month))
        return [days[i:i + 7] for i in range(0, len(days), 7)]


class TextCalendar(Calendar):
    """The same as text."""

    def formatweekheader(self, width):
        names = day_name if width >= 9 else day_abbr
        return " ".join(names[i][:width].center(width) for i in self.iterweekdays())

    def formatweek(self, theweek, width):
        return " ".join((f"{day:2d}" if day else "").center(width) for day in theweek)

    def formatmonth(self, theyear, themonth, w=0, l=0):
        w, l = max(2, w), max(1, l)
        title = f"{month_name[themonth]} {theyear}".center(7 * (w + 1) - 1).rstrip()
        lines = [title, self.formatweekheader(w).rstrip()]
        lines += [self.formatweek(week, w).rstrip()
                  for week in self.monthdayscalendar(theyear, themonth)]
        return "".join(line + "\n" * l for line in lines)

    def prmonth(self, theyear, themonth, w=0, l=0):
        print(self.formatmonth(theyear, themonth, w, l), end="")

    def formatyear(self, theyear, w=2, l=1, c=6, m=3):
        w, l, c = max(2, w), max(1, l), max(2, c)
        width = (w + 1) * 7 - 1
        gap = " " * c
        lines = [str(theyear).center(width * m + c * (m - 1)).rstrip(), ""]
        for start in range(1, 13, m):
            row = range(start, min(start + m, 13))
            lines.append("")
            lines.append(gap.join(month_name[k].center(width) for k in row).rstrip())
            lines.append(gap.join([self.formatweekheader(w).center(width)] * len(row)).rstrip())
            months = [self.monthdayscalendar(theyear, k) for k in row]
            for i in range(max(map(len, months))):
                weeks = [self.formatweek(weeks[i], w) if i < len(weeks) else "" for weeks in months]
                lines.append(gap.join(week.center(width) for week in weeks).rstrip())
        return ("\n" * l).join(lines) + "\n" * l


_text = TextCalendar()
monthcalendar, month, prmonth = _text.monthdayscalendar, _text.formatmonth, _text.prmonth
calendar, weekheader = _text.formatyear, _text.formatweekheader


def setfirstweekday(firstweekday):
    if not 0 <= firstweekday <= 6:
        raise IllegalWeekdayError(firstweekday)
    _text.firstweekday = firstweekday


def firstweekday():
    return _text.firstweekday


def timegm(tuple):
    """The seconds since 1970 of a time in UTC."""
    days = datetime.date(*tuple[:3]).toordinal() - 719163
    return ((days * 24 + tuple[3]) * 60 + tuple[4]) * 60 + tuple[5]
