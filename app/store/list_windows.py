"""Any window of a list that was outlined: by the anchors along its index, or by the ranks that were written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.catalogue import RECORD_TYPES
from app.models.queries import ListQuery
from app.models.sight import Scope
from app.models.tables import table_of
from app.store.list_order import ListOrder
from app.store.list_rows import Row, row_columns
from app.store.prepared import Prepared
from app.store.reach import conditions, scope_of

ANCHOR_STEP = 250
"""Rows between two anchors; a jump skips up to so many entries of the index, whose pages may have to be decrypted."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place of one row in the order: its sort key (None among the empty, which come last) and its id."""

    key: Any
    id: int


@dataclass(frozen=True, slots=True)
class Outline:
    """How long a list is and how to reach any row of it.

    Attributes:
        rows: how many rows the list has, for a search at most `Limits.listed`.
        more: there are more hits than rows.
        filled: how many rows come before those with an empty sort key.
        anchors: the place of every row number that `ANCHOR_STEP` divides, of an indexed list.
        table: the temporary table that holds any other list's ids by rank.
    """

    rows: int
    more: bool = False
    filled: int = 0
    anchors: tuple[Anchor, ...] = ()
    table: str = ""


def rows_at(
    connection: sa.Connection, query: ListQuery, whole: Outline, columns: Sequence[str], first: int, limit: int
) -> list[Row]:
    """Rows `first` to `first + limit - 1`: the id, then the values of the columns as the driver has them.

    There are fewer at the end, or where records were purged meanwhile.
    """
    limit = min(limit, whole.rows - first)
    if limit <= 0:
        return []
    names = tuple(columns)
    if whole.table:
        scope = scope_of(connection, RECORD_TYPES[query.type_name])
        return _written_rows(query.type_name, whole.table, names, connection.dialect, scope).rows(
            connection, first=first, last=first + limit
        )
    rows: list[Row] = []
    if first < whole.filled:
        anchor = whole.anchors[first // ANCHOR_STEP]
        scope = scope_of(connection, RECORD_TYPES[query.type_name])
        behind = _window(query, names, connection.dialect, scope, empty=False)
        rows = behind.rows(connection, key=anchor.key, id=anchor.id, skip=first % ANCHOR_STEP, count=limit)
    if len(rows) < limit:
        rows += _empty_rows(connection, query, whole, names, max(first, whole.filled), limit - len(rows))
    return rows


def ids_at(connection: sa.Connection, query: ListQuery, whole: Outline, first: int, limit: int) -> list[int]:
    """The ids of those rows."""
    return [row[0] for row in rows_at(connection, query, whole, (), first, limit)]


def _empty_rows(
    connection: sa.Connection, query: ListQuery, whole: Outline, names: tuple[str, ...], first: int, limit: int
) -> list[Row]:
    """Rows from the part without a sort key; `first` counts from the start of the list."""
    anchor = whole.anchors[first // ANCHOR_STEP]
    skip = first % ANCHOR_STEP
    if anchor.key is not None:  # the last anchor before the part begins: start at its first row
        least, most = -(2**63), 2**63 - 1
        anchor, skip = Anchor(None, most if query.descending else least), first - whole.filled
    window = _window(query, names, connection.dialect, scope_of(connection, RECORD_TYPES[query.type_name]), empty=True)
    return window.rows(connection, id=anchor.id, skip=skip, count=limit)


@lru_cache(maxsize=64)
def _window(query: ListQuery, names: tuple[str, ...], dialect: Dialect, scope: Scope, *, empty: bool) -> Prepared:
    order = ListOrder(query, dialect, scope, walked=True)
    statement = sa.select(order.table.c.id, *row_columns(order.type, names, scope))
    statement = order.sorted(statement.where(*order.conditions, order.from_place(empty=empty)), empty=empty)
    statement = statement.limit(sa.bindparam("count", type_=sa.Integer)).offset(sa.bindparam("skip", type_=sa.Integer))
    return Prepared(statement, dialect)


@lru_cache(maxsize=64)
def _written_rows(type_name: str, written: str, names: tuple[str, ...], dialect: Dialect, scope: Scope) -> Prepared:
    record_type = RECORD_TYPES[type_name]
    table, stored = table_of(record_type), written_table(written)
    statement = (
        sa.select(table.c.id, *row_columns(record_type, names, scope))
        .join(stored, stored.c.id == table.c.id)
        .where(
            stored.c.rank > sa.bindparam("first", type_=sa.Integer),
            stored.c.rank <= sa.bindparam("last", type_=sa.Integer),
            *conditions(record_type, scope.reaches, walked=True),
        )
        .order_by(stored.c.rank)
    )
    return Prepared(statement, dialect)


def written_table(name: str) -> sa.TableClause:
    """The temporary table of a list that was written down: ids by rank."""
    return sa.table(name, sa.column("rank", sa.Integer), sa.column("id", sa.BigInteger))
