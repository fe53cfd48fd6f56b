"""A database as the program holds it: opened, created, upgraded; and the transactions in which work is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.errors import FileError, FileProblem
from app.store import identity, sqlite

REVISION = "0001"
"""The newest migration: what a database must be at to be worked with."""

SUFFIX = ".deskbook"


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: one connection to write with and one to read with, each for one thread at a time."""

    path: Path
    writer: sa.Engine
    reader: sa.Engine
    read_only: bool = False

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction with the write lock in hand: committed at the end, rolled back on the way out of a failure."""
        if self.read_only:
            raise FileError(FileProblem.READ_ONLY, self.path)
        with self.translating(), self.writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One unchanging view of the database; temporary tables made in it stay with the connection."""
        with self.translating(), self.reader.begin() as connection:
            yield connection

    @contextmanager
    def translating(self) -> Iterator[None]:
        """Turn failures that are the world's fault into ours."""
        try:
            yield
        except Exception as error:
            translated = sqlite.translated(error, self.path)
            if translated is error:
                raise
            raise translated from error

    def interrupter(self, connection: sa.Connection) -> Callable[[], None]:
        """How another thread stops the statement that runs on this connection."""
        driver: sqlite.RawConnection = connection.connection.driver_connection  # type: ignore[assignment]
        return driver.interrupt

    def close(self) -> None:
        """Let the file go."""
        self.reader.dispose()
        self.writer.dispose()


def open_database(path: Path) -> Database:
    """Open a file that is at the newest revision.

    Raises:
        FileError: it can't be used as it is; `NEEDS_UPGRADE` is one of the problems.
    """
    sqlite.require_ours(path)
    read_only = not sqlite.is_writable(path)
    reader = sqlite.reader_engine(path)
    database = Database(path, reader if read_only else sqlite.writer_engine(path), reader, read_only)
    try:
        if not read_only:
            with database.translating(), database.writer.connect():
                pass  # a crash may have left a journal, which only a writer can bring in
        _require_revision(database)
    except BaseException:
        database.close()
        raise
    return database


def _require_revision(database: Database) -> None:
    with database.reading() as connection:
        if not connection.dialect.has_table(connection, "alembic_version"):
            raise FileError(FileProblem.NOT_OURS, database.path)
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision is None or revision > REVISION:
        raise FileError(FileProblem.NEWER, database.path, str(revision))
    if revision < REVISION:
        raise FileError(FileProblem.NEEDS_UPGRADE, database.path, str(revision))


def create_database(path: Path) -> None:
    """Make an empty file with all tables, complete or not at all.

    Raises:
        FileError: the folder is missing, the file exists, the disk is full, or the drive is on the network.
    """
    from app.store.migrations import migrate

    if not path.parent.is_dir():
        raise FileError(FileProblem.NO_FOLDER, path)
    if path.exists():
        raise FileError(FileProblem.EXISTS, path)
    sqlite.require_local_drive(path)
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    database = Database(partial, engine := sqlite.writer_engine(partial), engine)
    try:
        with database.translating():
            with database.writing() as connection:
                connection.exec_driver_sql(f"PRAGMA application_id={sqlite.APPLICATION_ID}")
                migrate(connection)
                connection.execute(
                    sa.text("INSERT INTO node (number) VALUES (:number)"), {"number": identity.new_node()}
                )
            database.close()
            partial.rename(path)
    finally:
        database.close()
        for leftover in (partial, *(partial.with_name(partial.name + end) for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
