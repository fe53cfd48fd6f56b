"""Files that come to be complete or not at all: written under another name, made durable, then put in place."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from itertools import count
from pathlib import Path

import psutil

from app.errors import FileError, FileProblem
from app.store import sqlite
from app.store.durability import make_names_durable, wait_for_disk
from app.store.failures import translating

_MARK = ".partial-"
_UNFINISHED = ".unfinished"


@contextmanager
def written_beside(path: Path, *, like: Path | None = None) -> Iterator[Path]:
    """A name beside `path` to write to; what stands there at the end becomes `path`, a failure leaves nothing.

    Args:
        path: the file to be; never written over.
        like: whose permissions it gets (see `temporary_beside`).

    Raises:
        FileError: there is no such folder, or the file exists.
    """
    _require_free(path)
    with temporary_beside(path, like=like) as partial:
        yield partial
        make_durable(partial)
        _put_in_place(partial, path)


@contextmanager
def temporary_beside(path: Path, *, like: Path | None = None) -> Iterator[Path]:
    """An empty file beside `path` to write to, gone at the end unless it has been given another name.

    Args:
        path: what it is to become.
        like: whose permissions it gets; by default nobody else may read it, since it holds what people know of others.

    Raises:
        FileError: nothing can be written there.
    """
    remove_leftovers(path)
    partial = path.with_name(f"{path.name}{_MARK}{os.getpid()}-{secrets.token_hex(3)}")
    try:
        with translating(path):
            make_private(partial)  # the system says better than the library why that can't be
            if like is not None and like.exists():
                _share_like(partial, like)
            yield partial
    except FileError as error:
        if error.path and error.path.name.startswith(partial.name):  # a name that people don't know
            raise FileError(error.problem, path, error.detail) from error
        raise
    finally:
        _remove(partial)


@contextmanager
def continued_beside(path: Path) -> Iterator[Path]:
    """As `written_beside`, but of a name that stays: a failure or a kill leaves what was written, to go on with.

    Whoever uses it keeps others out of that file, and can tell how far it is.

    Raises:
        FileError: there is no such folder, or the file exists.
    """
    _require_free(path)
    partial = unfinished_name(path)
    try:
        with translating(path):
            if not partial.exists():
                make_private(partial)
            yield partial
    except FileError as error:
        is_its_own = error.path and error.path.name.startswith(partial.name) and error.problem is not FileProblem.EXISTS
        if is_its_own:
            raise FileError(error.problem, path, error.detail) from error
        raise
    make_durable(partial)
    _put_in_place(partial, path)
    _remove(partial)


def unfinished_name(path: Path) -> Path:
    """What a file is called until it is whole, if it is made in several attempts."""
    return path.with_name(path.name + _UNFINISHED)


def empty(partial: Path) -> None:
    """Begin such a file anew."""
    _remove(partial)
    make_private(partial)


def make_private(path: Path) -> None:
    """Make an empty file that nobody else can read, where files have permissions."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _share_like(path: Path, original: Path) -> None:
    """Let those read and write a new file who may do so with another; its own person may in any case."""
    if sys.platform == "win32":  # where a file has the permissions of its folder
        return
    facts = original.stat()
    mode = facts.st_mode & 0o666 | 0o600
    try:
        os.chown(path, -1, facts.st_gid)
    except OSError:  # of a group that this person isn't in: to his own it must not say more than to anybody
        mode = mode & ~0o060 | (mode & 0o006) << 3
    with suppress(OSError):  # a drive without permissions
        path.chmod(mode)


def free_name(path: Path, suffix: str = "") -> Path:
    """The path itself or, if something has that name, the same with a number before its suffix."""
    if not os.path.lexists(path):
        return path
    suffix = suffix or path.suffix
    names = (path.with_name(f"{path.name.removesuffix(suffix)}-{number}{suffix}") for number in count(2))
    return next(name for name in names if not os.path.lexists(name))


def make_durable(path: Path) -> None:
    """Wait until the file is on the disk. Never for a file that the library has open (see `sqlite.require_ours`)."""
    with path.open("r+b") as file:
        wait_for_disk(file.fileno())


def put_over(partial: Path, path: Path) -> None:
    """Give a complete file the name of another, which is gone then; there is no moment without the one or the other.

    The other must be nobody's: a database is held alone by the caller, and has no journal.
    """
    make_durable(partial)
    os.replace(partial, path)
    make_names_durable(path.parent)


def put_over_keeping(partial: Path, path: Path, aside: Path) -> None:
    """Give a complete file the name of another, which has the free name `aside` from then on, with its journals.

    Failed, everything is where it was. There is no moment without a file of that name, unless the drive gives no file
    two names.
    """
    try:
        os.link(path, aside)
    except FileExistsError:
        raise
    except OSError:
        path.rename(aside)
    try:
        _rename_journals(path, aside)  # they would be played into the new one
        make_names_durable(path.parent)  # else a power cut might undo this and not what follows
        os.replace(partial, path)
        make_names_durable(path.parent)
    except BaseException:
        if partial.exists():
            _rename_journals(aside, path)
            if path.exists():
                with suppress(OSError):  # on Windows, where who keeps the file open keeps all its names
                    aside.unlink()
            else:
                aside.rename(path)
        raise


def _rename_journals(path: Path, new: Path) -> None:
    for journal, moved in zip(sqlite.journals(path), sqlite.journals(new), strict=True):
        if journal.exists():
            journal.rename(moved)


def _require_free(path: Path) -> None:
    if not path.parent.is_dir():
        raise FileError(FileProblem.NO_FOLDER, path)
    if os.path.lexists(path):
        raise FileError(FileProblem.EXISTS, path)


def remove_leftovers(path: Path) -> None:
    """What a killed process was writing; another window may be at work on the same name right now."""
    _remove_of_the_dead(path.parent.glob(f"{escape(path.name)}{_MARK}*"))


def remove_leftovers_in(folder: Path) -> None:
    """What killed processes were writing in a folder of ours, under whatever names."""
    _remove_of_the_dead(folder.glob(f"*{_MARK}*"))


def _remove_of_the_dead(partials: Iterable[Path]) -> None:
    for partial in partials:
        process = partial.name.rpartition(_MARK)[2].partition("-")[0]
        if process.isdecimal() and not psutil.pid_exists(int(process)):
            _remove(partial)


def _remove(partial: Path) -> None:
    shared_index = partial.with_name(partial.name + "-shm")
    for leftover in (partial, shared_index, *sqlite.journals(partial)):
        with suppress(OSError):  # why it can't be removed is why it isn't there, and that is being told already
            leftover.unlink(missing_ok=True)


def _put_in_place(partial: Path, path: Path) -> None:
    for journal in sqlite.journals(path):  # of a database that was taken away: it would be played into this one
        if journal.exists():
            journal.rename(free_name(journal.with_name(journal.name + ".old")))
    _rename_to_free(partial, path)
    make_names_durable(path.parent)


def _rename_to_free(partial: Path, path: Path) -> None:
    """Rename, but never over a file that somebody else has just made."""
    if sys.platform == "win32":
        partial.rename(path)
    else:
        _link_to_free(partial, path)


def _link_to_free(partial: Path, path: Path) -> None:
    try:
        os.link(partial, path)
    except OSError as error:
        if error.errno == errno.EEXIST:
            raise
        _require_free(path)  # a drive without links: all that can be done is to look once more
        partial.rename(path)
