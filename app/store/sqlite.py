"""A local file: how it is recognised and connected to.

One SQLite library serves every process (sqlcipher3, for plain files too): two libraries on one WAL file broke locking.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlcipher3 import dbapi2

from app.errors import FileError, FileProblem
from app.models.folding import fold
from app.store import keys
from app.store.compiling import SHARED
from app.store.connecting import connect as connect
from app.store.connecting import first_bytes as first_bytes
from app.store.connecting import key_of as key_of
from app.store.drives import require_local_drive
from app.store.failures import translating

APPLICATION_ID = 0x4473_6B62
"""Written into the header of every file of ours ("Dskb"), so that no other program's file is taken for one."""

FOLD_FUNCTION = "deskbook_fold"
"""Folding as an SQL function: for the rare values that SQL alone can't fold, where no folded copy is stored."""

BUSY_SECONDS = 5.0
"""How long a write waits for another window or job before the file counts as locked by another program."""

RETRY_SECONDS = 0.005
"""Bulk writers pause 10 ms between batches; asking every 5 ms finds the gap (DESIGN.md, section 2)."""

registry.register("sqlite.deskbook", "app.store.file_dialect", "FileDialect")

# The driver looks for a way to adapt every value that isn't a plain text or number: for None, of which rows are full, it
# asks in vain in three places, which takes four times as long as all the rest. Being told the way, it asks in one.
dbapi2.register_adapter(type(None), lambda nothing: nothing)


class RawConnection(Protocol):
    """What the program uses of a driver connection beside SQLAlchemy."""

    def interrupt(self) -> None:
        """Stop the statement that runs in another thread."""

    def backup(self, target: object, *, pages: int = -1, progress: Callable[[int, int, int], object] | None) -> None:
        """Copy the database page by page."""


class Interrupter:
    """Stops the statement that runs on a connection, at once."""

    def __init__(self, connection: sa.Connection) -> None:
        self._driver: RawConnection = connection.connection.driver_connection  # type: ignore[assignment]

    def __call__(self) -> None:
        """Stop what runs now."""
        self._driver.interrupt()

    def give_up(self) -> None:
        """Stop it: nobody waits longer for a file."""
        self._driver.interrupt()

    def settle(self) -> None:
        """What stops it never comes late."""


def require_ours(path: Path) -> None:
    """See that the file is one of ours, on a drive where the library's locks hold.

    Raises:
        FileError: it is neither, or not there.
    """
    require_local_drive(path)
    recognise(path)


def recognise(path: Path) -> None:
    """See that the file is one of ours, wherever it lies.

    The library does the looking: a process that opens and closes a file by itself loses every lock that the library
    holds on it (POSIX), and the file may be open in this very window.

    Raises:
        FileError: there is no such file or folder, it can't be read, or it isn't a Deskbook file.
    """
    if not path.parent.is_dir():
        raise FileError(FileProblem.NO_FOLDER, path)
    if path.is_dir():
        raise FileError(FileProblem.NOT_OURS, path, "a folder")
    if not path.exists():
        raise FileError(FileProblem.MISSING, path)
    if not os.access(path, os.R_OK):
        raise FileError(FileProblem.NO_PERMISSION, path)
    with translating(path):
        found = _application_id(path)
    if found != APPLICATION_ID:
        raise FileError(FileProblem.NOT_OURS, path)


def _application_id(path: Path) -> int:
    """What the file's first page says; 0 if it is no database.

    It is looked at without locks, so that nothing is left beside what isn't ours. Whoever writes to it meanwhile may be
    caught half-way: a page that can't be read counts as damaged only if it can't be read with locks either.
    """
    try:
        return _read_application_id(path, "immutable=1")
    except dbapi2.DatabaseError as error:
        is_other = getattr(error, "sqlite_errorcode", 0) & 0xFF == dbapi2.SQLITE_NOTADB
        if is_other and not keys.is_encrypted(first_bytes(path)):
            return 0
        if not _takes_journal(path):
            raise
    return _read_application_id(path, "mode=ro")


def _read_application_id(path: Path, mode: str) -> int:
    connection = connect(path, mode, BUSY_SECONDS)
    try:
        return int(connection.cursor().execute("PRAGMA application_id").fetchone()[0])
    finally:
        connection.close()


def is_writable(path: Path) -> bool:
    """Whether the file and, for its journal, the folder may be written."""
    real = path.resolve()
    return os.access(real, os.W_OK) and os.access(real.parent, os.W_OK)


def writer_engine(path: Path) -> sa.Engine:
    """An engine with one connection, whose transactions start with the write lock in hand."""
    before: dict[str, tuple[int, int] | None] = {}

    def make() -> object:
        before["file"] = _identity(path)  # before it is opened: the file may be replaced while this waits for it
        return _prepared(connect(path, "mode=rw"), _with_room(path, _prepare_writer))

    engine = _engine(make, "BEGIN IMMEDIATE")
    sa.event.listen(
        engine, "connect", lambda connection, record: record.info.update(file=before["file"] or _identity(path))
    )
    sa.event.listen(engine, "begin", lambda connection: _require_in_place(path, connection.info["file"]), insert=True)
    return engine


def reader_engine(path: Path, *, frozen: bool = False) -> sa.Engine:
    """An engine with one connection that cannot write; without a journal if it is frozen or its folder can't be written."""

    def make() -> object:
        mode = "immutable=1" if frozen else reading_mode(path)
        prepare = _prepare_encrypted_reader if key_of(path) else _prepare_reader
        return _prepared(connect(path, mode, BUSY_SECONDS), prepare)

    return _engine(make, "BEGIN")


def lone_engine(path: Path, key: bytes | None = None) -> sa.Engine:
    """An engine whose one connection keeps everybody else out of the file, for reading too, until it is closed.

    No journal is left beside the file, and foreign keys are not enforced: it is for what needs the file alone.

    Args:
        path: the file.
        key: of an encrypted one that is about to be made.
    """
    return _engine(
        lambda: _prepared(connect(path, "mode=rw", key=key), _with_room(path, _prepare_lone)),
        "BEGIN EXCLUSIVE",
    )


def reading_mode(path: Path) -> str:
    """The URI parameters to read a file with.

    Where no journal can be made, the file is read as if nobody could change it, unless somebody's saves are still in a
    journal beside it.
    """
    real = path.resolve()
    waiting = any(journal.exists() and journal.stat().st_size > 0 for journal in journals(real))
    return "mode=ro" if waiting or _takes_journal(path) else "immutable=1"


def _takes_journal(path: Path) -> bool:
    """Whether a journal can be made beside the file; of Windows' folders access() says so always, so the library tries."""
    if not os.access(path.resolve().parent, os.W_OK):
        return False
    connection = connect(path, "mode=ro")
    try:
        connection.cursor().execute("PRAGMA schema_version").close()
    except dbapi2.OperationalError as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF not in (dbapi2.SQLITE_CANTOPEN, dbapi2.SQLITE_READONLY)
    except dbapi2.DatabaseError:
        return True  # damaged: whoever reads it finds out
    else:
        return True
    finally:
        connection.close()


def journals(path: Path) -> tuple[Path, Path]:
    """Where the library keeps what it has not yet brought into the file, or may have to take back."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-journal")


def data_version(connection: sa.Connection) -> int:
    """A number that changes when anybody else, in this process or another, has committed to the file.

    It means something only against the number that the same connection gave before, outside of any transaction. Costs
    some microseconds.
    """
    cursor = connection.connection.cursor()  # the driver's: SQLAlchemy's own would begin a transaction
    try:
        return int(cursor.execute("PRAGMA data_version").fetchone()[0])
    finally:
        cursor.close()


def _engine(make: Callable[[], object], begin: str) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite+deskbook://",
        module=dbapi2,
        execution_options=SHARED,
        creator=make,
        poolclass=sa.pool.QueuePool,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,  # what people store belongs in no log
    )
    sa.event.listen(
        engine, "begin", lambda connection: _patiently(lambda: connection.connection.cursor().execute(begin))
    )
    return engine


def _prepared(connection: Any, prepare: Callable[[Any], None]) -> Any:
    """Close the connection again if it can't be prepared: whoever looks at the failure would keep the file open."""
    cursor = connection.cursor()
    try:
        prepare(cursor)
        cursor.close()
        connection.create_function(FOLD_FUNCTION, 1, fold, deterministic=True)
    except BaseException:
        connection.close()
        raise
    return connection


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _require_in_place(path: Path, opened: tuple[int, int] | None) -> None:
    """The library goes on saving into a file that was deleted or replaced meanwhile, where nobody finds it again."""
    if _identity(path) != opened:
        raise FileError(FileProblem.REPLACED, path)


def _with_room(path: Path, prepare: Callable[[Any], None]) -> Callable[[Any], None]:
    """Prepare the connection and, in an encrypted file, keep more: what the system keeps has to be decrypted again."""

    def prepare_it(cursor: Any) -> None:
        prepare(cursor)
        if key_of(path):
            cursor.execute("PRAGMA cache_size=-32000")

    return prepare_it


def _prepare_writer(cursor: Any) -> None:
    _patiently(lambda: cursor.execute("PRAGMA journal_mode=WAL"))
    _make_durable(cursor)
    cursor.execute("PRAGMA foreign_keys=ON")


def _prepare_reader(cursor: Any) -> None:
    """The system keeps what was read; a second copy of it is worth its memory only while the processor's caches hold it.

    With 24 MB a jump in a million records took 0.41 ms, with 4 MB 0.38, and a search 26 and 23.
    """
    cursor.execute("PRAGMA cache_size=-4000")


def _prepare_encrypted_reader(cursor: Any) -> None:
    """What is not kept must be decrypted again: of 6 MB, the inner pages of an index did not stay; of 24, nothing gained."""
    cursor.execute("PRAGMA cache_size=-12000")


def _prepare_lone(cursor: Any) -> None:
    _patiently(lambda: cursor.execute("PRAGMA journal_mode=DELETE"))
    cursor.execute("PRAGMA locking_mode=EXCLUSIVE")
    _make_durable(cursor)
    cursor.execute("PRAGMA foreign_keys=OFF")
    _patiently(lambda: cursor.execute("BEGIN EXCLUSIVE"))
    cursor.execute("COMMIT")  # the locking mode keeps the lock


def _make_durable(cursor: Any) -> None:
    cursor.execute("PRAGMA synchronous=FULL")
    if sys.platform == "darwin":
        cursor.execute("PRAGMA fullfsync=ON")


def _patiently(act: Callable[[], object]) -> None:
    """Try again while another process holds the lock."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            act()
        except dbapi2.OperationalError as error:
            busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == dbapi2.SQLITE_BUSY
            if not busy or time.monotonic() > give_up:
                raise
            time.sleep(RETRY_SECONDS)
        else:
            return
