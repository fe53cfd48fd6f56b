"""Days as they are typed, and the moments at which they begin and end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from app.models.dates import parse_date
from app.models.formatting import own_date_order


def day_of(text: str) -> date | None:
    """The day that was typed, if it is one."""
    return parse_date(text, date.today(), own_date_order())


def start_of(day: date) -> datetime:
    """Midnight at the start of a day, by the clock of the person at this computer."""
    try:
        return datetime.combine(day, time.min).astimezone(UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.combine(day, time.min, UTC)


def end_of(day: date) -> datetime:
    """Midnight at the end of a day."""
    return start_of(day + timedelta(days=1)) if day < date.max else datetime.max.replace(tzinfo=UTC)
