"""Spans of days of the same thing: where nothing runs between two of them, and where two run at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included; None where it began before anybody wrote it down, or goes on."""

    first: date | None
    last: date | None

    @property
    def days(self) -> int | None:
        """How many there are; None for a span with an open end."""
        return (self.last - self.first).days + 1 if self.first and self.last else None


def order(span: Span) -> tuple[date, date]:
    """By which spans stand one after the other."""
    return span.first or date.min, span.last or date.max


def gaps(spans: Iterable[Span]) -> Iterator[Span]:
    """The days between the first and the last of them on which none runs."""
    covered: date | None = None
    for span in sorted(_sound(spans), key=order):
        first, last = order(span)
        if covered is not None and covered < date.max and first > covered + DAY:
            yield Span(covered + DAY, first - DAY)
        covered = max(covered or last, last)


def overlaps(spans: Iterable[Span]) -> Iterator[Span]:
    """The days on which more than one of them runs, each day in one of the spans that are returned."""
    covered: date | None = None
    found: list[tuple[date, date]] = []
    for span in sorted(_sound(spans), key=order):
        first, last = order(span)
        if covered is not None and first <= covered:
            both = first, min(last, covered)
            if found and first <= _next(found[-1][1]):
                found[-1] = found[-1][0], max(found[-1][1], both[1])
            else:
                found.append(both)
        covered = max(covered or last, last)
    return map(_opened, found)


def _next(day: date) -> date:
    return day + DAY if day < date.max else day


def _sound(spans: Iterable[Span]) -> Iterator[Span]:
    """Without those that end before they begin."""
    return (span for span in spans if order(span)[0] <= order(span)[1])


def _opened(days: tuple[date, date]) -> Span:
    first, last = days
    return Span(None if first == date.min else first, None if last == date.max else last)


def meet(one: Span, other: Span) -> bool:
    """Whether there is a day on which both run."""
    return order(one)[0] <= order(other)[1] and order(other)[0] <= order(one)[1]
