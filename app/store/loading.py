"""Filling a file that nobody else has open yet, as fast as the disk takes it.

Without a journal a crash leaves the file useless, so this is for a file under a temporary name. Indexes are dropped and
built again at the end from their own definitions: the schema stays that of the migrations.
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

_HASH_SIZE = 64 * 1024 * 1024
"""What the text index gathers before it writes a piece: large pieces need less merging."""

_CACHE = "-65536"  # KiB
_THREADS = 2


@contextmanager
def loading(path: Path, record_type: str) -> Iterator[sa.Connection]:
    """A transaction in which the record type's tables take many rows; the file is complete when it ends.

    Args:
        path: a file at the newest revision, open nowhere.
        record_type: name of the type whose indexes, and those of whatever refers to it, are built at the end.
    """
    engine = sqlite.writer_engine(path)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as setup:
            pass
    finally:
        engine.dispose()
