"""Days along a line: where each stands at the present zoom, and which of them are marked below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_STEPS = (1, 3, 6, 12, 24, 60, 120)
"""Months between marks."""


@dataclass(frozen=True, slots=True)
class DayScale:
    """From the first day at the left to the last at the right.

    Attributes:
        left: where the first day begins, in pixels.
        width: of all days together.
    """

    first: date
    last: date
    left: int
    width: int

    @property
    def _days(self) -> int:
        return (self.last - self.first).days + 1

    def x_of(self, day: date) -> int:
        """Where a day begins; days beyond the ends stand at them."""
        passed = (min(max(day, self.first), self.last + timedelta(days=1)) - self.first).days
        return self.left + round(passed * self.width / self._days)

    def marks(self, apart: int) -> Iterator[date]:
        """The first days of months, at least so many pixels from each other."""
        month = self.width * 30.4 / self._days
        step = next((step for step in _STEPS if step * month >= apart), _STEPS[-1])
        number = self.first.year * 12 + self.first.month - 1
        number += -number % step
        while (year := number // 12) <= self.last.year and year <= date.max.year:
            day = date(year, number % 12 + 1, 1)
            if self.first <= day <= self.last:
                yield day
            number += step
