"""The columns of a list's rows, and reading rows by id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.models.fields import Field, RecordType
from app.models.tables import metadata, table_of

Row = Any
"""The id of a record, then a value per column as the driver has it."""


def row_columns(record_type: RecordType, names: Sequence[str]) -> list[sa.ColumnElement[Any]]:
    """What is selected for fields of a list: their columns or, for references, the names of what they point to."""
    return [_column(record_type, record_type.by_name[name]) for name in names]


def _column(record_type: RecordType, field: Field) -> sa.ColumnElement[Any]:
    table = table_of(record_type)
    if not field.refers_to:
        return table.c[field.name]
    other = metadata.tables[field.refers_to].alias()
    return sa.select(other.c.display_name).where(other.c.id == table.c[field.name]).scalar_subquery()


def rows_by_id(
    connection: sa.Connection, record_type: RecordType, names: Sequence[str], ids: Sequence[int]
) -> dict[int, Row]:
    """The rows with those ids, by id; the values are the driver's, as from `listing.rows_at`."""
    columns = [sa.type_coerce(column, sa.types.NullType()) for column in row_columns(record_type, names)]
    table = table_of(record_type)
    statement = sa.select(table.c.id, *columns).where(table.c.id.in_(ids))
    return {row[0]: row for row in connection.execute(statement)}
