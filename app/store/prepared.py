"""Statements turned into the driver's SQL once, for what a scrolling person asks several times a second.

SQLAlchemy's work on a statement costs more than SQLite's on fifty rows. Values go in and come out as the driver has them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect


class Prepared:
    """One statement for one kind of database; its bound parameters are filled in by name."""

    def __init__(self, statement: sa.Select[Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self._sql = str(compiled)
        self._fixed: dict[str, Any] = dict(compiled.params)
        self._order: list[str] | None = compiled.positiontup

    def rows(self, connection: sa.Connection, **parameters: Any) -> list[Any]:
        """All rows of the answer, as the driver gives them."""
        values = {**self._fixed, **parameters}
        given: Any = values if self._order is None else tuple(values[name] for name in self._order)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self._sql, given)
            return list(cursor.fetchall())
        finally:
            cursor.close()


def decoder(column: sa.ColumnElement[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """How the driver's value of a column becomes Python's, or None if it is that already."""
    found: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return found
