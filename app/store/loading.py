"""Filling a file that nobody else has open yet, as fast as the disk takes it.

Without a journal a crash leaves the file useless, so this is for a file under a temporary name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.engine import Dialect

from app.store import sqlite

DIALECT: Dialect = sqlite_dialect()
"""That of every local file, for rows made in a process without a connection."""

HASH_SIZE = 64 * 1024 * 1024
"""What the text index gathers before it writes a piece; large pieces need less merging."""

_FAST = ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-65536", "threads=2")


@contextmanager
def loading(path: Path, record_type: str) -> Iterator[sa.Connection]:
    """A transaction in which one record type's tables take many rows; the file is ready for use when it ends.

    Indexes are missing meanwhile and are built at the end from their own definitions, so that the schema stays that of
    the migrations. Foreign keys are not checked.

    Args:
        path: a file at the newest revision, open nowhere.
        record_type: name of the type whose text index takes most.
    """
    engine = sqlite.writer_engine(path)
    try:
        _run_pragmas(engine, _FAST)
        with engine.begin() as connection:
            indexes = drop_indexes(connection)
            gather(connection, f"{record_type}_index", HASH_SIZE)
            yield connection
            gather(connection, f"{record_type}_index", None)
            for definition in indexes:
                connection.exec_driver_sql(definition)
        _run_pragmas(engine, ("journal_mode=WAL",))
    finally:
        engine.dispose()


def _run_pragmas(engine: sa.Engine, pragmas: tuple[str, ...]) -> None:
    """Set what can't be set within a transaction, on the engine's one connection."""
    connection = engine.raw_connection()
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.close()


def drop_indexes(connection: sa.Connection) -> list[str]:
    """Drop every index that isn't part of a table's definition and return how to make them again."""
    listed = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid"
    indexes = connection.exec_driver_sql(listed).all()
    for name, _ in indexes:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [definition for _, definition in indexes]


def gather(connection: sa.Connection, index: str, size: int | None) -> None:
    """Set how much a text index gathers in memory, or forget that it was ever set."""
    if size is None:
        connection.exec_driver_sql(f"DELETE FROM {index}_config WHERE k = 'hashsize'")
    else:
        connection.exec_driver_sql(f"INSERT INTO {index} ({index}, rank) VALUES ('hashsize', {size})")
