"""A folder into which other programs put files of entries: each is taken once it is complete, and moved out of the way.

The order is what keeps anything from being lost or taken twice, whenever the program ends: first every entry is committed with
its mark, then what was refused is written to `failed`, and only then the file goes to `done`. Whoever begins anew finds the file
where it was, and the marks of what it held.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.errors import FileError
from app.models.intake_entries import Entry
from app.models.servers import Place
from app.services.intake import Refusal, Taken, take_text
from app.store.database import Database, open_database
from app.store.failures import translating
from app.store.partials import free_name, put_over, temporary_beside

DONE, FAILED = "done", "failed"
KEPT_DAYS = 30
"""So long what was taken stays in `done`."""

LARGEST = 16 * 2**20
"""Bytes of a file; larger ones are refused."""

SETTLED_SECONDS = 2.0
"""A file is complete when it has not changed for so long: whoever renames a finished one into the folder waits no longer."""

_SUFFIX, _REASON = ".json", ".reason.txt"


@dataclass(frozen=True, slots=True)
class FileTaken:
    """What came of a file; one that can't be read or moved now stays where it is."""

    name: str
    taken: Taken
    stays: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether everything in it was taken, now or before."""
        return not self.taken.refused


class Looks:
    """Tells which files of a folder are complete, by looking again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[Path, tuple[tuple[int, int], float]] = {}

    def complete(self) -> tuple[Path, ...]:
        """The files that have not changed for a while, the oldest first.

        Raises:
            FileError: there is no such folder, or it can't be read.
        """
        now = time.monotonic()
        found = _files_in(self.folder)
        kept = {path: self._seen.get(path, (shape, now)) for path, (shape, _) in found.items()}
        self._seen = {path: kept[path] if kept[path][0] == found[path][0] else (found[path][0], now) for path in found}
        ready = [path for path, (_, since) in self._seen.items() if now - since >= SETTLED_SECONDS]
        return tuple(sorted(ready, key=lambda path: (found[path][1], path.name)))

    def waiting(self) -> bool:
        """Whether there were files the last time that may be complete soon."""
        return bool(self._seen)


def take_files(
    place: Place, folder: Path, names: Sequence[str], on_progress: Callable[[int, int], object]
) -> tuple[FileTaken, ...]:
    """Take complete files of a folder into a database, and move them; one that can't be read or moved stays.

    Raises:
        AppError: the database can't be written to, or the folder not.
    """
    results = []
    with closing(open_database(place)) as database:
        for number, name in enumerate(names):
            results.append(_take_or_leave(database, folder / name))
            on_progress(number + 1, len(names))
    _forget_old(folder / DONE)
    return tuple(results)


def _take_or_leave(database: Database, path: Path) -> FileTaken:
    try:
        return take_file(database, path)
    except FileError as error:
        if error.path != path:  # it is the database's
            raise
        return FileTaken(path.name, _refused(f"it stays where it is for now: {error.problem}"), stays=True)


def take_file(database: Database, path: Path) -> FileTaken:
    """Take one file and move it.

    Raises:
        FileError: it can't be read or moved, or the database's file not be written to.
        AppError: the database can't be written to.
    """
    with translating(path):
        try:
            facts = path.stat()
            content = path.read_bytes() if facts.st_size <= LARGEST else b""
        except FileNotFoundError:  # another window was faster
            return FileTaken(path.name, Taken())
    taken = _take(database, path, facts, content)
    with translating(path):
        _put_away(path, content, taken)
    return FileTaken(path.name, taken)


def _take(database: Database, path: Path, facts: os.stat_result, content: bytes) -> Taken:
    if facts.st_size > LARGEST:
        return _refused(f"the file is larger than {LARGEST // 2**20} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused("the file is not UTF-8")
    return take_text(database, text, source=f"{path.name} {facts.st_mtime_ns}")


def _refused(reason: str) -> Taken:
    return Taken(refused=(Refusal(Entry(1, None, reason), reason),))


def _put_away(path: Path, content: bytes, taken: Taken) -> None:
    """Write down what was refused and why, and move the file: to `failed` if nothing of it was taken."""
    is_lost = bool(taken.refused) and not taken.new and not taken.known
    if taken.refused:
        refused = content if is_lost else _as_json(taken)
        place = _named(path.parent / FAILED, path, refused)
        _write(place.with_name(place.name + _REASON), _reasons(taken).encode())
        if is_lost:
            os.replace(path, place)
            return
        _write(place, refused)
    folder = path.parent / DONE / date.today().isoformat()
    place = _named(folder, path, content)
    with suppress(FileNotFoundError):  # another window was faster
        os.replace(path, place if not place.exists() else free_name(place))


def _named(folder: Path, path: Path, content: bytes) -> Path:
    """What it is called in a folder: as before, unless something else is called so; the same each time."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / path.name
    if not place.exists() or place.read_bytes() == content:
        return place
    return place.with_name(f"{path.stem}-{hashlib.sha256(content).hexdigest()[:8]}{_SUFFIX}")


def _write(place: Path, content: bytes) -> None:
    with temporary_beside(place) as partial:
        partial.write_bytes(content)
        put_over(partial, place)


def _as_json(taken: Taken) -> bytes:
    return json.dumps([refusal.entry.value for refusal in taken.refused], indent=1, default=str).encode()


def _reasons(taken: Taken) -> str:
    return "".join(f"Entry {refusal.entry.place}: {refusal.reason}\n" for refusal in taken.refused)


def _files_in(folder: Path) -> dict[Path, tuple[tuple[int, int], int]]:
    """The files that may be taken: by their size and time, and the time again to sort by."""
    found = {}
    with translating(folder), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.lower().endswith(_SUFFIX) and not entry.name.startswith("."):
                with suppress(FileNotFoundError):
                    facts = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(facts.st_mode):
                        found[Path(entry.path)] = ((facts.st_size, facts.st_mtime_ns), facts.st_mtime_ns)
    return found


def _forget_old(done: Path) -> None:
    """Remove what was taken more than so many days ago."""
    oldest = (date.today() - timedelta(days=KEPT_DAYS)).isoformat()
    is_ours = done.is_dir() and done.resolve().parent == done.parent.resolve()  # else somebody made it lead elsewhere
    for day in done.glob("????-??-??") if is_ours else ():
        if day.name < oldest:
            shutil.rmtree(day, ignore_errors=True)
