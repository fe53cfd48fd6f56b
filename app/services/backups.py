"""Backups as people make them and go back to them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.store import drives, partials, passphrases
from app.store.backups import (
    COMPRESSED_SUFFIX,
    Progress,
    count_on_from,
    header_of,
    read_backup,
    require_node,
    write_backup,
)
from app.store.replacing import replace_keeping


def back_up(path: Path, target: Path, on_progress: Progress = lambda done, total: None) -> Path:
    """Write a checked copy of a file, which may be open and in use, and return where it is.

    Args:
        path: the database file.
        target: a new file, plain if it ends in `.deskbook`, else compressed; or a folder, where it gets today's name.
        on_progress: hears how much of how much is done; raising `CancelledError` stops the work and leaves nothing.

    Raises:
        FileError: the file can't be read, or the target exists or can't be written.
    """
    if target.is_dir():
        now = datetime.now().strftime("%Y-%m-%d %H%M")
        target = partials.free_name(target / f"{path.stem} {now}{COMPRESSED_SUFFIX}", COMPRESSED_SUFFIX)
    write_backup(path, target, on_progress)
    return target


def restore(
    backup: Path,
    path: Path,
    *,
    replace: bool = False,
    node: int | None = None,
    on_progress: Progress = lambda done, total: None,
) -> Path | None:
    """Make a file from a backup.

    Args:
        backup: the one or the other kind of it.
        path: the file to make.
        replace: one that has the name already is set aside first.
        node: the number of the database that the backup must be of; any will do without.
        on_progress: hears how much of how much is done.

    Returns:
        Where the former file is now, if there was one.

    Raises:
        FileError: the backup can't be used (the file is as before then), the file exists, or somebody has it open.
    """
    drives.require_local_drive(path)
    path = path.resolve()
    former: Path | None = None
    if replace and path.exists():
        with partials.temporary_beside(path, like=path) as partial:
            _read(backup, partial, node, on_progress)
            count_on_from(path, partial)
            former = replace_keeping(partial, path)
    else:
        with partials.written_beside(path) as partial:
            _read(backup, partial, node, on_progress)
    passphrases.copy(backup, path)
    if former and not passphrases.is_kept(path, header_of(path)):
        passphrases.move(path, former)
    return former


def _read(backup: Path, partial: Path, node: int | None, on_progress: Progress) -> None:
    read_backup(backup, partial, on_progress)
    if node is not None:
        require_node(partial, node, backup)
