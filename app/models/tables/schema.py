"""Where all tables are known, how their indexes are called, and which rows an index holds."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
ACTIVE: sa.ColumnElement[str] = sa.literal_column("'active'")
"""The state as a literal: only so do both databases recognise the partial indexes."""
TRASHED: sa.ColumnElement[str] = sa.literal_column("'trashed'")

metadata = sa.MetaData(naming_convention=CONVENTION)


def partial_index(
    name: str | None, *columns: sa.Column[Any], where: sa.ColumnElement[bool], unique: bool = False
) -> sa.Index:
    """An index of some of the rows, on both databases."""
    return sa.Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)
