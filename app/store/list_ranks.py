"""Where records stand in a list that was outlined."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.catalogue import RECORD_TYPES
from app.models.queries import ListQuery
from app.models.sight import Scope
from app.store.list_order import ListOrder
from app.store.list_windows import ANCHOR_STEP, Anchor, Outline, written_table
from app.store.prepared import Prepared, answers
from app.store.reach import scope_of


def ranks_of(connection: sa.Connection, query: ListQuery, whole: Outline, record_ids: Sequence[int]) -> dict[int, int]:
    """Where records stand in the list, counted from 0; those that the list doesn't hold are missing."""
    if whole.table:
        stored = written_table(whole.table)
        found = connection.execute(sa.select(stored.c.id, stored.c.rank).where(stored.c.id.in_(record_ids)))
        return {row.id: row.rank - 1 for row in found}
    scope = scope_of(connection, RECORD_TYPES[query.type_name])
    place = _place(query, connection.dialect, scope)
    places = answers(connection, [(place, {"id": record_id}) for record_id in record_ids])
    ats = [Anchor(*rows[0]) for rows in places if rows]
    starts = [_start(whole, at, descending=query.descending) for at in ats]
    spans = [
        (
            _between(query, connection.dialect, scope, empty=at.key is None),
            {"key": start.key, "id": start.id, "last_key": at.key, "last_id": at.id},
        )
        for at, (start, _) in zip(ats, starts, strict=True)
    ]
    reached = answers(connection, spans)
    return {at.id: before + int(rows[0][0]) - 1 for at, (_, before), rows in zip(ats, starts, reached, strict=True)}


def _start(whole: Outline, at: Anchor, *, descending: bool) -> tuple[Anchor, int]:
    """From which place on the rows up to that one are counted, and how many there are before it."""
    number = _anchor_before(whole, at, descending=descending)
    if number is not None:
        return whole.anchors[number], number * ANCHOR_STEP
    if at.key is None:
        return Anchor(None, 2**63 - 1 if descending else -(2**63)), whole.filled
    return at, 0


@lru_cache(maxsize=32)
def _place(query: ListQuery, dialect: Dialect, scope: Scope) -> Prepared:
    order = ListOrder(query, dialect, scope)
    own = order.table.c.id == sa.bindparam("id", type_=sa.BigInteger)
    return Prepared(sa.select(order.key, order.table.c.id).where(*order.conditions, own), dialect)


@lru_cache(maxsize=32)
def _between(query: ListQuery, dialect: Dialect, scope: Scope, *, empty: bool) -> Prepared:
    """Counts the rows from one place to another, both included."""
    order = ListOrder(query, dialect, scope)
    part = order.key.is_(None) if empty else order.key.is_not(None)
    span = (order.from_place(empty=empty), order.to_place(empty=empty))
    statement = sa.select(sa.func.count()).select_from(order.table).where(*order.conditions, part, *span)
    return Prepared(statement, dialect)


def _anchor_before(whole: Outline, at: Anchor, *, descending: bool) -> int | None:
    """The last anchor at or before a place, in the same part of the order."""
    found = None
    for number, anchor in enumerate(whole.anchors):
        if (anchor.key is None) != (at.key is None):
            continue
        here = (anchor.id,) if at.key is None else (anchor.key, anchor.id)
        there = (at.id,) if at.key is None else (at.key, at.id)
        if here < there if descending else here > there:
            break
        found = number
    return found
