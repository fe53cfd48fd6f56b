"""Values as people read them, in lists and in forms that are open for reading."""

from __future__ import annotations

import locale
from datetime import date, datetime
from functools import cache

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
    return f"{format_date(local.date(), order)} {local:%H:%M}"
