"""Lists of any length: the first page at once, an outline of the whole, and any window of it.

A plain list sorted by an indexed field is walked along that index; its outline is the key of every 1,000th row, so that a
jump costs the same anywhere. Whatever else narrows or sorts a list has its ids written, in order, into a temporary table
of the reading connection, by one statement that runs without Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, RecordType
from app.models.queries import ListQuery
from app.models.tables import ACTIVE, table_of
from app.models.values import State
from app.store import search
from app.store.filters import condition, folded

ANCHOR_STEP = 1000
SEARCH_LIMIT = 10_000
"""Search results are counted and listed up to here; beyond, people type another letter."""

_SORTABLE = 7_000
"""With fewer hits than this it is faster to sort them than to walk along the sort index until 50 are found: both cost
about the same where hits^2 = 50 x rows, for a million rows."""

_WALK = 40_000
"""How many rows a walk looks at before it gives up: hits that all stand at the end of the order are sorted instead."""

_tickets = count(1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place of one row in the order: its sort key (None among the empty, which come last) and its id."""

    key: Any
    id: int


@dataclass(frozen=True, slots=True)
class Outline:
    """How long a list is and how to reach any row of it.

    Attributes:
        rows: how many rows the list has, at most `SEARCH_LIMIT` for a search.
        more: there are more hits than rows.
        filled: how many rows come before those with an empty sort key.
        anchors: the place of rows 0, 1000, 2000 ... of an indexed list.
        table: the temporary table that holds any other list's ids by rank.
    """

    rows: int
    more: bool = False
    filled: int = 0
    anchors: tuple[Anchor, ...] = ()
    table: str = ""


class _Order:
    """A query's conditions and order, ready to be put into statements."""

    def __init__(self, query: ListQuery) -> None:
        self.type: RecordType = RECORD_TYPES[query.type_name]
        self.field: Field = self.type.by_name[query.sort]
        self.table = table_of(self.type)
        self.key = folded(self.type, self.field)
        self.descending = query.descending
        self.sought = search.sought(query.words)
        self.conditions = [self.table.c.state == (ACTIVE if query.state is State.ACTIVE else query.state)]
        if query.company_id is not None:
            self.conditions.append(self.table.c.company_id == query.company_id)
        self.conditions += [condition(self.type, rule) for rule in query.filters]
        self.indexed = self.field.sort_index and query.state is State.ACTIVE and not query.filters

    @property
    def is_plain(self) -> bool:
        """Whether the sort index alone is the list."""
        return self.indexed and not self.sought and len(self.conditions) == 1

    def sorted(self, statement: sa.Select[Any], *, empty: bool = False) -> sa.Select[Any]:
        """In the list's order, of either those with a key or those without."""
        way = sa.desc if self.descending else sa.asc
        order = [way(self.table.c.id)] if empty else [way(self.key), way(self.table.c.id)]
        return statement.where(self.key.is_(None) if empty else self.key.is_not(None)).order_by(*order)

    def sorted_whole(self, statement: sa.Select[Any]) -> sa.Select[Any]:
        """In the list's order, the empty last; sorts, where `sorted` walks."""
        way = sa.desc if self.descending else sa.asc
        return statement.order_by(self.key.is_(None), way(self.key), way(self.table.c.id))

    def after(self, anchor: Anchor) -> sa.ColumnElement[bool]:
        """At the anchor or behind it, within its part of the order."""
        place: Any = sa.tuple_(self.key, self.table.c.id) if anchor.key is not None else self.table.c.id
        at: Any = sa.tuple_(anchor.key, anchor.id) if anchor.key is not None else anchor.id
        behind: sa.ColumnElement[bool] = place <= at if self.descending else place >= at
        return behind

    def hits(self) -> list[sa.ColumnElement[bool]]:
        """The search words as conditions that start from the index."""
        proposed = self.table.c.id.in_(search.candidates(self.type, self.sought))
        return [proposed, search.matches(self.type, self.sought)]


def first_ids(connection: sa.Connection, query: ListQuery, limit: int) -> list[int]:
    """The ids of the list's first rows, by whichever plan is the faster for this query."""
    order = _Order(query)
    if not order.sought:
        return _walked(connection, order, limit) if order.indexed else _sorted(connection, order, limit)
    if not order.indexed or _few(connection, order):
        return _sorted(connection, order, limit)
    return _walked(connection, order, limit)


def _few(connection: sa.Connection, order: _Order) -> bool:
    """Whether the index proposes few enough rows to sort them all."""
    some = search.candidates(order.type, order.sought).limit(_SORTABLE + 1).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one() <= _SORTABLE


def _sorted(connection: sa.Connection, order: _Order, limit: int) -> list[int]:
    conditions = [*order.conditions, *(order.hits() if order.sought else ())]
    statement = order.sorted_whole(sa.select(order.table.c.id).where(*conditions))
    return list(connection.execute(statement.limit(limit)).scalars())


def _walked(connection: sa.Connection, order: _Order, limit: int) -> list[int]:
    statement = sa.select(order.table.c.id).where(*order.conditions)
    if not order.sought:
        ids = list(connection.execute(order.sorted(statement).limit(limit)).scalars())
        if len(ids) < limit:
            ids += connection.execute(order.sorted(statement, empty=True).limit(limit - len(ids))).scalars()
        return ids
    found = order.sorted(statement.where(search.matches(order.type, order.sought)))
    end = connection.execute(
        order.sorted(sa.select(order.key, order.table.c.id).where(*order.conditions)).limit(1).offset(_WALK)
    ).first()
    if end is not None:
        place = sa.tuple_(order.key, order.table.c.id)
        last = sa.tuple_(*end)
        found = found.where(place >= last if order.descending else place <= last)
    ids = list(connection.execute(found.limit(limit)).scalars())
    return ids if len(ids) == limit else _sorted(connection, order, limit)


def outline(connection: sa.Connection, query: ListQuery) -> Outline:
    """Count the list and make any row of it reachable; may take seconds for what no index serves."""
    order = _Order(query)
    return _anchored(connection, order) if order.is_plain else _written(connection, order)


def _anchored(connection: sa.Connection, order: _Order) -> Outline:
    base = sa.select(order.key.label("key"), order.table.c.id).where(*order.conditions)
    filled, anchors = _every_thousandth(connection, order, base, 0, empty=False)
    empty, more = _every_thousandth(connection, order, base, filled, empty=True)
    return Outline(filled + empty, filled=filled, anchors=(*anchors, *more))


def _every_thousandth(
    connection: sa.Connection, order: _Order, base: sa.Select[Any], before: int, *, empty: bool
) -> tuple[int, list[Anchor]]:
    """The number of rows in one part of the order and the places of those whose rank in the list is a multiple."""
    way = sa.desc if order.descending else sa.asc
    columns = [way(order.table.c.id)] if empty else [way(order.key), way(order.table.c.id)]
    part = base.where(order.key.is_(None) if empty else order.key.is_not(None))
    ranked = part.add_columns(sa.func.row_number().over(order_by=columns).label("rank")).subquery()
    marked = (ranked.c.rank + before) % ANCHOR_STEP == 1
    rows = connection.execute(sa.select(ranked.c.key, ranked.c.id).where(marked).order_by(ranked.c.rank)).all()
    total = connection.execute(sa.select(sa.func.count()).select_from(part.subquery())).scalar_one()
    return total, [Anchor(row.key, row.id) for row in rows]


def _written(connection: sa.Connection, order: _Order) -> Outline:
    name = f"list_{next(_tickets)}"
    connection.execute(sa.text(f"CREATE TEMP TABLE {name} (rank INTEGER PRIMARY KEY, id INTEGER NOT NULL)"))
    conditions = list(order.conditions)
    if order.sought:
        many = order.indexed and not _few(connection, order)
        conditions += [search.matches(order.type, order.sought)] if many else order.hits()
    chosen = sa.select(order.table.c.id).where(*conditions)
    target = sa.table(name, sa.column("rank"), sa.column("id"))
    limit = SEARCH_LIMIT + 1 if order.sought else None
    if order.indexed:
        written = 0
        for empty in (False, True):
            if limit is None or written < limit:
                part = order.sorted(chosen, empty=empty).limit(None if limit is None else limit - written)
                written += connection.execute(sa.insert(target).from_select(["id"], part)).rowcount
    else:
        ordered = order.sorted_whole(chosen).limit(limit)
        written = connection.execute(sa.insert(target).from_select(["id"], ordered)).rowcount
    return Outline(min(written, limit - 1 if limit else written), more=bool(limit and written == limit), table=name)


def forget(connection: sa.Connection, done: Outline) -> None:
    """Give the memory of a list that is no longer shown back."""
    if done.table:
        connection.execute(sa.text(f"DROP TABLE IF EXISTS temp.{done.table}"))


def ids_at(connection: sa.Connection, query: ListQuery, whole: Outline, first: int, limit: int) -> list[int]:
    """The ids of rows `first` to `first + limit - 1`; fewer at the end, or where rows were deleted meanwhile."""
    if whole.table:
        stored = sa.table(whole.table, sa.column("rank", sa.Integer), sa.column("id", sa.BigInteger))
        statement = sa.select(stored.c.id).where(stored.c.rank > first).order_by(stored.c.rank).limit(limit)
        return list(connection.execute(statement).scalars())
    order = _Order(query)
    ids: list[int] = []
    if first < whole.filled:
        ids = _behind(connection, order, whole.anchors[first // ANCHOR_STEP], first % ANCHOR_STEP, limit)
    left = min(limit, whole.rows - first) - len(ids)
    if left > 0 and first + len(ids) >= whole.filled:
        ids += _among_empty(connection, order, whole, first + len(ids), left)
    return ids


def _behind(connection: sa.Connection, order: _Order, anchor: Anchor, skip: int, limit: int) -> list[int]:
    base = sa.select(order.table.c.id).where(*order.conditions, order.after(anchor))
    statement = order.sorted(base, empty=anchor.key is None).limit(limit).offset(skip)
    return list(connection.execute(statement).scalars())


def _among_empty(connection: sa.Connection, order: _Order, whole: Outline, first: int, limit: int) -> list[int]:
    anchor = whole.anchors[first // ANCHOR_STEP]
    if anchor.key is None:
        return _behind(connection, order, anchor, first % ANCHOR_STEP, limit)
    base = sa.select(order.table.c.id).where(*order.conditions)
    statement = order.sorted(base, empty=True).limit(limit).offset(first - whole.filled)
    return list(connection.execute(statement).scalars())


def rank_of(connection: sa.Connection, query: ListQuery, whole: Outline, record_id: int) -> int | None:
    """Where a record stands in the list, counted from 0, or None if the list doesn't hold it."""
    if whole.table:
        stored = sa.table(whole.table, sa.column("rank", sa.Integer), sa.column("id", sa.BigInteger))
        rank = connection.execute(sa.select(stored.c.rank).where(stored.c.id == record_id)).scalar()
        return None if rank is None else int(rank) - 1
    order = _Order(query)
    place = connection.execute(
        sa.select(order.key.label("key"), order.table.c.id).where(*order.conditions, order.table.c.id == record_id)
    ).first()
    if place is None:
        return None
    at = Anchor(place.key, place.id)
    number = _anchor_before(order, whole, at)
    part = sa.select(order.table.c.id).where(*order.conditions)
    part = part.where(order.key.is_(None) if at.key is None else order.key.is_not(None))
    start = whole.filled
    if number is not None:
        part, start = part.where(order.after(whole.anchors[number])), number * ANCHOR_STEP
    elif at.key is not None:
        start = 0
    reached = connection.execute(sa.select(sa.func.count()).select_from(part.where(_up_to(order, at)).subquery()))
    return start + int(reached.scalar_one()) - 1


def _up_to(order: _Order, at: Anchor) -> sa.ColumnElement[bool]:
    place: Any = sa.tuple_(order.key, order.table.c.id) if at.key is not None else order.table.c.id
    last: Any = sa.tuple_(at.key, at.id) if at.key is not None else at.id
    reached: sa.ColumnElement[bool] = place >= last if order.descending else place <= last
    return reached


def _anchor_before(order: _Order, whole: Outline, at: Anchor) -> int | None:
    """The last anchor at or before a place, in the same part of the order."""
    found = None
    for number, anchor in enumerate(whole.anchors):
        if (anchor.key is None) != (at.key is None):
            continue
        here = (anchor.id,) if at.key is None else (anchor.key, anchor.id)
        there = (at.id,) if at.key is None else (at.key, at.id)
        if here > there if not order.descending else here < there:
            break
        found = number
    return found
