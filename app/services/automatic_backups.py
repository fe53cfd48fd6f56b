"""Backups that are made without being asked for, and what the window shows of all of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

import psutil

from app.errors import FileError, FileProblem
from app.store import backup_folder, partials
from app.store.backup_folder import Backup as Backup
from app.store.backup_folder import Made as Made
from app.store.backups import COMPRESSED_SUFFIX, read_backup
from app.store.database import SUFFIX, open_database
from app.store.failures import translating
from app.store.upgrade import upgrade_database

Progress = Callable[[int, int], object]


def list_backups(root: Path, path: Path, node: int) -> tuple[Backup, ...]:
    """Every backup that is known of a file, the latest first."""
    return backup_folder.all_backups(root, path, node)


def is_due(root: Path, path: Path, node: int) -> bool:
    """Whether it is time for an automatic backup."""
    return backup_folder.is_due(backup_folder.folder_for(root, path, node), datetime.now())


def make(path: Path, root: Path, node: int, percent: int, on_progress: Progress, *, only_if_due: bool) -> Made | None:
    """Back the file up into the folder of its automatic backups; None if another window does that just now.

    Raises:
        FileError: it can't be done; nothing half-made is left.
    """
    folder = backup_folder.folder_for(root, path, node)
    return backup_folder.make_backup(path, folder, percent / 100, on_progress, only_if_due=only_if_due)


def are_sound(backups: Sequence[Path], on_progress: Progress) -> dict[Path, bool]:
    """Read backups through, and say of each whether it is as it was written."""
    found = {}
    for number, path in enumerate(backups):

        def note(done: int, total: int, number: int = number) -> None:
            on_progress(number * total + done, len(backups) * total)

        try:
            backup_folder.require_readable(path, note)
            found[path] = True
        except FileError:
            found[path] = False
    return found


def place_to_expand(root: Path) -> Path:
    """The folder of this process, in one where nothing lasts; what other windows look at is theirs to remove."""
    return root / str(os.getpid())


def expand(backup: Path, folder: Path, on_progress: Progress) -> Path:
    """Write what a backup holds to a file that can be looked at, and return it.

    Args:
        backup: one of any age.
        folder: the window's own; beside it, those go whose process is gone.
        on_progress: hears how much of how much is done.

    Raises:
        FileError: the backup can't be used.
    """
    with translating(folder):
        _sweep(folder.parent)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = backup.name.removesuffix(COMPRESSED_SUFFIX).removesuffix(SUFFIX)
    target = partials.free_name(folder / f"{name}{SUFFIX}")
    with partials.written_beside(target) as partial:
        read_backup(backup, partial, on_progress)
    _bring_up_to_date(target)
    return target


def remove(expanded: Iterable[Path]) -> None:
    """Remove what nobody looks at any more."""
    for path in expanded:
        with suppress(OSError):  # another process still pulls records out of it
            path.unlink()


def _sweep(root: Path) -> None:
    for folder in root.iterdir() if root.is_dir() else ():
        if folder.name.isdecimal() and not psutil.pid_exists(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)


def _bring_up_to_date(path: Path) -> None:
    """A backup of an older version is upgraded where it was expanded; it stays itself as it is."""
    try:
        with closing(open_database(path, frozen=True)):
            return
    except FileError as error:
        if error.problem is not FileProblem.NEEDS_UPGRADE:
            raise
    copy = upgrade_database(path)
    if copy is not None:
        with suppress(OSError):
            copy.unlink()
