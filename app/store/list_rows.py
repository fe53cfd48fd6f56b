"""The columns of a list's rows, and reading rows by id."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, RecordType
from app.models.sight import WHOLE, Scope
from app.models.tables import metadata, table_of
from app.store import search
from app.store.compiling import PLANNED_ONCE
from app.store.dialects import among_ids
from app.store.prepared import Prepared, Question
from app.store.reach import conditions, scope_of

Row = Any
"""The id of a record, then a value per column as the driver has it."""


def row_columns(record_type: RecordType, names: Sequence[str], scope: Scope = WHOLE) -> list[sa.ColumnElement[Any]]:
    """What is selected for fields of a list: their columns or, for references, the names of what they point to.

    What can't be read is empty, and so is the name of a record that isn't shown.
    """
    return [
        sa.null() if name in scope.unread else _column(record_type, record_type.by_name[name], scope) for name in names
    ]


def _column(record_type: RecordType, field: Field, scope: Scope) -> sa.ColumnElement[Any]:
    table = table_of(record_type)
    if not field.refers_to:
        return table.c[field.name]
    other = metadata.tables[field.refers_to].alias()
    target = RECORD_TYPES[field.refers_to]
    shown = conditions(target, scope.reached_of(target.name), table=other, walked=True)
    return sa.select(other.c.display_name).where(other.c.id == table.c[field.name], *shown).scalar_subquery()


def rows_by_id(
    connection: sa.Connection, record_type: RecordType, names: Sequence[str], ids: Sequence[int]
) -> dict[int, Row]:
    """The rows with those ids, by id; the values are the driver's, as from `list_windows.rows_at`."""
    statement = _rows_statement(record_type.name, tuple(names), scope_of(connection, record_type))
    return {row[0]: row for row in connection.execute(statement, {"ids": list(ids)})}


def first_found_rows(
    connection: sa.Connection, record_type: RecordType, names: Sequence[str], what: search.Sought, most: int
) -> Question:
    """What a server is asked for the rows of the first hits, in order, where it finds and sorts these by itself."""
    scope = scope_of(connection, record_type)
    prepared = _first_found_rows(record_type.name, tuple(names), scope, connection.dialect)
    return prepared, search.first_found_by(what, most)


@lru_cache(maxsize=64)
def _first_found_rows(type_name: str, names: tuple[str, ...], scope: Scope, dialect: Dialect) -> Prepared:
    record_type = RECORD_TYPES[type_name]
    table, found = table_of(record_type), search.first_hits(type_name)
    rows = sa.select(table.c.id, *row_columns(record_type, names, scope)).join_from(
        found, table, table.c.id == found.c.id
    )
    statement = rows.where(*conditions(record_type, scope.reaches)).order_by(found.c.rank)
    return Prepared(statement.execution_options(**PLANNED_ONCE), dialect)


@lru_cache(maxsize=64)
def _rows_statement(type_name: str, names: tuple[str, ...], scope: Scope) -> sa.Select[Any]:
    record_type = RECORD_TYPES[type_name]
    columns = [sa.type_coerce(column, sa.types.NullType()) for column in row_columns(record_type, names, scope)]
    table = table_of(record_type)
    statement = sa.select(table.c.id, *columns).where(among_ids(table.c.id), *conditions(record_type, scope.reaches))
    return statement.execution_options(**PLANNED_ONCE)
