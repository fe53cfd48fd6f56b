"""How whoever needs a file alone asks the windows that have it open to let go: by a folder beside it, while he waits.

The folder says which process asks; what a killed one left behind counts for nothing. A window that can't let go at once
leaves a note of itself in it, so that the one who asks can say how many he waits for.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

import psutil

from app.errors import FileError, FileProblem

PATIENCE_SECONDS = 60.0
"""How long windows with something unsaved are waited for."""

_SUFFIX = ".wanted"
_ASKER = "by"
_WAITING = "waiting-"


@contextmanager
def asking(path: Path) -> Iterator[Callable[[], int]]:
    """Ask everybody to let the file go until the end; yields how many windows have said that they can't yet.

    Raises:
        FileError: somebody else is asking for it already.
    """
    folder = _folder(path)
    with suppress(PermissionError):  # nor could anybody work with the file in such a folder
        _put_up(folder, path)
    try:
        yield lambda: _count_waiting(folder)
    finally:
        if _asker(folder) == _own_name():
            shutil.rmtree(folder, ignore_errors=True)


def is_wanted(path: Path) -> bool:
    """Whether another process asks for the file; costs some microseconds while none does."""
    folder = _folder(path)
    if not folder.exists():
        return False
    asker = _asker(folder)
    return asker != _own_name() and _is_alive(asker)


def note_waiting(path: Path) -> None:
    """Leave word that a window of this process can't let go yet."""
    with suppress(OSError):  # it is free again
        (_folder(path) / f"{_WAITING}{os.getpid()}").touch()


def withdraw(path: Path) -> None:
    """Take that back."""
    with suppress(OSError):
        (_folder(path) / f"{_WAITING}{os.getpid()}").unlink(missing_ok=True)


def _folder(path: Path) -> Path:
    real = path.resolve()
    return real.with_name(real.name + _SUFFIX)


def _put_up(folder: Path, path: Path) -> None:
    """Complete at once: a folder that isn't empty is never replaced by renaming another."""
    if folder.exists() and not _is_alive(_asker(folder)):
        shutil.rmtree(folder, ignore_errors=True)
    _remove_leftovers(folder)
    own = folder.with_name(f"{folder.name}-{os.getpid()}-{secrets.token_hex(3)}")
    try:
        own.mkdir()
        (own / _ASKER).write_text(_own_name(), "ascii")
        own.rename(folder)
    except OSError as error:
        if not folder.exists():
            raise
        raise FileError(FileProblem.LOCKED, path, "somebody else asks for it") from error
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _remove_leftovers(folder: Path) -> None:
    """What somebody left who was killed while he began to ask."""
    for leftover in folder.parent.glob(f"{escape(folder.name)}-*"):
        process = leftover.name.removeprefix(f"{folder.name}-").partition("-")[0]
        if process.isdecimal() and not psutil.pid_exists(int(process)):
            shutil.rmtree(leftover, ignore_errors=True)


def _own_name() -> str:
    """Which process this is; the time keeps it apart from one that gets the same number later."""
    return f"{os.getpid()} {psutil.Process().create_time():.2f}"


def _asker(folder: Path) -> str:
    try:
        return (folder / _ASKER).read_text("ascii")
    except (OSError, ValueError):
        return ""


def _is_alive(name: str) -> bool:
    number, _, created = name.partition(" ")
    try:
        return f"{psutil.Process(int(number)).create_time():.2f}" == created
    except (ValueError, psutil.Error):
        return False


def _count_waiting(folder: Path) -> int:
    notes = folder.glob(f"{_WAITING}*")
    return sum(psutil.pid_exists(int(note.name.removeprefix(_WAITING))) for note in notes)
