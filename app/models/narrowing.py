"""Which entries of a log are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Those by a person, from a moment to before another; 0 and None for all."""

    staff_id: int = 0
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeNarrowing(Narrowing):
    """Of a record's changes also those of a field alone, "" for all."""

    field: str = ""


ALL = ChangeNarrowing()
