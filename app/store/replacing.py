"""Putting a whole file in the place of another, which is kept beside it under another name."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.errors import FileError, FileProblem
from app.store import partials, passphrases, sqlite
from app.store.database import held_alone

if sys.platform != "win32":
    import fcntl

_UNUSABLE = (FileProblem.NOT_OURS, FileProblem.DAMAGED, FileProblem.KEY_NEEDED)
"""What one restores over: a file that nobody can open any more."""

_SHARED = 0x40000002, 510
"""From which byte on, and on how many, whoever reads a database holds a lock; a part of SQLite's file format."""


def replace_keeping(partial: Path, path: Path) -> Path:
    """Give a complete file the name of another while nobody else can open that, and return where that is now.

    Killed at any moment, there is the one or the other under the name, where the drive can give a file two names.

    Raises:
        FileError: somebody has the other one open; both are where they were then.
    """
    aside = partials.free_name(path.with_name(f"{path.stem}.before-restore{path.suffix}"))
    partials.make_durable(partial)
    with _alone(path):
        passphrases.copy(path, aside)
        try:
            partials.put_over_keeping(partial, path, aside)
        except BaseException:
            if not aside.exists():
                passphrases.forget(aside)
            raise
    return aside


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            sqlite.recognise(path)
            stack.enter_context(held_alone(path))
        except FileError as error:
            if error.problem not in _UNUSABLE:
                raise
            stack.enter_context(_unread(path))
        if sys.platform == "win32":
            stack.close()  # there nobody can rename an open file, which keeps out who opens it just now
        yield


@contextmanager
def _unread(path: Path) -> Iterator[None]:
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
            if error.errno not in (errno.EACCES, errno.EAGAIN):
                raise
            raise FileError(FileProblem.LOCKED, path) from error
        yield
