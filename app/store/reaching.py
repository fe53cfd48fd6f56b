"""Getting connections to a shared database again, after those of an open database were lost."""

from __future__ import annotations

from pathlib import Path

import psycopg
import sqlalchemy as sa

from app.errors import ServerError
from app.store.database import Database
from app.store.gate import require_open_at
from app.store.save_marks import is_marked


def reach_reader(database: Database) -> None:
    """Another connection to read with.

    Raises:
        ServerError: the server can't be reached, doesn't let this person in any more, or the database is of another version.
    """
    database.reader.dispose()
    with database.reading() as connection:
        require_open_at(connection)


def reach_writer(database: Database, marks: tuple[str, ...]) -> frozenset[str]:
    """Another connection to write with; returns those of the marks with which a save was committed.

    The sessions before are ended by then, so that nothing is committed any more that wasn't.

    Raises:
        ServerError: as above.
    """
    database.writer.dispose()
    with database.writing() as connection:
        connection.exec_driver_sql("SELECT 1")
        return frozenset(mark for mark in marks if is_marked(connection, mark))


def upgrade_behind(database: Database, error: Exception, engine: sa.Engine) -> ServerError | None:
    """Whether a statement failed because somebody has upgraded the database since it was opened.

    Args:
        database: that the statement was about.
        error: how it failed.
        engine: which the thread that asks may use.
    """
    if isinstance(database.place, Path) or not isinstance(error, (sa.exc.DBAPIError, psycopg.Error)):
        return None
    try:
        with database.translating(), engine.begin() as connection:
            require_open_at(connection)
    except ServerError as found:
        return found if found.is_of_connection else None
    return None
