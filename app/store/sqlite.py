"""A local file: how it is recognised, connected to, and what its errors mean.

One SQLite library serves every process (sqlcipher3, for plain files too): two libraries on one WAL file broke locking.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from app.errors import AppError, CancelledError, FileError, FileProblem
from app.models.folding import fold
from app.store.drives import is_full, require_local_drive

APPLICATION_ID = 0x4473_6B62
"""Written into the header of every file of ours ("Dskb"), so that no other program's file is taken for one."""

FOLD_FUNCTION = "deskbook_fold"
"""Folding as an SQL function: for the rare values that SQL alone can't fold, where no folded copy is stored."""

BUSY_SECONDS = 5.0
"""How long a write waits for another window or job before the file counts as locked by another program."""

RETRY_SECONDS = 0.005
"""Bulk writers pause 10 ms between batches; asking every 5 ms finds the gap (DESIGN.md, section 2)."""

_PROBLEMS = {
    dbapi2.SQLITE_FULL: FileProblem.DISK_FULL,
    dbapi2.SQLITE_READONLY: FileProblem.READ_ONLY,
    dbapi2.SQLITE_BUSY: FileProblem.LOCKED,
    dbapi2.SQLITE_LOCKED: FileProblem.LOCKED,
    dbapi2.SQLITE_CORRUPT: FileProblem.DAMAGED,
    dbapi2.SQLITE_NOTADB: FileProblem.DAMAGED,
    dbapi2.SQLITE_IOERR: FileProblem.DAMAGED,
    dbapi2.SQLITE_CANTOPEN: FileProblem.NO_PERMISSION,
    dbapi2.SQLITE_PERM: FileProblem.NO_PERMISSION,
    dbapi2.SQLITE_AUTH: FileProblem.NO_PERMISSION,
}
_OS_PROBLEMS = {
    errno.ENOSPC: FileProblem.DISK_FULL,
    errno.EDQUOT: FileProblem.DISK_FULL,
    errno.EROFS: FileProblem.READ_ONLY,
    errno.ENOENT: FileProblem.MISSING,
    errno.EEXIST: FileProblem.EXISTS,
    errno.EIO: FileProblem.DAMAGED,
}
_SHARING_VIOLATIONS = (32, 33)
"""Windows' numbers for a file that another program has open."""


class RawConnection(Protocol):
    """What the program uses of a driver connection beside SQLAlchemy."""

    def interrupt(self) -> None:
        """Stop the statement that runs in another thread."""

    def backup(self, target: object, *, pages: int = -1, progress: Callable[[int, int, int], object] | None) -> None:
        """Copy the database page by page."""


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
    try:
        found = _application_id(path)
    except dbapi2.Error as error:
        raise _not_ours_or(error, path) from error
    if found != APPLICATION_ID:
        raise FileError(FileProblem.NOT_OURS, path)


def _application_id(path: Path) -> int:
    connection = connect(path, "immutable=1")
    try:
        return int(connection.cursor().execute("PRAGMA application_id").fetchone()[0])
    finally:
        connection.close()


def _not_ours_or(error: dbapi2.Error, path: Path) -> Exception:
    not_a_database = getattr(error, "sqlite_errorcode", 0) & 0xFF == dbapi2.SQLITE_NOTADB
    return FileError(FileProblem.NOT_OURS, path) if not_a_database else translated(error, path)


def is_writable(path: Path) -> bool:
    """Whether the file and, for its journal, the folder may be written."""
    real = path.resolve()
    return os.access(real, os.W_OK) and os.access(real.parent, os.W_OK)


def connect(path: Path, mode: str, patience: float = 0) -> Any:
    """A driver connection outside any transaction.

    Always by URI: else the library takes a file named `file:x` for one. Always absolute: else a change of the working
    folder moves the journal.

    Args:
        path: the file.
        mode: the URI's parameters, such as `mode=rw`.
        patience: how many seconds each statement waits for others' locks.
    """
    uri = f"{path.absolute().as_uri()}?{mode}"
    return dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=patience)


def writer_engine(path: Path, *, create: bool = False) -> sa.Engine:
    """An engine with one connection, whose transactions start with the write lock in hand."""
    mode = "mode=rwc" if create else "mode=rw"
    return _engine(lambda: _prepared(connect(path, mode), _prepare_writer), "BEGIN IMMEDIATE")


def reader_engine(path: Path) -> sa.Engine:
    """An engine with one connection that cannot write; in a folder that can't be written, without a journal."""
    return _engine(lambda: _prepared(connect(path, reading_mode(path), BUSY_SECONDS), _prepare_reader), "BEGIN")


def lone_engine(path: Path) -> sa.Engine:
    """An engine whose one connection keeps everybody else out of the file, for reading too, until it is closed.

    No journal is left beside the file, and foreign keys are not enforced: it is for what needs the file alone.
    """
    return _engine(lambda: _prepared(connect(path, "mode=rw"), _prepare_lone), "BEGIN EXCLUSIVE")


def reading_mode(path: Path) -> str:
    """The URI parameters to read a file with.

    Where no journal can be made, the file is read as if nobody could change it, unless somebody's saves are still in a
    journal beside it.
    """
    real = path.resolve()
    waiting = any(journal.exists() and journal.stat().st_size > 0 for journal in journals(real))
    return "mode=ro" if waiting or os.access(real.parent, os.W_OK) else "immutable=1"


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
        "sqlite://", module=dbapi2, creator=make, poolclass=sa.pool.QueuePool, pool_size=1, max_overflow=0
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


def _prepare_writer(cursor: Any) -> None:
    _patiently(lambda: cursor.execute("PRAGMA journal_mode=WAL"))
    _make_durable(cursor)
    cursor.execute("PRAGMA foreign_keys=ON")


def _prepare_reader(cursor: Any) -> None:
    cursor.execute("PRAGMA cache_size=-32000")


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


def translated(error: Exception, path: Path | None) -> Exception:
    """The failure as one of ours if it is the world's fault, else the error itself."""
    original = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(original, dbapi2.Error):
        return _of_library(original, path) or error
    if isinstance(original, OSError):
        return FileError(_of_os_error(original), path, str(original.strerror))
    return error


def _of_library(error: dbapi2.Error, path: Path | None) -> AppError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == dbapi2.SQLITE_INTERRUPT:
        return CancelledError()
    if code == dbapi2.SQLITE_IOERR and path and is_full(path.parent):  # it can't lengthen its index of the journal
        return FileError(FileProblem.DISK_FULL, path, str(error))
    if code in (dbapi2.SQLITE_READONLY, dbapi2.SQLITE_CANTOPEN) and path and not path.exists():
        return FileError(FileProblem.MISSING, path, str(error))
    if code == 0 and "decode" in str(error):  # bytes that are no text where text was stored
        return FileError(FileProblem.DAMAGED, path, "text that can't be read")
    return FileError(_PROBLEMS[code], path, str(error)) if code in _PROBLEMS else None


def _of_os_error(error: OSError) -> FileProblem:
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return FileProblem.LOCKED
    return _OS_PROBLEMS.get(error.errno or 0, FileProblem.NO_PERMISSION)
