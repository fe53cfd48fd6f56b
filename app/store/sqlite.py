"""A local file: how it is recognised, connected to, and what its errors mean.

One SQLite library serves every process (sqlcipher3, for plain files too): two libraries on one WAL file broke locking.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import psutil
import sqlalchemy as sa
from sqlcipher3 import dbapi2

from app.errors import AppError, CancelledError, FileError, FileProblem
from app.models.folding import fold

APPLICATION_ID = 0x4473_6B62
"""Written into the header of every file of ours ("Dskb"), so that no other program's file is taken for one."""

FOLD_FUNCTION = "deskbook_fold"
"""Folding as an SQL function: for the rare values that SQL alone can't fold, where no folded copy is stored."""

BUSY_SECONDS = 5.0
"""How long a write waits for another window or job before the file counts as locked by another program."""

RETRY_SECONDS = 0.005
"""Bulk writers pause 10 ms between batches; asking every 5 ms finds the gap (DESIGN.md, section 2)."""

_MAGIC = b"SQLite format 3\x00"
_NETWORK_TYPES = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "afs",
        "ncpfs",
        "webdav",
        "fuse.sshfs",
        "davfs",
        "9p",
    }
)
_PROBLEMS = {
    dbapi2.SQLITE_FULL: FileProblem.DISK_FULL,
    dbapi2.SQLITE_READONLY: FileProblem.READ_ONLY,
    dbapi2.SQLITE_BUSY: FileProblem.LOCKED,
    dbapi2.SQLITE_LOCKED: FileProblem.LOCKED,
    dbapi2.SQLITE_CORRUPT: FileProblem.DAMAGED,
    dbapi2.SQLITE_NOTADB: FileProblem.NOT_OURS,
    dbapi2.SQLITE_IOERR: FileProblem.DAMAGED,
    dbapi2.SQLITE_CANTOPEN: FileProblem.NO_PERMISSION,
    dbapi2.SQLITE_PERM: FileProblem.NO_PERMISSION,
    dbapi2.SQLITE_AUTH: FileProblem.NO_PERMISSION,
}


class RawConnection(Protocol):
    """What the program uses of a driver connection beside SQLAlchemy."""

    def interrupt(self) -> None:
        """Stop the statement that runs in another thread."""

    def backup(self, target: object, *, pages: int = -1, progress: Callable[[int, int, int], object] | None) -> None:
        """Copy the database page by page."""


def require_ours(path: Path) -> None:
    """Look at the file's first bytes before any library does.

    Raises:
        FileError: there is no such file or folder, it isn't a Deskbook file, or it lies on a network drive, where
            SQLite's locks do not hold.
    """
    if not path.parent.is_dir():
        raise FileError(FileProblem.NO_FOLDER, path)
    if not path.exists():
        raise FileError(FileProblem.MISSING, path)
    require_local_drive(path)
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise FileError(FileProblem.NO_PERMISSION, path, str(error.strerror)) from error
    if not header.startswith(_MAGIC) or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise FileError(FileProblem.NOT_OURS, path)


def require_local_drive(path: Path) -> None:
    """Refuse network drives.

    Raises:
        FileError: the drive is one.
    """
    resolved = path.resolve()
    if str(resolved).startswith("\\\\"):
        raise FileError(FileProblem.NETWORK_DRIVE, path)
    best = max(
        (part for part in psutil.disk_partitions(all=True) if resolved.is_relative_to(part.mountpoint)),
        key=lambda part: len(part.mountpoint),
        default=None,
    )
    if best and (best.fstype.lower() in _NETWORK_TYPES or "remote" in best.opts.split(",")):
        raise FileError(FileProblem.NETWORK_DRIVE, path, best.fstype)


def is_writable(path: Path) -> bool:
    """Whether the file and, for its journal, the folder may be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def writer_engine(path: Path) -> sa.Engine:
    """An engine with one connection, whose transactions start with the write lock in hand."""
    engine = _engine(lambda: dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, timeout=0))
    sa.event.listen(engine, "connect", _prepare_writer)
    sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def reader_engine(path: Path) -> sa.Engine:
    """An engine with one connection that cannot write; in a folder that can't be written, without a journal."""
    mode = "mode=ro" if os.access(path.parent, os.W_OK) else "immutable=1"
    uri = f"file:{quote(str(path))}?{mode}"
    engine = _engine(
        lambda: dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)
    )
    sa.event.listen(engine, "connect", _prepare_reader)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _engine(connect: Callable[[], object]) -> sa.Engine:
    return sa.create_engine("sqlite://", module=dbapi2, creator=connect, poolclass=sa.pool.QueuePool, pool_size=1)


def _prepare_writer(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    _patiently(lambda: cursor.execute("PRAGMA journal_mode=WAL"))
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    if sys.platform == "darwin":
        cursor.execute("PRAGMA fullfsync=ON")
    cursor.close()
    connection.create_function(FOLD_FUNCTION, 1, fold, deterministic=True)


def _prepare_reader(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA cache_size=-32000")
    cursor.close()
    connection.create_function(FOLD_FUNCTION, 1, fold, deterministic=True)


def _begin_immediate(connection: sa.Connection) -> None:
    _patiently(lambda: connection.connection.cursor().execute("BEGIN IMMEDIATE"))


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
    if isinstance(error, AppError):
        return error
    original = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(original, dbapi2.Error):
        code = getattr(original, "sqlite_errorcode", 0) & 0xFF
        if code == dbapi2.SQLITE_INTERRUPT:
            return CancelledError()
        if code in _PROBLEMS:
            return FileError(_PROBLEMS[code], path, str(original))
    if isinstance(error, OSError):
        return FileError(_of_os_error(error), path, str(error.strerror))
    return error


def _of_os_error(error: OSError) -> FileProblem:
    import errno

    by_number = {
        errno.ENOSPC: FileProblem.DISK_FULL,
        errno.EDQUOT: FileProblem.DISK_FULL,
        errno.EROFS: FileProblem.READ_ONLY,
    }
    return by_number.get(error.errno or 0, FileProblem.NO_PERMISSION)
