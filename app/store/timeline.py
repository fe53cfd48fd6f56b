"""What happened with a customer, walked in the order of time: each strand by its own index, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from heapq import nlargest
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.catalogue import RECORD_TYPES
from app.models.sight import Scope
from app.models.strands import Strand, strands_of
from app.models.tables import ACTIVE, change, metadata
from app.store.compiling import PLANNED_ONCE
from app.store.prepared import Prepared, Question, answers, decoder
from app.store.reach import conditions, scope_of
from app.store.search import Sought, matches

CHANGES = Strand("change", "record_id", "at")
"""What was changed of the customer's own record."""

NOTHING = Sought(())

Place = Mapping[Strand, tuple[Any, int]]
"""How far each strand was read: the last moment, as the driver has it, and the last id."""


@dataclass(frozen=True, slots=True, order=True)
class Knot:
    """One thing that happened. Later ones are greater."""

    moment: datetime
    type_name: str
    id: int
    strand: Strand = field(compare=False)
    day: date | None = field(compare=False, default=None)
    stored: Any = field(compare=False, default=None)


def open_strands(connection: sa.Connection) -> Iterator[Strand]:
    """Those of which the person may know when what happened with whom."""
    for record_type in RECORD_TYPES.values():
        unread = scope_of(connection, record_type).unread
        for strand in strands_of(record_type):
            if not unread & {strand.owner, strand.moment, strand.unless}:
                yield strand


def latest(
    connection: sa.Connection,
    customer_id: int,
    strands: Sequence[Strand],
    what: Sought,
    place: Place,
    limit: int,
) -> list[Knot]:
    """What happened last before a place in the timeline, the latest first; every strand is asked for on one way.

    Args:
        what: words that have to be found in it; changes have none.
    """
    questions = [_question(connection, strand, customer_id, what, place.get(strand), limit) for strand in strands]
    found = zip(strands, answers(connection, questions), strict=True)
    return nlargest(limit, (knot for strand, rows in found for knot in _knots(strand, rows, connection.dialect)))


def _question(
    connection: sa.Connection,
    strand: Strand,
    customer_id: int,
    what: Sought,
    after: tuple[Any, int] | None,
    limit: int,
) -> Question:
    scope = Scope() if strand == CHANGES else scope_of(connection, RECORD_TYPES[strand.type_name])
    prepared = _statement(strand, scope, what, after is not None, connection.dialect)
    last = {"moment": after[0], "last": after[1]} if after else {}
    return prepared, {"owner": customer_id, "most": limit, **last}


@lru_cache(maxsize=256)
def _statement(strand: Strand, scope: Scope, what: Sought, is_continued: bool, dialect: Dialect) -> Prepared:
    table = metadata.tables[strand.type_name]
    if strand == CHANGES:  # numbered in the order of time
        order: tuple[sa.ColumnElement[Any], ...] = (table.c.id,)
        last: tuple[sa.ColumnElement[Any], ...] = (sa.bindparam("last", type_=table.c.id.type),)
        wanted = [change.c.record_type == "customer"]
    else:
        record_type = RECORD_TYPES[strand.type_name]
        moment = table.c[strand.moment]
        order = (moment, table.c.id)
        last = (sa.bindparam("moment", type_=moment.type), sa.bindparam("last", type_=table.c.id.type))
        wanted = [table.c.state == ACTIVE, moment.is_not(None), *conditions(record_type, scope.reaches, walked=True)]
        wanted += [table.c[strand.unless].is_(None)] if strand.unless else []
        wanted += [matches(record_type, what, parts=scope.texts)] if what else []
    wanted += [sa.tuple_(*order) < sa.tuple_(*last)] if is_continued else []
    statement = (
        sa.select(table.c.id, table.c[strand.moment])
        .where(table.c[strand.owner] == sa.bindparam("owner", type_=sa.BigInteger), *wanted)
        .order_by(*(column.desc() for column in order))
        .limit(sa.bindparam("most", type_=sa.Integer))
    )
    return Prepared(statement.execution_options(**({} if what else PLANNED_ONCE)), dialect)


def _knots(strand: Strand, rows: Sequence[Any], dialect: Dialect) -> Iterator[Knot]:
    decode = decoder(metadata.tables[strand.type_name].c[strand.moment], dialect) or _as_it_is
    for record_id, stored in rows:
        value = decode(stored)
        day = None if isinstance(value, datetime) else value
        yield Knot(value if day is None else _start_of(day), strand.type_name, record_id, strand, day, stored)


def _as_it_is(value: Any) -> Any:
    return value


def _start_of(day: date) -> datetime:
    """By the clock of the person at this computer, by which all moments are shown; not every system knows it of every day."""
    try:
        return datetime.combine(day, time.min).astimezone()
    except (OverflowError, ValueError, OSError):
        return datetime.combine(day, time.min, UTC)


def place_after(place: Place, knots: Sequence[Knot]) -> Place:
    """Where to go on behind those."""
    return {**place, **{knot.strand: (knot.stored, knot.id) for knot in knots}}
