"""What the program remembers about how a person likes it: declared once each, kept in one small JSON file.

No secrets and no records are kept here; the window's geometry alone is left to Qt.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

_RECENT = 10
_LOCK, _PARTIAL = ".lock", ".partial"


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting: its name in the file, what holds until somebody changes it, and what it is for."""

    name: str
    default: T
    description: str


LAST_FILE = Setting("last_file", "", "the file that was open last; opened again at the next start")
RECENT_FILES: Setting[list[str]] = Setting("recent_files", [], "files opened lately, the latest first")
RECENT_RECORDS: Setting[dict[str, list[object]]] = Setting(
    "recent_records", {}, "type and id of records opened lately, by file"
)
RECENT_PEOPLE: Setting[dict[str, list[int]]] = Setting("recent_people", {}, "ids of people picked lately, by file")
COMPANY: Setting[dict[str, int]] = Setting("company", {}, "id of the operating company that one works for, by file")
INTAKE_FOLDERS: Setting[dict[str, str]] = Setting(
    "intake_folders", {}, "the folder that is watched for what other programs hand in, by file"
)
LAST_NEW_KIND = Setting("last_new_kind", "internal", "what the New button makes when it is pressed itself")
SERVERS: Setting[dict[str, str]] = Setting(
    "servers", {}, "shared databases by the names that people gave them: the address of each, without a password"
)
COLUMNS: Setting[dict[str, list[list[object]]]] = Setting(
    "columns", {}, "by list: name, width and visibility of each column, in their order"
)
SORTING: Setting[dict[str, list[object]]] = Setting(
    "sorting", {}, "by list: the field it is sorted by, and whether down"
)
CLOSED_SECTIONS: Setting[list[str]] = Setting("closed_sections", [], "form sections that are folded away")
TIMELINE_LEFT_OUT: Setting[list[str]] = Setting("timeline_left_out", [], "what timelines of customers leave out")
SHOW_LANES = Setting("show_lanes", False, "services of a customer or contract are shown as bars of time, not as a list")
SHOW_ALL_FIELDS = Setting("show_all_fields", False, "forms show the fields of the other kinds of record too")
BACKUP_SHARE = Setting("backup_share", 10, "percent of the free disk that automatic backups may take")


class Settings:
    """The settings as they are now.

    Reading never fails: a file that is missing, damaged or of another version counts as empty, value by value.
    """

    def __init__(self, path: Path | None = None, on_change: Callable[[], None] = lambda: None) -> None:
        self._path = path
        self._values: dict[str, object] = {}
        with suppress(OSError):
            self._values = (_read(path) if path else None) or {}
        self._saved = dict(self._values)
        self._saving = Lock()
        self.on_change = on_change

    def get(self, setting: Setting[T]) -> T:
        """The value, or the default where there is none of the right type."""
        value = self._values.get(setting.name, setting.default)
        return deepcopy(value if isinstance(value, type(setting.default)) else setting.default)

    def set(self, setting: Setting[T], value: T) -> None:
        """Change the value; whoever made the settings sees to it that they are saved."""
        if self._values.get(setting.name) != value:
            self._values[setting.name] = deepcopy(value)
            self.on_change()

    def save(self) -> None:
        """Write what changed here to the file, beside what other windows changed in it; any thread may ask for it.

        A file that can't be written stays as it is, and what changed waits for the next time.
        """
        if self._path is None:
            return
        with self._saving:
            values = dict(self._values)
            if values == self._saved:
                return
            try:
                _bring_in(self._path, self._saved, values)
            except OSError as error:
                _log(error)
            else:
                self._saved = values


def known_servers(settings: Settings) -> dict[str, str]:
    """The addresses of the shared databases by name, as they were added."""
    return {name: url for name, url in settings.get(SERVERS).items() if isinstance(url, str)}


def remember_server(settings: Settings, name: str, address: str) -> None:
    """A shared database is known under that name from now on.

    Args:
        settings: where it is remembered.
        name: what to call it; whatever had that name is replaced.
        address: as a URL without a password.
    """
    known = settings.get(SERVERS)
    settings.set(SERVERS, {**known, name: address})


def rename_server(settings: Settings, old: str, new: str) -> bool:
    """Call a shared database by another name, in the same place of the list; False if another one has that name."""
    known = settings.get(SERVERS)
    if new != old and new in known:
        return False
    settings.set(SERVERS, {new if name == old else name: address for name, address in known.items()})
    return True


def forget_server(settings: Settings, name: str) -> None:
    """Don't list a shared database any more; nothing happens to it."""
    settings.set(SERVERS, {known: address for known, address in settings.get(SERVERS).items() if known != name})


def remember_place(settings: Settings, name: str, *, is_file: bool) -> None:
    """A database was opened: it comes again at the next start; a file comes first among the latest ones, too."""
    if is_file:
        recent = [name, *(known for known in settings.get(RECENT_FILES) if known != name)]
        settings.set(RECENT_FILES, recent[:_RECENT])
    settings.set(LAST_FILE, name)


def _read(path: Path) -> dict[str, object] | None:
    """What the file says; None if there is none, or if it makes no sense.

    Raises:
        OSError: it can't be read.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _bring_in(path: Path, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """Change in the file what differs between before and after, and only that."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path):
        stored = _read(path)
        _write(path, after if stored is None else _merged(stored, before, after))


def _merged(
    stored: Mapping[str, object], before: Mapping[str, object], after: Mapping[str, object]
) -> dict[str, object]:
    """What is stored, with the difference between before and after; entry by entry where values are by file or list."""
    merged = {name: value for name, value in stored.items() if name in after or name not in before}
    for name, value in after.items():
        theirs, old = stored.get(name), before.get(name)
        if isinstance(value, dict) and isinstance(theirs, dict):
            merged[name] = _merged(theirs, old if isinstance(old, dict) else {}, value)
        elif name not in before or old != value:
            merged[name] = value
    return merged


def _write(path: Path, values: Mapping[str, object]) -> None:
    """Put the file in place whole or not at all, whatever happens to this process or to the power."""
    partial = path.with_name(f"{path.name}.{os.getpid()}-{os.urandom(4).hex()}{_PARTIAL}")
    try:
        # In ASCII: a file's name may hold what no encoding takes.
        with partial.open("x", encoding="ascii") as file:
            json.dump(values, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """No other window writes the file meanwhile; what a killed one left half-written goes."""
    from app.locks import FileLock  # with what it takes to ask for processes: nothing that a start needs

    lock = FileLock(path.with_name(path.name + _LOCK))
    is_alone = False
    with suppress(OSError):  # a drive without locks: the file is whole all the same
        is_alone = lock.take(waiting=True)
    try:
        if is_alone:
            for entry in path.parent.iterdir():
                if entry.name.startswith(f"{path.name}.") and entry.name.endswith(_PARTIAL):
                    entry.unlink(missing_ok=True)
        yield
    finally:
        lock.release(remove=True)


def _log(error: OSError) -> None:
    import logging

    logging.getLogger("deskbook").warning(
        "The settings can't be saved: %s, errno %s", type(error).__name__, error.errno
    )
