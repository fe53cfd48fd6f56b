"""Values as people read them, in lists and in forms that are open for reading."""

from __future__ import annotations

import locale
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache

from app.models.dates import DateOrder, date_order

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def own_date_order() -> DateOrder:
    """How the person at this computer writes dates."""
    return date_order(locale.getlocale(locale.LC_TIME)[0] or "en_US")


def format_date(day: date, order: DateOrder) -> str:
    """The day with its month by name, so that nobody takes the one for the other; `parse_date` reads it back."""
    month = _MONTHS[day.month - 1]
    match order:
        case "mdy":
            return f"{month} {day.day}, {day.year:04}"
        case "ymd":
            return day.isoformat()
        case _:
            return f"{day.day} {month} {day.year:04}"


def format_moment(moment: datetime, order: DateOrder) -> str:
    """The moment to the minute, by the clock of the person at this computer."""
    local = moment.astimezone()
    return f"{format_date(local.date(), order)} {local.hour:02}:{local.minute:02}"


def format_utc(stored: str, order: DateOrder) -> str:
    """The same for a moment in UTC as ISO 8601 text; lists show thousands of them, mostly of days seen before."""
    offset, days = _local_day(stored[:10], order)
    if offset is None:
        return format_moment(datetime.fromisoformat(stored).replace(tzinfo=UTC), order)
    minute = int(stored[11:13]) * 60 + int(stored[14:16]) + offset
    day, minute = divmod(minute, 24 * 60)
    return f"{days[day + 1]} {minute // 60:02}:{minute % 60:02}"


@lru_cache(maxsize=8192)
def _local_day(day: str, order: DateOrder) -> tuple[int | None, tuple[str, str, str]]:
    """How many minutes the local clock is ahead on a day of UTC, and the days around it as text.

    The minutes are None on the two days a year on which the clock is changed, and where it runs by seconds.
    """
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    first, last = (moment.astimezone().utcoffset() for moment in (start, start + timedelta(days=1)))
    around = (format_date((start + timedelta(days=away)).date(), order) for away in (-1, 0, 1))
    before, same, after = around
    if first is None or first != last or first.total_seconds() % 60:
        return None, (before, same, after)
    return int(first.total_seconds()) // 60, (before, same, after)
