"""What the program remembers about how a person likes it: declared once each, kept in one small JSON file.

No secrets and no records are kept here; the window's geometry alone is left to Qt.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

_RECENT = 10


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting: its name in the file, what holds until somebody changes it, and what it is for."""

    name: str
    default: T
    description: str


LAST_FILE = Setting("last_file", "", "the file that was open last; opened again at the next start")
RECENT_FILES: Setting[list[str]] = Setting("recent_files", [], "files opened lately, the latest first")
RECENT_RECORDS: Setting[dict[str, list[int]]] = Setting("recent_records", {}, "ids of records opened lately, by file")
RECENT_PEOPLE: Setting[dict[str, list[int]]] = Setting("recent_people", {}, "ids of people picked lately, by file")
COMPANY: Setting[dict[str, int]] = Setting("company", {}, "id of the operating company that one works for, by file")
LAST_NEW_KIND = Setting("last_new_kind", "internal", "what the New button makes when it is pressed itself")
COLUMNS: Setting[dict[str, list[list[object]]]] = Setting(
    "columns", {}, "by list: name, width and visibility of each column, in their order"
)
SORTING: Setting[dict[str, list[object]]] = Setting(
    "sorting", {}, "by list: the field it is sorted by, and whether down"
)
CLOSED_SECTIONS: Setting[list[str]] = Setting("closed_sections", [], "form sections that are folded away")
SHOW_ALL_FIELDS = Setting("show_all_fields", False, "forms show the fields of the other kinds of record too")
BACKUP_SHARE = Setting("backup_share", 10, "percent of the free disk that automatic backups may take")


class Settings:
    """The settings as they are now.

    Reading never fails: a file that is missing, damaged or of another version counts as empty, value by value.
    """

    def __init__(self, path: Path | None = None, on_change: Callable[[], None] = lambda: None) -> None:
        self._path = path
        self._values: dict[str, object] = _read(path)
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
        """Write the file, whole or not at all; any thread may ask for it.

        Raises:
            OSError: it can't be written; what was there stays.
        """
        if self._path is None:
            return
        with self._saving:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial = self._path.with_suffix(".partial")
            # In ASCII: a file's name may hold what no encoding takes.
            partial.write_text(json.dumps(dict(self._values), indent=1), encoding="ascii")
            os.replace(partial, self._path)


def remember_file(settings: Settings, name: str) -> None:
    """A file was opened: it comes first among the latest ones, and again at the next start."""
    recent = [name, *(known for known in settings.get(RECENT_FILES) if known != name)]
    settings.set(RECENT_FILES, recent[:_RECENT])
    settings.set(LAST_FILE, name)


def _read(path: Path | None) -> dict[str, object]:
    if path is None:
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
