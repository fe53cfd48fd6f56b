"""All that a local file holds, written into an empty database on a server, and compared row by row at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import psycopg
import sqlalchemy as sa

from app.models.tables import TextTuple, counter, desk_session, editing, metadata, node
from app.store.postgresql import SCHEMA

_AT_ONCE = 2_000
_OWN = (node.name, counter.name, editing.name, desk_session.name)
"""A server gives ids of its own node, from sequences: what came from the file keeps its ids, and none is given again.

Who was signed in and edits something just now did so in the file.
"""

_REFERENCES = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = to_regnamespace(:schema) ORDER BY conname
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = to_regnamespace(:schema) AND NOT i.indisprimary ORDER BY c.relname
"""

Row = Sequence[Any]
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Copied:
    """What is in a table: how many rows, and what they come to, in whatever order they are read."""

    rows: int
    digest: int


def copied_tables() -> list[sa.Table]:
    """The tables that go along."""
    return [table for table in metadata.sorted_tables if table.name not in _OWN]


def copy_rows(source: sa.Connection, target: sa.Connection, on_progress: Progress) -> dict[str, Copied]:
    """Write every row of a file into a server's empty tables, and return what was read of each table.

    References and indexes are missing meanwhile: they are made again at the end, which checks every one of them.

    Args:
        source: reads the file.
        target: within the one transaction in which all of it is done; another one ends it half-way with nothing done.
        on_progress: hears how many rows of how many are written.
    """
    references = target.execute(sa.text(_REFERENCES), {"schema": SCHEMA}).all()
    for table, name, _ in references:
        target.execute(sa.text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    indexes = target.execute(sa.text(_INDEXES), {"schema": SCHEMA}).all()
    for name, _ in indexes:
        target.execute(sa.text(f"DROP INDEX {name}"))
    total, done, copied = _counted(source), 0, {}
    for table in copied_tables():
        copied[table.name] = _copy(source, target, table, partial(_tell, on_progress, done, total))
        done += copied[table.name].rows
    for _, definition in indexes:
        target.exec_driver_sql(definition.replace("%", "%%"))
    for table, name, definition in references:
        target.execute(sa.text(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"))
    _go_on(source, target)
    target.execute(sa.text("ANALYZE"))
    return copied


def _tell(on_progress: Progress, before: int, total: int, rows: int) -> None:
    on_progress(before + rows, total)


def differing(target: sa.Connection, copied: dict[str, Copied]) -> list[str]:
    """The tables that do not hold what was read for them: none, unless something is very wrong."""
    return [name for name, was in copied.items() if digest_of(target, metadata.tables[name]) != was]


def digest_of(connection: sa.Connection, table: sa.Table) -> Copied:
    """What a table holds now."""
    rows = digest = 0
    for some in _read(connection, table):
        rows += len(some)
        digest = _added(digest, some)
    return Copied(rows, digest)


def _counted(connection: sa.Connection) -> int:
    counts = (sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in copied_tables())
    return sum(connection.execute(sa.select(*counts)).one())


def _columns(table: sa.Table) -> list[sa.Column[Any]]:
    return [column for column in table.columns if column.computed is None]


def _read(connection: sa.Connection, table: sa.Table) -> Iterator[list[Row]]:
    """The rows, what is JSON as the text of it."""
    columns = map(_as_kept, _columns(table))
    with connection.execute(sa.select(*columns), execution_options={"yield_per": _AT_ONCE}) as found:
        yield from map(list, found.partitions())


def _as_kept(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    if isinstance(column.type, sa.JSON):
        return sa.cast(column, sa.Text)
    return sa.type_coerce(column, sa.Text) if isinstance(column.type, TextTuple) else column


def _added(digest: int, rows: Sequence[Row]) -> int:
    for row in rows:
        told = repr([value.isoformat() if isinstance(value, datetime) else value for value in row])
        digest += int.from_bytes(hashlib.blake2b(told.encode(errors="surrogatepass"), digest_size=8).digest(), "big")
    return digest % 2**64


def _copy(source: sa.Connection, target: sa.Connection, table: sa.Table, on_rows: Callable[[int], object]) -> Copied:
    names = ", ".join(f'"{column.name}"' for column in _columns(table))
    driver = target.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("no connection to a server")
    rows = digest = 0
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for some in _read(source, table):
            for row in some:
                copy.write_row(row)
            rows += len(some)
            digest = _added(digest, some)
            on_rows(rows)
    return Copied(rows, digest)


def _go_on(source: sa.Connection, target: sa.Connection) -> None:
    """Have series and the log go on behind what came along."""
    tables = set(metadata.tables)
    for name, following in source.execute(sa.select(counter.c.name, counter.c.next)):
        if name not in tables:
            target.execute(sa.select(sa.func.go_on_behind(name, following)))
    latest = sa.text("SELECT setval(pg_get_serial_sequence('change', 'id'), greatest(max(id), 1)) FROM change")
    target.execute(latest)
