"""Which backups are kept: some days closely, some weeks more loosely."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

DAYS = 7
WEEKS = 4


def superfluous(moments: Iterable[datetime], today: date) -> set[datetime]:
    """Those that may go: neither of today, nor the last one of one of the last days or weeks that have any."""
    latest_first = sorted(moments, reverse=True)
    kept = {moment for moment in latest_first if moment.date() >= today}
    kept |= _last_of_each(latest_first, lambda moment: moment.date(), DAYS)
    kept |= _last_of_each(latest_first, lambda moment: moment.isocalendar()[:2], WEEKS)
    return set(latest_first) - kept


def too_many(sizes: Iterable[int], room: int) -> int:
    """How many have to go, the first ones first, until the rest fits; the last one never does."""
    left = list(sizes)
    gone = 0
    while len(left) - gone > 1 and sum(left[gone:]) > room:
        gone += 1
    return gone


def _last_of_each(latest_first: list[datetime], span_of: Callable[[datetime], object], most: int) -> set[datetime]:
    found: dict[object, datetime] = {}
    for moment in latest_first:
        if len(found) < most or span_of(moment) in found:
            found.setdefault(span_of(moment), moment)
    return set(found.values())
