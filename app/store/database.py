"""A database as the program holds it: opened, created, upgraded; and the transactions in which work is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from app.errors import FileError, FileProblem, ServerError, ServerProblem
from app.models.servers import Place, ServerAddress
from app.models.tables import node
from app.store import drives, identity, partials, requests, revisions, sqlite
from app.store.eyes import Eyes
from app.store.failures import translating

REVISION = "0024"
"""The newest migration: what a database must be at to be worked with."""

SUFFIX = ".deskbook"

_REVISIONS = "alembic_version"

_UNWRITABLE = (FileProblem.READ_ONLY, FileProblem.NO_PERMISSION)


class Interrupter(Protocol):
    """Stops a statement from another thread."""

    def __call__(self) -> None:
        """Have the statement that runs now stopped, without waiting for it."""

    def give_up(self) -> None:
        """Have whoever waits for the statement wait no longer."""

    def settle(self) -> None:
        """The work is over: what was to stop it must not hit the next."""


Within = Callable[[sa.Connection], AbstractContextManager[object]]
"""What is around all that is asked on a connection."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: one connection to write with and one to read with, each for one thread at a time.

    Attributes:
        place: the file or the server.
        key: of an encrypted file; whatever is written beside the file is to be under the same. None for a plain one.
        eyes: whose sight its connections have.
    """

    place: Place
    writer: sa.Engine
    reader: sa.Engine
    read_only: bool = False
    key: bytes | None = field(default=None, repr=False)
    eyes: Eyes = field(default_factory=Eyes, repr=False, compare=False)

    @property
    def path(self) -> Path:
        """The local file, for what only files have: backups, keys, other windows that let go.

        Raises:
            TypeError: it is on a server.
        """
        if not isinstance(self.place, Path):
            raise TypeError(f"{self.place} is no file")
        return self.place

    @contextmanager
    def writing(self, mark: str = "") -> Iterator[sa.Connection]:
        """One transaction with the write lock in hand: committed at the end, rolled back on the way out of a failure.

        Args:
            mark: on a server, by which to find out whether it was committed where the connection is lost meanwhile; in a
                file there is no doubt.
        """
        if self.read_only:
            raise FileError(FileProblem.READ_ONLY, self.path)
        with self.translating(), self._transaction(mark) as connection:
            self.eyes.go_with(connection)
            yield connection

    def _transaction(self, mark: str) -> AbstractContextManager[sa.Connection]:
        if not mark or isinstance(self.place, Path):
            return self.writer.begin()
        from app.store import save_marks

        return save_marks.marked(self.writer, self.place, mark)

    @contextmanager
    def reading(self, within: Within = nullcontext) -> Iterator[sa.Connection]:
        """One unchanging view of the database; temporary tables made in it stay with the connection.

        Args:
            within: a context of the connection, in which all is asked that is asked of the database.
        """
        with self.translating(), self.reader.begin() as connection, within(connection):
            self.eyes.go_with(connection)
            yield connection

    @contextmanager
    def glancing(self, within: Within = nullcontext) -> Iterator[sa.Connection]:
        """The same for questions that need not be answered as of one moment: on a server each is one way there and back."""
        if isinstance(self.place, Path):
            with self.reading(within) as connection:
                yield connection
            return
        with self.translating(), _at_once(self.reader) as connection, within(connection):
            self.eyes.go_with(connection)
            yield connection

    @contextmanager
    def translating(self) -> Iterator[None]:
        """Turn failures that are the world's fault into ours."""
        with translating(self.place):
            yield

    def interrupter(self, connection: sa.Connection) -> Interrupter:
        """How another thread stops the statement that runs on this connection."""
        if not isinstance(self.place, Path):
            from app.store import postgresql

            return postgresql.interrupter(connection)
        return sqlite.Interrupter(connection)

    def close(self) -> None:
        """Let the file go."""
        self.reader.dispose()
        self.writer.dispose()


def open_database(place: Place, *, frozen: bool = False, in_window: bool = False) -> Database:
    """Open a file or a shared database that is at the newest revision.

    A file that can't be written, or is frozen, is opened for reading. To a shared database this process must have been
    told the password, if one is asked for (`passwords.remember`).

    Args:
        place: where it is.
        frozen: nobody changes the file any more, and nor shall we.
        in_window: a person will look at it, who has a password of their own by then.

    Raises:
        FileError: the file can't be used as it is; `NEEDS_UPGRADE` is one of the problems.
        ServerError: the same of a shared database; `PASSWORD_GIVEN` only for a window.
    """
    return _open_file(place, frozen=frozen) if isinstance(place, Path) else _open_on_server(place, in_window=in_window)


def _open_on_server(address: ServerAddress, *, in_window: bool) -> Database:
    from app.store import postgresql

    writer, reader = (
        postgresql.engine(address, is_prompt=True),
        postgresql.engine(address, listens=True, is_prompt=True),
    )
    database = Database(address, writer, reader)
    try:
        _require_open(database, in_window=in_window)
    except BaseException:
        database.close()
        raise
    return database


def _open_file(path: Path, *, frozen: bool) -> Database:
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
    with database.translating(), database.reader.begin() as connection:  # nobody is staff of another revision's tables
        require_usable(connection, database.place)


def _require_open(database: Database, *, in_window: bool) -> None:
    """The same of a shared database; it is asked once for all that keeps somebody from working with it."""
    from app.store import gate
    from app.store.guard import logins

    with database.translating(), _at_once(database.reader) as connection:
        (is_given,) = gate.require_open_at(connection, logins.IS_GIVEN)
    if is_given and in_window:
        raise ServerError(ServerProblem.PASSWORD_GIVEN, database.place)


@contextmanager
def _at_once(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection to a server outside of any transaction, whose begin and end would each be told and waited for."""
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


def require_usable(connection: sa.Connection, place: Place) -> None:
    """See that the database is at the newest revision, and that nobody has it alone.

    Raises:
        FileError: it isn't: `NEEDS_UPGRADE`, `NEWER` or `UNFINISHED`.
        ServerError: the same of a shared database; `UPGRADING` while it is about to be.
    """
    if isinstance(place, Path):
        stored = stored_revision(connection, place)
        problem = revisions.problem_of_file(stored, REVISION)
        if problem is not None:
            raise FileError(problem, place, stored)
        return
    from app.store import gate

    gate.require_open_at(connection)


def stored_revision(connection: sa.Connection, place: Place) -> str:
    """Which migration the database is at.

    Raises:
        FileError: it has none, so it isn't a whole file of ours.
        ServerError: the same of a shared database.
    """
    revision, schema = None, _schema_at(place)
    if connection.dialect.has_table(connection, _REVISIONS, schema=schema):
        stored = sa.table(_REVISIONS, sa.column("version_num"), schema=schema)
        revision = connection.execute(sa.select(stored)).scalar()
    if isinstance(revision, str):
        return revision
    if isinstance(place, Path):
        raise FileError(FileProblem.DAMAGED, place, "no revision")
    raise ServerError(ServerProblem.NOT_OURS, place)


def _schema_at(place: Place) -> str | None:
    """Where our tables are: on a server apart from those of other programs, some of which keep a revision as well."""
    if isinstance(place, Path):
        return None
    from app.store.postgresql import SCHEMA

    return SCHEMA


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
        open_as_ever(partial)


def create_on_server(address: ServerAddress, fill: Callable[[sa.Connection], None] = lambda connection: None) -> None:
    """Make all tables in a database of a server, and what `fill` puts into them; one that is whole stays as it is.

    Args:
        address: signs in as the owner of the tables to be.
        fill: called for a database that had none of them.

    Raises:
        ServerError: it can't be made there, or is there and can't be worked with: `NEEDS_UPGRADE` is one of the problems.
    """
    from app.store import gate, postgresql

    engine = postgresql.engine(address)
    try:
        with translating(address), engine.begin() as connection:
            gate.require_direct(connection)
            if connection.dialect.has_table(connection, _REVISIONS, schema=_schema_at(address)):
                require_usable(connection, address)
                return
            postgresql.migrate(connection)
            connection.execute(sa.insert(node), {"number": identity.new_node()})
            fill(connection)
    finally:
        engine.dispose()


def open_as_ever(path: Path) -> None:
    """The first connection that may write turns the log on; a new file should not change by being opened."""
    engine = sqlite.writer_engine(path)
    with engine.connect():
        pass
    engine.dispose()
