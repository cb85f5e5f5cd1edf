# Dates and times: arithmetic, text in both directions, zones, and weeks.
from datetime import date, datetime, time, timedelta, timezone

start = datetime(2024, 2, 28, 22, 30, 5)
later = start + timedelta(days=1, hours=2, minutes=45)
print(start, repr(start), later, later - start, repr(later - start), later > start)
print(later.isoformat(), later.date(), later.time(), later.weekday(), later.isocalendar())
print(f"{later:%d.%m.%Y %H:%M}", later.strftime("%A, %d %B %Y, %I:%M %p, day %j, week %W"))
for text, form in (("2024-03-01 10:20:30", "%Y-%m-%d %H:%M:%S"), ("Mar 5, 1999", "%b %d, %Y"),
                   ("07/08/24 1:05 PM", "%m/%d/%y %I:%M %p"), ("12:30 +0200", "%H:%M %z")):
    print(datetime.strptime(text, form))
for text in ("2024-01-02", "2024-01-02T03:04:05.678", "2024-01-02 03:04+01:00", "soon"):
    try:
        print(datetime.fromisoformat(text), end=" | ")
    except ValueError as error:
        print(error)
for wrong in (lambda: date(2023, 2, 29), lambda: time(25), lambda: start < date(2024, 1, 1),
              lambda: datetime.strptime("x", "%Y"), lambda: start - datetime.now(timezone.utc)):
    try:
        wrong()
    except (ValueError, TypeError) as error:
        print(type(error).__name__)
span = timedelta(hours=49, seconds=30.5)
print(span, span.days, span.seconds, span.microseconds, span.total_seconds(), -span, span / 2)
print(span // timedelta(hours=1), span % timedelta(hours=1), divmod(span, timedelta(days=1)), span * 1.5)
tokyo = timezone(timedelta(hours=9), "JST")
noon = datetime(2024, 6, 1, 12, tzinfo=timezone.utc)
print(noon, noon.astimezone(tokyo), noon == noon.astimezone(tokyo), noon.timestamp())
print(repr(tokyo), noon.tzname(), datetime.fromtimestamp(0, tokyo).isoformat())
calendar = {date(2024, 12, 24): "eve", date(2024, 1, 1): "new year"}
for day in sorted(calendar):
    print(day, calendar[day], day.replace(year=2025), (day - date(2024, 1, 1)).days)
print(date.fromordinal(738000), date(2024, 12, 31).toordinal(), date.max, time(1, 2, 3, 4))
print({start: 1}[datetime(2024, 2, 28, 22, 30, 5)], hash(timedelta(1)) == hash(timedelta(hours=24)))
