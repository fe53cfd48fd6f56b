"""A database as the program holds it: opened, created, upgraded; and the transactions in which work is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from app.errors import FileError, FileProblem
from app.models.tables import node
from app.store import drives, identity, partials, requests, sqlite
from app.store.failures import translating

REVISION = "0009"
"""The newest migration: what a database must be at to be worked with."""

SUFFIX = ".deskbook"

_UNWRITABLE = (FileProblem.READ_ONLY, FileProblem.NO_PERMISSION)


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: one connection to write with and one to read with, each for one thread at a time.

    Attributes:
        key: of an encrypted file; whatever is written beside the file is to be under the same. None for a plain one.
    """

    path: Path
    writer: sa.Engine
    reader: sa.Engine
    read_only: bool = False
    key: bytes | None = field(default=None, repr=False)

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
        with translating(self.path):
            yield

    def interrupter(self, connection: sa.Connection) -> Callable[[], None]:
        """How another thread stops the statement that runs on this connection."""
        driver: sqlite.RawConnection = connection.connection.driver_connection  # type: ignore[assignment]
        return driver.interrupt

    def close(self) -> None:
        """Let the file go."""
        self.reader.dispose()
        self.writer.dispose()


def open_database(path: Path, *, frozen: bool = False) -> Database:
    """Open a file that is at the newest revision; one that can't be written, or is frozen, is opened for reading.

    Raises:
        FileError: it can't be used as it is; `NEEDS_UPGRADE` is one of the problems.
    """
    path = path.absolute()
    sqlite.require_ours(path)
    if requests.is_wanted(path):
        raise FileError(FileProblem.LOCKED, path, "somebody needs it alone")
    reader = sqlite.reader_engine(path, frozen=frozen)
    writer = _open_writer(path) if sqlite.is_writable(path) and not frozen else None
    database = Database(path, writer or reader, reader, read_only=writer is None, key=sqlite.key_of(path))
    try:
        _require_revision(database)
    except BaseException:
        database.close()
        raise
    if database.key:
        partials.remove_leftovers(path)  # of somebody killed while decrypting it
    return database


def _open_writer(path: Path) -> sa.Engine | None:
    """Connect first with the one that may write: a crash may have left a journal, which only it can bring in."""
    engine = sqlite.writer_engine(path)
    try:
        with translating(path), engine.connect():
            return engine
    except FileError as error:
        engine.dispose()
        if error.problem in _UNWRITABLE:  # which access() can't tell on Windows
            return None
        raise


def _require_revision(database: Database) -> None:
    with database.reading() as connection:
        revision = stored_revision(connection, database.path)
    if revision > REVISION:
        raise FileError(FileProblem.NEWER, database.path, revision)
    if revision < REVISION:
        raise FileError(FileProblem.NEEDS_UPGRADE, database.path, revision)


def stored_revision(connection: sa.Connection, path: Path) -> str:
    """Which migration the database is at.

    Raises:
        FileError: it has none, so it isn't a whole file of ours.
    """
    if not connection.dialect.has_table(connection, "alembic_version"):
        raise FileError(FileProblem.DAMAGED, path, "no revision")
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if not isinstance(revision, str):
        raise FileError(FileProblem.DAMAGED, path, "no revision")
    return revision


@contextmanager
def held_alone(path: Path, on_wait: Callable[[], object] = lambda: None) -> Iterator[sa.Connection]:
    """A connection to a file that nobody else can open until it is let go; without enforced foreign keys.

    Windows that have it open are asked to let go, and waited for while they have something unsaved.

    Args:
        path: the file.
        on_wait: called now and then meanwhile; whatever it raises ends the waiting.

    Raises:
        FileError: somebody keeps the file open, or it can't be used.
    """
    with translating(path), requests.asking(path) as others:
        engine = sqlite.lone_engine(path)
        try:
            with _wait_alone(engine, path, others, on_wait) as connection:
                yield connection
        finally:
            engine.dispose()


def _wait_alone(
    engine: sa.Engine, path: Path, others: Callable[[], int], on_wait: Callable[[], object]
) -> sa.Connection:
    give_up = time.monotonic() + requests.PATIENCE_SECONDS
    while True:
        on_wait()
        try:
            with translating(path):
                return engine.connect()
        except FileError as error:
            waited_for = others()
            if error.problem is not FileProblem.LOCKED or not waited_for:
                raise
            if time.monotonic() > give_up:
                raise FileError(FileProblem.OPEN_ELSEWHERE, path, str(waited_for)) from error


def create_database(path: Path, fill: Callable[[sa.Connection], None] = lambda connection: None) -> None:
    """Make a file with all tables and what `fill` puts into them, complete or not at all.

    Raises:
        FileError: the folder is missing, the file exists, the disk is full, or the drive is on the network.
    """
    from app.store.migrations import migrate

    path = path.absolute()
    drives.require_local_drive(path)
    with partials.written_beside(path) as partial, translating(partial):
        engine = sqlite.lone_engine(partial)  # without a log of everything, for which there may be no room
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql(f"PRAGMA application_id={sqlite.APPLICATION_ID}")
                migrate(connection)
                connection.execute(sa.insert(node), {"number": identity.new_node()})
                fill(connection)
        finally:
            engine.dispose()
        _open_as_ever(partial)


def _open_as_ever(path: Path) -> None:
    """The first connection that may write turns the log on; a new file should not change by being opened."""
    engine = sqlite.writer_engine(path)
    with engine.connect():
        pass
    engine.dispose()
