"""What somebody did with a record without changing it, as the access log tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class AccessAct(StrEnum):
    """What was done: a form or page of a record was shown, rows left the database, a masked value was shown whole."""

    OPENED = "opened"
    EXPORTED = "exported"
    UNMASKED = "unmasked"


OPENED_AGAIN = timedelta(hours=1)
"""For so long a record counts as opened: who comes back to it within that time is not noted again."""

LEAST_MONTHS, MONTHS, MOST_MONTHS = 1, 24, 600
"""For how long accesses are kept, at least, as delivered and at most."""

DAYS_OF_MONTH = 31

MOST_NAMED = 1_000
"""Of more records that are exported at once, only their number is noted."""


@dataclass(frozen=True, slots=True)
class Access:
    """One row of the log.

    Attributes:
        staff_id: 0 for somebody who is no member of staff.
        record_id: 0 for many at once, of which nobody noted each.
        record_type: "" for all that somebody could see.
        detail: the field, or how many rows there were.
    """

    id: int
    at: datetime
    staff_id: int
    name: str
    act: AccessAct
    record_type: str
    record_id: int
    detail: str


def allowed_months(months: int) -> int:
    """For how many months accesses are kept, whatever was set."""
    return min(max(months, LEAST_MONTHS), MOST_MONTHS)
