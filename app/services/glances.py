"""How often a customer was in touch lately, month by month: what one wants to know before one says hello."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from app.models.interaction import INTERACTION
from app.models.tables import ACTIVE, table_of
from app.store.reach import scope_of, within_reach

MONTHS = 12
_MOST = 50
"""So many of the latest interactions are looked at for what they were about."""


@dataclass(frozen=True, slots=True)
class Glance:
    """The interactions of a year.

    Attributes:
        months: how many there were in each month, the present one last; a month as its first day.
        types: what the latest of them were, and how often, the most frequent first.
    """

    months: tuple[tuple[datetime, int], ...]
    types: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How many there were in all."""
        return sum(count for _, count in self.months)


def read_glance(connection: sa.Connection, customer_id: int, now: datetime | None = None) -> Glance:
    """The year that ends now, as far as one may see it; months begin where the reader is."""
    starts = _months_until(now or datetime.now(UTC))
    table, unread = table_of(INTERACTION), scope_of(connection, INTERACTION).unread
    if "at" in unread:
        return Glance(tuple((start, 0) for start in starts), ())
    own = (
        table.c.customer_id == customer_id,
        table.c.state == ACTIVE,
        table.c.at >= starts[0],
        *within_reach(connection, INTERACTION),
    )
    ends = (*starts[1:], None)
    counts = [
        sa.func.count(sa.case((sa.and_(table.c.at >= start, sa.true() if end is None else table.c.at < end), 1)))
        for start, end in zip(starts, ends, strict=True)
    ]
    found = connection.execute(sa.select(*counts).where(*own)).one()
    types = () if "interaction_type" in unread else _types(connection, own)
    return Glance(tuple(zip(starts, found, strict=True)), types)


def _types(connection: sa.Connection, own: tuple[sa.ColumnElement[bool], ...]) -> tuple[tuple[str, int], ...]:
    table = table_of(INTERACTION)
    latest = sa.select(table.c.interaction_type).where(*own).order_by(table.c.at.desc()).limit(_MOST).subquery()
    kind, count = latest.c.interaction_type, sa.func.count()
    rows = connection.execute(
        sa.select(kind, count).where(kind.is_not(None)).group_by(kind).order_by(count.desc(), kind)
    )
    return tuple((row[0], row[1]) for row in rows)


def _months_until(now: datetime) -> tuple[datetime, ...]:
    """The first moments of the last months, in the reader's time zone."""
    here = now.astimezone()
    found = []
    for back in range(MONTHS - 1, -1, -1):
        year, month = divmod(here.year * 12 + here.month - 1 - back, 12)
        found.append(datetime(year, month + 1, 1).astimezone())
    return tuple(found)
