"""The folder in which a database's automatic backups lie: what is in it, what is made, and what goes."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.errors import FileError, FileProblem
from app.locks import FileLock
from app.models.retention import superfluous, too_many
from app.store import partials, passphrases
from app.store.backups import COMPRESSED_SUFFIX, Progress, write_backup
from app.store.database import SUFFIX
from app.store.failures import translating

DUE_AFTER = timedelta(days=1)

_MOMENT, _MINUTE = "%Y-%m-%d %H%M%S", "%Y-%m-%d %H%M"
_IN_NAME = re.compile(r" (\d{4}-\d{2}-\d{2} \d{4}(\d{2})?)(-\d+)?$")
_LONGEST = 80
_PLACE = 6
_CHUNK = 1 << 20
_NEEDED = 1.4
"""What making a backup takes for a while, in sizes of the file: a plain copy, and the packed one beside it."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One file that a database can be had back from.

    Attributes:
        at: when it was made, in local time.
        is_automatic: it lies in the folder of the automatic ones.
    """

    path: Path
    at: datetime
    size: int
    is_automatic: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was just made and checked; alone it may take more than its share of the disk."""

    path: Path
    is_within_share: bool


def folder_for(root: Path, path: Path, node: int) -> Path:
    """Where the backups of a file go: a copy that lies elsewhere under the same name has another folder."""
    place = hashlib.sha256(os.fsencode(os.path.normcase(path.resolve()))).hexdigest()[:_PLACE]
    return root / f"{path.stem[:_LONGEST]} {place}{_mark(node)}"


def automatic_backups(folder: Path) -> tuple[Backup, ...]:
    """What lies in a folder of automatic backups, the oldest first."""
    return _listed(folder.glob(f"*{COMPRESSED_SUFFIX}") if folder.is_dir() else (), is_automatic=True)


def all_backups(root: Path, path: Path, node: int) -> tuple[Backup, ...]:
    """The automatic ones, also of when the file had another name or place, and those beside the file; the latest first."""
    with translating(root):
        folders = [entry for entry in root.iterdir() if entry.name.endswith(_mark(node))] if root.is_dir() else []
        found = [backup for folder in folders for backup in automatic_backups(folder)]
    with translating(path.parent):
        others = list(path.parent.iterdir()) if path.parent.is_dir() else []
    beside = [other for other in others if _is_named_after(path, other)]
    found += _listed(beside, is_automatic=False)
    return tuple(sorted(found, key=lambda backup: backup.at, reverse=True))


def is_due(folder: Path, now: datetime) -> bool:
    """Whether the latest automatic backup is a day old, or there is none; one from the future doesn't count."""
    with translating(folder):
        return not any(now - DUE_AFTER < backup.at <= now for backup in automatic_backups(folder))


def make_backup(path: Path, folder: Path, share: float, on_progress: Progress, *, only_if_due: bool) -> Made | None:
    """Make one and let those go that are too many; None if another process does just that, or none is due.

    Args:
        share: how much of what the drive has left the backups may take, from 0 to 1.

    Raises:
        FileError: the file can't be read or the backup not be written; then nothing is left behind.
    """
    with translating(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        if not lock.take():
            return None
    try:
        return _make(path, folder, share, on_progress, only_if_due=only_if_due)
    finally:
        lock.release()


def _make(path: Path, folder: Path, share: float, on_progress: Progress, *, only_if_due: bool) -> Made | None:
    with translating(path):
        partials.remove_leftovers_in(folder)  # each is named by another second, so that nobody comes by it again
        now = datetime.now()
        if only_if_due and not is_due(folder, now):
            return None
        _make_room(folder, _NEEDED * path.stat().st_size)
        target = _free_target(folder, path, now)
    write_backup(path, target, on_progress)
    with translating(folder):
        return Made(target, _thin_out(folder, share, now))


def require_readable(backup: Path, on_progress: Progress) -> None:
    """Read a backup through and compare its checksum, which was right when it was made.

    Raises:
        FileError: it is damaged or can't be read.
    """
    with translating(backup), backup.open("rb") as packed, gzip.open(packed, "rb") as source:
        size = backup.stat().st_size
        try:
            while source.read(_CHUNK):
                on_progress(packed.tell(), size)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise FileError(FileProblem.DAMAGED, backup, str(error)) from error


def _mark(node: int) -> str:
    return f" {node:06x}"


def _is_named_after(path: Path, other: Path) -> bool:
    """Whether a file has the name that backups of `path` are given; one that merely begins alike may be another's."""
    name = (
        rf"{re.escape(path.stem)}( \d{{4}}-\d{{2}}-\d{{2}}( \d{{4}}(\d{{2}})?)?)?(-\d+)?{re.escape(COMPRESSED_SUFFIX)}"
    )
    return re.fullmatch(name, other.name) is not None


def _listed(paths: Iterable[Path], *, is_automatic: bool) -> tuple[Backup, ...]:
    found = []
    for path in paths:
        try:
            facts = path.stat()
        except OSError:  # thinned out just now
            continue
        found.append(Backup(path, _moment(path) or datetime.fromtimestamp(facts.st_mtime), facts.st_size, is_automatic))
    return tuple(sorted(found, key=lambda backup: backup.at))


def _moment(path: Path) -> datetime | None:
    found = _IN_NAME.search(path.name.removesuffix(COMPRESSED_SUFFIX).removesuffix(SUFFIX))
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _MOMENT if found[2] else _MINUTE)
    except ValueError:  # no such day
        return None


def _free_target(folder: Path, path: Path, now: datetime) -> Path:
    """Named by the second; the second one within the same is named by the next."""
    while True:
        target = folder / f"{path.stem[:_LONGEST]} {now.strftime(_MOMENT)}{COMPRESSED_SUFFIX}"
        if not target.exists():
            return target
        now += timedelta(seconds=1)


def _make_room(folder: Path, needed: float) -> None:
    """Let the oldest go while there is no room for another one; the last one never goes, and none goes in vain."""
    old = automatic_backups(folder)[:-1]
    if shutil.disk_usage(folder).free + sum(backup.size for backup in old) < needed:
        raise FileError(FileProblem.DISK_FULL, folder, "no room for a backup")
    for backup in old:
        if shutil.disk_usage(folder).free >= needed:
            return
        _remove(backup)
    if shutil.disk_usage(folder).free < needed:  # somebody else has filled it meanwhile
        raise FileError(FileProblem.DISK_FULL, folder, "no room for a backup")


def _thin_out(folder: Path, share: float, now: datetime) -> bool:
    """Let go what is too many or too much, and return whether the rest is within the share."""
    gone = superfluous((backup.at for backup in automatic_backups(folder)), now.date())
    for backup in automatic_backups(folder):
        if backup.at in gone:
            _remove(backup)
    left = automatic_backups(folder)
    room = int(share * (shutil.disk_usage(folder).free + sum(backup.size for backup in left)))
    excess = too_many((backup.size for backup in left), room)
    for backup in left[:excess]:
        _remove(backup)
    return sum(backup.size for backup in left[excess:]) <= room


def _remove(backup: Backup) -> None:
    """A backup goes with what opens it."""
    backup.path.unlink(missing_ok=True)
    passphrases.forget(backup.path)
