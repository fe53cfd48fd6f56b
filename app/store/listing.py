"""Lists of any length: the first page at once, and an outline of the whole, by which `list_windows` reads any part of it.

A plain list sorted by an indexed field is walked along that index; its outline is the key of every 250th row, so that a
jump costs the same anywhere. Whatever else narrows or sorts a list has its ids written, in order, into a temporary table
of the reading connection, by one statement that runs without Python.

Who doesn't see everything has a list as a filter makes it. Where few records are theirs, the index of who holds them finds
them, and all is looked up in those; where many are, they are met often enough on any other way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.catalogue import RECORD_TYPES
from app.models.queries import ListQuery
from app.models.sight import Scope
from app.store import identity, list_walks, search
from app.store.eyes import is_held_to
from app.store.list_order import WALK_COST, ListOrder
from app.store.list_rows import first_found_rows
from app.store.list_windows import ANCHOR_STEP, Anchor, Outline
from app.store.prepared import Prepared, Question, answers
from app.store.reach import scope_of, sight_of

_tickets = count(1)


@dataclass(frozen=True, slots=True)
class Limits:
    """Where one way of searching gives way to another.

    Attributes:
        listed: hits are counted and listed up to here; beyond, people type another letter.
        sortable: up to so many hits are sorted, more are walked to along the sort index; None to reckon it from the
            number of rows.
        walked: rows that a walk looks at before it gives up: hits that all stand at the end of the order are sorted.
        own: so many records are few enough to be looked through, if a person sees no others.
    """

    listed: int = 10_000
    sortable: int | None = None
    walked: int = 25_000
    own: int = 20_000


LIMITS = Limits()

_ALL = 2**62
_OWN_ON_SERVER = 2_000
_SEEN_BY_SOME = 10
"""Whoever doesn't see all walks by many rows that aren't theirs: on a server only for what is in every tenth."""

_COUNTED, _COUNTED_ANEW_SECONDS = "counted own rows", 30.0


def first_ids(connection: sa.Connection, query: ListQuery, limit: int, limits: Limits = LIMITS) -> list[int]:
    """The ids of the list's first rows, by whichever plan is the faster for this query."""
    order = _order(connection, query)
    if order.is_walked_by_server and is_held_to(connection, sight_of(connection)):
        return search.first_found(connection, order.type, order.sought, limit)
    if order.is_narrow and not order.is_held_by_one and (order.sought or not order.is_stranded):
        most = _most_own(connection, limits)
        if (own := _own_rows(connection, order, most)) <= most:
            return _sorted_own(connection, order, limit, own)
        order = _order(connection, query, walked=True)
    if not order.sought:
        return _walked(connection, order, limit) if order.indexed else _sorted(connection, order, limit)
    rows = _rows(connection, order) if order.indexed else 0
    if not order.indexed or _few(connection, order, limit, limits, rows):
        return _sorted(connection, order, limit)
    return _walked_hits(connection, order, limit, min(limits.walked, _most_walked(order, limit, rows)))


def asked_first_rows(connection: sa.Connection, query: ListQuery, names: Sequence[str], limit: int) -> Question | None:
    """What a server is asked for the list's first rows, where one question is enough; the rows are those of `rows_by_id`."""
    order = _order(connection, query)
    if not (order.is_walked_by_server and is_held_to(connection, sight_of(connection))):
        return None
    return first_found_rows(connection, order.type, names, order.sought, limit)


def _order(connection: sa.Connection, query: ListQuery, *, walked: bool = False) -> ListOrder:
    scope = scope_of(connection, RECORD_TYPES[query.type_name])
    return ListOrder(query, connection.dialect, scope, walked=walked)


def _most_own(connection: sa.Connection, limits: Limits) -> int:
    """Up to so many records that somebody sees they are looked at one by one; a server takes longer over each."""
    return limits.own if connection.dialect.name == "sqlite" else min(limits.own, _OWN_ON_SERVER)


def _own_rows(connection: sa.Connection, order: ListOrder, most: int) -> int:
    """How many records the person sees, or saw some seconds ago, one more than `most` for more.

    Only which way leads to them sooner hangs on it, with every letter that somebody types.
    """
    counted = connection.info.setdefault(_COUNTED, {})
    key = (order.type.name, order.scope, order.query.state, most)
    rows, at = counted.get(key, (0, -_COUNTED_ANEW_SECONDS))
    if monotonic() - at >= _COUNTED_ANEW_SECONDS:
        rows = _count_own(connection, order, most)
        counted[key] = rows, monotonic()
    return int(rows)


def _count_own(connection: sa.Connection, order: ListOrder, most: int) -> int:
    """The index of who holds them counts them.

    A server would first gather all that is reached in either of several ways, so each is asked for by itself; what is reached in two
    of them counts twice.
    """
    state, *_ = order.asked
    ways = [order.reached] if connection.dialect.name == "sqlite" else order.ways
    parts = [sa.select(order.table.c.id).where(state, *way).limit(most + 1).subquery() for way in ways]
    some = sa.union_all(*(sa.select(part.c.id) for part in parts)).subquery()
    return min(most + 1, connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())


def _sorted_own(connection: sa.Connection, order: ListOrder, limit: int, own: int) -> list[int]:
    """The first of a few records; words are looked up in each, unless the text index proposes still fewer."""
    if order.sought and _are_fewer_proposed(connection, order, own):
        return _sorted(connection, _order(connection, order.query, walked=True), limit)
    ranked = order.sorted_whole(sa.select(order.table.c.id).where(*order.conditions))
    return _checked(connection, order, ranked, limit) if order.sought else _ids(connection, ranked.limit(limit))


def _checked(connection: sa.Connection, order: ListOrder, ranked: sa.Select[Any], limit: int) -> list[int]:
    """The texts are checked in the list's order, so only until enough are found; the limit keeps the two steps apart.

    The order is said once more, since a server may look the texts up by hashing them all; it knows when it has it already.
    """
    is_empty = order.key.is_(None).label("is_empty")
    rows = ranked.add_columns(order.key.label("key"), is_empty).limit(_ALL).subquery()
    hits = sa.select(rows.c.id).where(order.matches(rows.c.id)).limit(limit)
    if connection.dialect.name != "sqlite":
        way = sa.desc if order.descending else sa.asc
        hits = hits.order_by(rows.c.is_empty, way(rows.c.key), way(rows.c.id))
    return _ids(connection, hits)


def _ids(connection: sa.Connection, statement: sa.Select[Any]) -> list[int]:
    return list(connection.execute(statement).scalars())


def _rows(connection: sa.Connection, order: ListOrder) -> int:
    return identity.rows_about(connection, order.type.name)


def _most_walked(order: ListOrder, limit: int, rows: int) -> int:
    """How far a walk is worth its while: on a server twice as far as it goes for the rarest word that is walked to.

    Whoever passes by what others hold goes on. What is not met by then stands together, somewhere else.
    """
    is_passing_by = order.is_narrow and not order.is_stranded
    return (
        rows if order.dialect.name == "sqlite" or is_passing_by else int(2 * (limit * rows / WALK_COST) ** 0.5) + limit
    )


def _few(connection: sa.Connection, order: ListOrder, limit: int, limits: Limits, rows: int) -> bool:
    """Whether the index proposes so few rows that sorting them all is faster than walking until `limit` are found.

    Sorting h of n rows costs about h, walking limit * n / h: as much where h^2 = limit * n.
    """
    most = limits.sortable
    if most is None:
        most = int((limit * rows * WALK_COST) ** 0.5)
    if connection.dialect.name != "sqlite":
        # A server's index answers as a whole or not at all, and takes long over what is common.
        is_passing_by = order.is_narrow and not order.is_stranded
        common = max(most, rows // _SEEN_BY_SOME) if is_passing_by else most
        return not connection.execute(search.is_common(order.type, order.sought, common)).scalar_one()
    return _proposed(connection, order, most + 1) <= most


def _are_fewer_proposed(connection: sa.Connection, order: ListOrder, own: int) -> bool:
    """Whether the index proposes fewer records than somebody sees; a server's takes longer to say so than these take."""
    return connection.dialect.name == "sqlite" and _proposed(connection, order, own) < own


def _proposed(connection: sa.Connection, order: ListOrder, most: int) -> int:
    """How many rows the text index proposes, as far as `most`."""
    some = search.candidates(order.type, order.sought, order.dialect, most).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()


def _sorted(connection: sa.Connection, order: ListOrder, limit: int) -> list[int]:
    if order.is_left_to_server and is_held_to(connection, sight_of(connection)):
        return search.first_found(connection, order.type, order.sought, limit)
    if not order.sought or order.is_exact:
        found = sa.select(order.table.c.id).where(*order.conditions, *(order.hits() if order.sought else ()))
        return _ids(connection, order.sorted_hits(found).limit(limit))
    proposed = order.table.c.id.in_(search.candidates(order.type, order.sought, order.dialect))
    ordered = order.sorted_hits(sa.select(order.table.c.id).where(*order.conditions, proposed))
    return _checked(connection, order, ordered, limit)


def _walked(connection: sa.Connection, order: ListOrder, limit: int) -> list[int]:
    statement = sa.select(order.table.c.id).where(*order.conditions)
    ids = [row.id for row in connection.execute(list_walks.in_order(order, limit))]
    if len(ids) < limit:
        ids += connection.execute(order.sorted(statement, empty=True).limit(limit - len(ids))).scalars()
    return ids


def _walked_hits(connection: sa.Connection, order: ListOrder, limit: int, rows: int) -> list[int]:
    """Look at so many rows in the list's order; if they don't hold enough hits, sort all of them."""
    ids = _walked_so_far(connection, order, limit, rows)
    if len(ids) == limit:
        return ids
    if order.is_stranded and connection.execute(list_walks.are_fewer(order, rows)).scalar_one():  # all were looked at
        rest = sa.select(order.table.c.id).where(*order.conditions, order.matches())
        return ids + _ids(connection, order.sorted(rest, empty=True).limit(limit - len(ids)))
    return _sorted(connection, order, limit)


def _walked_so_far(connection: sa.Connection, order: ListOrder, limit: int, rows: int) -> list[int]:
    if connection.dialect.name != "sqlite":  # it takes the rows of the inner step one by one, until there are enough
        row = list_walks.in_order(order, rows).subquery()
        way = sa.desc if order.descending else sa.asc
        hits = sa.select(row.c.id).where(order.matches(row.c.id)).order_by(way(row.c.key), way(row.c.id))
        return _ids(connection, hits.limit(limit))
    statement = sa.select(order.table.c.id).where(*order.conditions)
    found = order.sorted(statement.where(order.matches()))
    end = connection.execute(
        order.sorted(sa.select(order.key, order.table.c.id).where(*order.asked)).limit(1).offset(rows)
    ).first()
    if end is not None:
        place = sa.tuple_(order.key, order.table.c.id)
        last = sa.tuple_(*end)
        found = found.where(place >= last if order.descending else place <= last)
    return _ids(connection, found.limit(limit))


def outline(connection: sa.Connection, query: ListQuery, limits: Limits = LIMITS) -> Outline:
    """Count the list and make any row of it reachable; may take seconds for what no index serves."""
    order = _order(connection, query)
    return _anchored(connection, order) if order.is_plain else _written(connection, order, limits)


def _anchored(connection: sa.Connection, order: ListOrder) -> Outline:
    counts: list[Question] = [
        (_count(order.query, connection.dialect, order.scope, empty), {}) for empty in (False, True)
    ]
    if connection.dialect.name == "sqlite":
        filled, unfilled = (int(rows[0][0]) for rows in answers(connection, counts))
        anchors = _places(connection, order, 0, filled, empty=False)
        anchors += _places(connection, order, -filled % ANCHOR_STEP, unfilled, empty=True)
        return Outline(filled + unfilled, filled=filled, anchors=tuple(anchors))
    walks = [
        list_walks.walk(order.query, connection.dialect, order.scope, ANCHOR_STEP, empty) for empty in (False, True)
    ]
    found = answers(connection, [*counts, (walks[0], {"skip": 0})])
    filled, unfilled = (int(rows[0][0]) for rows in found[:2])
    anchors = [Anchor(*row) for row in found[2]]
    if unfilled:
        anchors += [Anchor(*row) for row in walks[1].rows(connection, skip=-filled % ANCHOR_STEP)]
    return Outline(filled + unfilled, filled=filled, anchors=tuple(anchors))


@lru_cache(maxsize=32)
def _count(query: ListQuery, dialect: Dialect, scope: Scope, empty: bool) -> Prepared:
    order = ListOrder(query, dialect, scope)
    part = order.key.is_(None) if empty else order.key.is_not(None)
    return Prepared(sa.select(sa.func.count()).select_from(order.table).where(*order.conditions, part), dialect)


def _places(connection: sa.Connection, order: ListOrder, first: int, rows: int, *, empty: bool) -> list[Anchor]:
    """The places of row `first` and each `ANCHOR_STEP` rows on, of one part of the order.

    A step along the index skips its entries without looking at a row; numbering them all with row_number() took
    six times as long.
    """
    if first >= rows:
        return []
    start, step = _steps(order.query, connection.dialect, order.scope, empty)
    found = [Anchor(*row) for row in start.rows(connection, skip=first)]
    for _ in range(first + ANCHOR_STEP, rows, ANCHOR_STEP):
        last = found[-1]
        found += [Anchor(*row) for row in step.rows(connection, key=last.key, id=last.id, skip=ANCHOR_STEP)]
    return found


@lru_cache(maxsize=32)
def _steps(query: ListQuery, dialect: Dialect, scope: Scope, empty: bool) -> tuple[Prepared, Prepared]:
    """The statements for the first place of a part of the order, and for the place behind another."""
    order = ListOrder(query, dialect, scope)
    key = sa.null().label("key") if empty else order.key.label("key")
    places = order.sorted(sa.select(key, order.table.c.id).where(*order.conditions), empty=empty)
    places = places.limit(1).offset(sa.bindparam("skip", type_=sa.Integer))
    return Prepared(places, dialect), Prepared(places.where(order.from_place(empty=empty)), dialect)


def _written(connection: sa.Connection, order: ListOrder, limits: Limits) -> Outline:
    name = f"list_{next(_tickets)}"
    connection.execute(sa.schema.CreateTable(_new_table(name)))
    most = _most_own(connection, limits)
    own = _own_rows(connection, order, most) if order.is_narrow else most + 1
    is_theirs = order.is_held or own <= most
    if is_theirs and order.sought and _are_fewer_proposed(connection, order, own):
        is_theirs = False
    if order.is_narrow and not is_theirs:
        order = _order(connection, order.query, walked=True)
    conditions = list(order.conditions)
    if order.sought:
        many = is_theirs or (
            order.indexed and not _few(connection, order, limits.listed, limits, _rows(connection, order))
        )
        conditions += [order.matches()] if many else order.hits()
    chosen = sa.select(order.table.c.id).where(*conditions)
    target = sa.table(name, sa.column("rank"), sa.column("id"))
    limit = limits.listed + 1 if order.sought else None
    if order.indexed and not is_theirs:
        written = 0
        for empty in (False, True):
            if limit is None or written < limit:
                part = order.sorted(chosen, empty=empty).limit(None if limit is None else limit - written)
                written += _write_ids(connection, target, part)
    else:
        ordered = order.sorted_whole(chosen).limit(limit)
        written = _write_ids(connection, target, ordered)
    return Outline(min(written, limit - 1 if limit else written), more=bool(limit and written == limit), table=name)


def _write_ids(connection: sa.Connection, target: sa.TableClause, ids: sa.Select[Any]) -> int:
    options = {"preserve_rowcount": True}
    return connection.execute(sa.insert(target).from_select(["id"], ids), execution_options=options).rowcount


def _new_table(name: str) -> sa.Table:
    """As it is made: its ranks are given in the order in which the ids are written."""
    rank = sa.Column("rank", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.Identity(), primary_key=True)
    return sa.Table(name, sa.MetaData(), rank, sa.Column("id", sa.BigInteger, nullable=False), prefixes=["TEMPORARY"])


def forget(connection: sa.Connection, done: Outline) -> None:
    """Give the memory of a list that is no longer shown back."""
    if done.table:
        connection.execute(sa.schema.DropTable(_new_table(done.table), if_exists=True))
