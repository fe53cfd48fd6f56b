"""Statements turned into the driver's SQL once, for what a scrolling person asks several times a second.

SQLAlchemy's work on a statement costs more than SQLite's on fifty rows. Values go in and come out as the driver has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.store.compiling import PLANNED_ONCE


class Prepared:
    """One statement for one kind of database; its bound parameters are filled in by name."""

    def __init__(
        self,
        statement: sa.Select[Any] | sa.CompoundSelect[Any] | sa.UpdateBase,
        dialect: Dialect,
        columns: Sequence[str] | None = None,
        *,
        is_momentary: bool = False,
    ) -> None:
        """Turn it into SQL; a server plans it once if its options say so, as `compiling.PLANNED_ONCE` does, and all that is written.

        Args:
            statement: to be asked.
            dialect: of the kind of database.
            columns: what an insert or an update gets values for; None where it says so itself.
            is_momentary: it is asked once, so that lists of values in it are of this length.
        """
        options = {"render_postcompile": is_momentary}
        compiled = statement.compile(dialect=dialect, column_keys=columns, compile_kwargs=options)
        self._sql = str(compiled)
        self.binds: Mapping[str, sa.BindParameter[Any]] = compiled.binds
        self._fixed: dict[str, Any] = dict(compiled.params)
        self._order: list[str] | None = compiled.positiontup
        is_write = isinstance(statement, sa.UpdateBase)
        is_planned_once = is_write or PLANNED_ONCE.keys() <= statement.get_execution_options().keys()
        self._options = {"prepare": None} if is_planned_once and dialect.name != "sqlite" else {}

    def rows(self, connection: sa.Connection, **parameters: Any) -> list[Any]:
        """All rows of the answer, as the driver gives them."""
        cursor = self.asked(connection, parameters)
        try:
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def asked(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> Any:
        """The driver's cursor that has been asked."""
        values = {**self._fixed, **parameters}
        given: Any = values if self._order is None else tuple(values[name] for name in self._order)
        cursor = connection.connection.cursor()
        cursor.execute(self._sql, given, **self._options)
        return cursor


Question = tuple[Prepared, Mapping[str, Any]]
"""A statement, and the parameters that it is asked with."""


def answers(connection: sa.Connection, questions: Sequence[Question]) -> list[list[Any]]:
    """The rows of several answers, as the driver gives them; on a server the way there is gone once for all of them."""
    driver = connection.connection.driver_connection
    at_once = getattr(driver, "together", None)
    if at_once is None:
        return [prepared.rows(connection, **parameters) for prepared, parameters in questions]
    with at_once():
        cursors = [prepared.asked(connection, parameters) for prepared, parameters in questions]
    found = [list(cursor.fetchall()) for cursor in cursors]
    for cursor in cursors:
        cursor.close()
    return found


@contextmanager
def on_one_way(connection: sa.Connection) -> Iterator[None]:
    """What is written within goes to a server at once, and nobody waits for an answer before the end; to a file as ever.

    Nothing can be read within, and how many rows were changed is told afterwards, by `rows_changed`.
    """
    one_way = getattr(connection.connection.driver_connection, "on_one_way", None)
    with one_way(connection.dialect) if one_way else nullcontext():
        yield


class Written(Protocol):
    """What tells, after `on_one_way`, how many rows were changed."""

    @property
    def rowcount(self) -> int:
        """So many."""


def written(connection: sa.Connection, statement: sa.UpdateBase, values: Mapping[str, Any]) -> Written:
    """Write one row or few. On its way with others to a server, SQLAlchemy's work on it would take as long as the server's.

    Args:
        connection: where to.
        statement: an insert or an update that is kept, so that it is turned into SQL once.
        values: of its columns and bound parameters, by name.
    """
    if getattr(connection.connection.driver_connection, "sent", None) is None:
        return connection.execute(statement, values)
    prepared, encoders = _of_write(statement, tuple(values), connection.dialect)
    encoded = {name: encode(values[name]) for name, encode in encoders}
    found: Written = prepared.asked(connection, {**values, **encoded})
    return found


@lru_cache(maxsize=1000)
def _of_write(statement: sa.UpdateBase, names: tuple[str, ...], dialect: Dialect) -> tuple[Prepared, Encoders]:
    """It, and how each value becomes the driver's that isn't so as it is."""
    prepared = Prepared(statement, dialect, names)
    found = ((name, _encoder(bind, dialect)) for name, bind in prepared.binds.items())
    return prepared, tuple((name, encode) for name, encode in found if encode and name in names)


Encoders = tuple[tuple[str, Callable[[Any], Any]], ...]


def _encoder(bind: sa.BindParameter[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    found: Callable[[Any], Any] | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return found


def together(connection: sa.Connection, *statements: sa.Select[Any]) -> list[list[tuple[Any, ...]]]:
    """The same of statements that are made for the moment, and with Python's values."""
    if connection.dialect.name == "sqlite":
        return [[tuple(row) for row in connection.execute(statement)] for statement in statements]
    found = answers(
        connection, [(Prepared(statement, connection.dialect, is_momentary=True), {}) for statement in statements]
    )
    return [_decoded(statement, rows, connection.dialect) for statement, rows in zip(statements, found, strict=True)]


def _decoded(statement: sa.Select[Any], rows: list[Any], dialect: Dialect) -> list[tuple[Any, ...]]:
    return list(with_values(rows, decoders(statement, dialect)))


Decoders = tuple[tuple[int, Callable[[Any], Any]], ...]
"""The places of the columns whose values the driver doesn't give as Python's, and how each becomes one."""


def decoders(statement: sa.Select[Any] | sa.CompoundSelect[Any], dialect: Dialect) -> Decoders:
    """Those of a statement's columns."""
    found = (decoder(column, dialect) for column in statement.selected_columns)
    return tuple((place, decode) for place, decode in enumerate(found) if decode)


def with_values(rows: Iterable[Sequence[Any]], of_places: Decoders) -> Iterator[tuple[Any, ...]]:
    """The driver's rows with Python's values."""
    for row in rows:
        values = list(row)
        for place, decode in of_places:
            values[place] = decode(values[place])
        yield tuple(values)


def decoder(column: sa.ColumnElement[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """How the driver's value of a column becomes Python's, or None if it is that already."""
    found: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return found
