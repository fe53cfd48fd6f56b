"""Typed dates: the orders of day, month and year, month names, and words such as "today" and "-90d".

What is impossible is no date ("31.02."); the text itself stays with whoever asked.
"""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from app.models.folding import fold

DateOrder = Literal["dmy", "mdy", "ymd"]

LONGEST_TEXT = 40
YEARS_AHEAD = 20  # a year of two digits is at most this far ahead, else in the past

_DAYS_FROM_TODAY = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_RELATIVE = re.compile(r"([+-]) ?(\d{1,5}) ?(d|w|m|y|days?|weeks?|months?|years?)")
_COMPACT = re.compile(r"\d{8}")
_NUMBERS = re.compile(r"(\d{1,4})([ ./-] ?)(\d{1,2})(?:([ ./-] ?)(\d{1,4}))?\.?")
_TOKENS = re.compile(r"\d+|[a-z]+|[^a-z0-9]+")
_NAMED_SEPARATOR = re.compile(r"[ ,./-]{1,2}")
_TIME = re.compile(r"(?:^|[ ,T]+)(?:at )?(\d{1,2})[:.h](\d{2})(?::\d{2})?\s*(am|pm)?$", re.IGNORECASE)
_SMALL_WORDS = frozenset(("st", "nd", "rd", "th", "of"))


def parse_date(text: str, today: date, order: DateOrder) -> date | None:
    """Return the date a person typed, or None if it is none.

    Args:
        text: a date in figures (a leading year of four digits is read as such in every order), with an English month
            name, without a year (today's), or relative to today. A weekday is the coming one, today included.
        today: the reader's day.
        order: how the reader writes dates in figures.
    """
    if len(text) > LONGEST_TEXT:
        return None
    text = fold(text)
    try:
        return _read_words(text, today) or _read_figures(text, today, order) or _read_named(text, today, order)
    except (ValueError, OverflowError):  # no such day, or none that a calendar can hold
        return None


@lru_cache(maxsize=64)
def date_order(locale_name: str) -> DateOrder:
    """Return how a locale ("de_DE", "en-US", "en_GB.UTF-8") writes dates; day first where it is unknown."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(locale_name.split(".")[0].split("@")[0].replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return "dmy"
    pattern = locale.date_formats["short"].pattern.lower()
    if pattern.find("y") < pattern.find("m"):
        return "ymd"
    return "mdy" if pattern.find("m") < pattern.find("d") else "dmy"


def _read_words(text: str, today: date) -> date | None:
    if text in _DAYS_FROM_TODAY:
        return today + timedelta(days=_DAYS_FROM_TODAY[text])
    weekday = _find_name(text, _WEEKDAYS)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    relative = _RELATIVE.fullmatch(text)
    if relative is None:
        return None
    count, unit = int(relative[1] + relative[2]), relative[3][0]
    if unit in "dw":
        return today + timedelta(days=count * (7 if unit == "w" else 1))
    return _add_months(today, count * (12 if unit == "y" else 1))


def _add_months(day: date, count: int) -> date:
    """Move by months, staying within the month that is reached (31 January + 1 is the end of February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _read_figures(text: str, today: date, order: DateOrder) -> date | None:
    if _COMPACT.fullmatch(text):
        return _read_compact(text, order)
    found = _NUMBERS.fullmatch(text)
    if found is None or (found[4] and found[4] != found[2]):
        return None
    first, second, third = found[1], found[3], found[5]
    if third is None:
        month, day = (second, first) if order == "dmy" else (first, second)
        return date(today.year, int(month), int(day)) if len(first) <= 2 else None
    if len(first) == 4 or (order == "ymd" and len(third) <= 2):
        return _make_date(first, second, third, today)
    day, month = (second, first) if order == "mdy" else (first, second)
    return _make_date(third, month, day, today)


def _read_compact(text: str, order: DateOrder) -> date | None:
    """Read eight figures, which are year, month and day wherever that gives a year of our time."""
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if order == "ymd" or (1900 <= year < 2100 and 1 <= month <= 12):
        return date(year, month, day)
    first, second = int(text[:2]), int(text[2:4])
    return date(int(text[4:]), *((first, second) if order == "mdy" else (second, first)))


def _read_named(text: str, today: date, order: DateOrder) -> date | None:
    """Read a date with a month name; a weekday before it is not checked."""
    tokens = _TOKENS.findall(text.strip("., "))
    separators = [token for token in tokens if not token.isalnum()]
    words = [token for token in tokens if token.isalpha() and token not in _SMALL_WORDS]
    figures = [token for token in tokens if token.isdecimal()]
    if words and _find_name(words[0], _WEEKDAYS) is not None:
        words = words[1:]
    month = _find_name(words[0], _MONTHS) if len(words) == 1 else None
    if month is None or not all(_NAMED_SEPARATOR.fullmatch(separator) for separator in separators):
        return None
    return _make_named(figures, month + 1, today, order)


def _make_named(figures: list[str], month: int, today: date, order: DateOrder) -> date | None:
    if len(figures) == 1:
        return date(today.year, month, int(figures[0])) if len(figures[0]) <= 2 else None
    if len(figures) != 2:
        return None
    year_first = len(figures[0]) == 4 or (order == "ymd" and len(figures[1]) <= 2)
    year, day = figures if year_first else reversed(figures)
    return _make_date(year, str(month), day, today)


def _make_date(year: str, month: str, day: str, today: date) -> date | None:
    if len(year) not in (2, 4) or len(day) > 2:
        return None
    full_year = int(year)
    if len(year) == 2:
        full_year += (today.year + YEARS_AHEAD - full_year) // 100 * 100
    return date(full_year, int(month), int(day))


def _find_name(text: str, names: tuple[str, ...]) -> int | None:
    """Return the place of a name, given in full or by at least its first three letters."""
    if len(text) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(text)), None)


def parse_moment(text: str, now: datetime, order: DateOrder) -> datetime | None:
    """Return the moment a person typed, by their own clock, or None if it is none.

    Args:
        text: a date as `parse_date` takes it, a time as "14:30" or "2:30 pm", or both; a time alone is today's, a date alone
            begins at midnight, and "now" is now.
        now: the reader's moment, with their time zone.
        order: how the reader writes dates in figures.
    """
    text = text.strip()
    if fold(text) == "now":
        return now
    found = _TIME.search(text)
    day_text = text[: found.start()].strip() if found else text
    day = parse_date(day_text, now.date(), order) if day_text or not found else now.date()
    at = _read_time(found) if found else time()
    return datetime.combine(day, at, now.tzinfo) if day is not None and at is not None else None


def _read_time(found: re.Match[str]) -> time | None:
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
