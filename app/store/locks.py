"""Locks between processes that end with the process, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from app.errors import FileError, FileProblem

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_TAKEN = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})


_SHARED = 0x40000002, 510
"""From which byte on, and on how many, whoever reads a database holds a lock; a part of SQLite's file format."""


@contextmanager
def unread(path: Path) -> Iterator[None]:
    """Keep everybody from reading a database that the library itself can't open here.

    For a process that doesn't have it open: it would lose its locks at the end (see `sqlite.recognise`).

    Raises:
        FileError: somebody has it open.
        OSError: it can't be written.
    """
    if sys.platform == "win32":  # where nobody can replace a file that somebody has open
        yield
        return
    first, count = _SHARED
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, count, first)
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
            raise FileError(FileProblem.LOCKED, path) from error
        yield


class FileLock:
    """A lock on a small file of its own, held until it is released or the process is gone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self, *, waiting: bool = False) -> bool:
        """Take the lock; False if somebody has it.

        Raises:
            OSError: there can be no such file, or the drive knows no locks.
        """
        while self._handle is None:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            if not _lock(handle, waiting=waiting, shared=False):
                os.close(handle)
                return False
            if _is_still(handle, self._path):
                self._handle = handle
            else:  # somebody tidied it away just now
                os.close(handle)
        return True

    def release(self, *, remove: bool = False) -> None:
        """Let others have it; with `remove`, the file goes as well."""
        if self._handle is None:
            return
        if remove and sys.platform != "win32":  # there an open file can't be removed
            self._path.unlink(missing_ok=True)
        os.close(self._handle)
        self._handle = None
        if remove and sys.platform == "win32":
            with suppress(OSError):  # somebody has taken it meanwhile
                self._path.unlink(missing_ok=True)


def is_held(path: Path, process_id: int) -> bool:
    """Whether somebody holds the lock; where the drive knows no locks, whether the process that made it is there."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return psutil.pid_exists(process_id)
    try:
        return not _lock(handle, waiting=False, shared=True)
    except OSError:
        return psutil.pid_exists(process_id)
    finally:
        os.close(handle)


def _lock(handle: int, *, waiting: bool, shared: bool) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_LOCK if waiting else msvcrt.LK_NBLCK, 1)
            if shared:
                msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        else:
            kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            fcntl.flock(handle, kind if waiting else kind | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _TAKEN:
            raise
        return False
    return True


def _is_still(handle: int, path: Path) -> bool:
    """Whether the file that is locked is the one that others will find."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
