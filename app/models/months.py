"""Months as invoices are counted in: "2026-11"."""

from __future__ import annotations

import re
from datetime import date

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def month_of(day: date) -> str:
    """The month of a day."""
    return f"{day.year:04}-{day.month:02}"


def is_month(text: str) -> bool:
    """Whether it is a month, as it is written here."""
    return _MONTH.fullmatch(text) is not None
