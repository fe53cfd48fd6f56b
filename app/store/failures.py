"""What the library's and the system's errors mean for the people at the desk."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from app.errors import AppError, CancelledError, FileError, FileProblem
from app.models.servers import Place, ServerAddress
from app.store.drives import is_full

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
_CODES = {
    "database or disk is full": dbapi2.SQLITE_FULL,
    "disk I/O error": dbapi2.SQLITE_IOERR,
    "database disk image is malformed": dbapi2.SQLITE_CORRUPT,
    "database is locked": dbapi2.SQLITE_BUSY,
    "attempt to write a readonly database": dbapi2.SQLITE_READONLY,
    "unable to open database file": dbapi2.SQLITE_CANTOPEN,
}
"""The library's sentences: of a failed backup the driver gives no code, and of what a function of SQL did a general one."""

_DAMAGE_WITHOUT_CODE = ("Could not decode", "invalid fts5 file format")
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


@contextmanager
def translating(place: Place | None) -> Iterator[None]:
    """Turn failures that are the world's fault into ours."""
    try:
        yield
    except Exception as error:
        problem = translated(error, place)
        if problem is error:
            raise
        raise problem from error


def translated(error: Exception, place: Place | None) -> Exception:
    """The failure as one of ours if it is the world's fault, else the error itself."""
    if isinstance(place, ServerAddress):
        from app.store.server_failures import translated as translated_of_server

        return translated_of_server(error, place)
    path = place
    original = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(original, dbapi2.Error):
        return _of_library(original, path) or error
    if isinstance(original, UnicodeDecodeError):  # the driver can't read what it wants to complain of
        return FileError(FileProblem.DAMAGED, path, original.reason)
    if (
        isinstance(original, FileError) and original.path is None and path is not None
    ):  # raised by who only had a connection
        return FileError(original.problem, path, original.detail)
    if isinstance(original, OSError):
        return FileError(_of_os_error(original), path, str(original.strerror))
    return error


def _of_library(error: dbapi2.Error, path: Path | None) -> AppError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (0, dbapi2.SQLITE_ERROR):
        code = _CODES.get(str(error), code)
    if code == dbapi2.SQLITE_INTERRUPT:
        return CancelledError()
    if code == dbapi2.SQLITE_IOERR and path and is_full(path.parent):  # it can't lengthen its index of the journal
        return FileError(FileProblem.DISK_FULL, path, str(error))
    if code in (dbapi2.SQLITE_READONLY, dbapi2.SQLITE_CANTOPEN) and path and not path.exists():
        return FileError(FileProblem.MISSING, path, str(error))
    if code in (0, dbapi2.SQLITE_ERROR) and any(words in str(error) for words in _DAMAGE_WITHOUT_CODE):
        return FileError(FileProblem.DAMAGED, path, str(error))
    return FileError(_PROBLEMS[code], path, str(error)) if code in _PROBLEMS else None


def _of_os_error(error: OSError) -> FileProblem:
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return FileProblem.LOCKED
    return _OS_PROBLEMS.get(error.errno or 0, FileProblem.NO_PERMISSION)
