"""What saves leave to be done once their answer is out: the log brought into the file, the text index merged."""

from __future__ import annotations

from contextlib import closing, suppress

import sqlalchemy as sa

from app.errors import FileError
from app.models.catalogue import RECORD_TYPES
from app.models.tables import text_table_of
from app.store.database import Database

_LOG_PAGES = 500
"""From here on the log is brought into the file: half of what has SQLite do it within a save, which then took 35 ms."""

_MERGED_PAGES = 64
"""What one turn merges of a text index, about 8 ms: other windows wait so long for a save at most."""


def tidy(database: Database) -> None:
    """Do a turn of it; without it, every sixteenth save would do it meanwhile and take 10 ms more.

    What keeps it from being done (a full disk, a file in use) is told by the next save, which meets the same.
    """
    with suppress(FileError):
        with database.writing() as connection:
            for name in (f"{each.name}_index" for each in RECORD_TYPES.values() if text_table_of(each) is not None):
                connection.exec_driver_sql(f"INSERT INTO {name} ({name}, rank) VALUES ('merge', {_MERGED_PAGES})")
        with database.translating():
            _bring_in_log(database.writer)


def _bring_in_log(engine: sa.Engine) -> None:
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        _, logged, brought_in = cursor.execute("PRAGMA wal_checkpoint(NOOP)").fetchall()[0]  # looks only
        if logged - brought_in > _LOG_PAGES:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
