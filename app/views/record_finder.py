"""Records for the palette: those found by words, and without words those opened lately."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app import services
from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.models.desk_types import DESK_TYPES
from app.models.servers import Place
from app.models.values import RecordKey
from app.settings import RECENT_RECORDS, Settings

if TYPE_CHECKING:
    from app.services.references import Reference

_REMEMBERED = 20
_FOUND = 12


class RecordFinder(QObject):
    """Asks the database in the background, one question at a time: a newer one makes the older pointless."""

    def __init__(self, tasks: DatabaseTasks, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._settings = settings
        self._ticket = 0
        self.place: Place | None = None

    def remember(self, key: RecordKey) -> None:
        """A record was opened."""
        if self.place is None:
            return
        by_file = self._settings.get(RECENT_RECORDS)
        keys = dict.fromkeys([key, *_known(by_file.get(str(self.place), []))])
        remembered: list[object] = [list(one) for one in keys]
        self._settings.set(RECENT_RECORDS, {**by_file, str(self.place): remembered[:_REMEMBERED]})

    def find(self, words: str, then: Callable[[Sequence[Reference]], None]) -> None:
        """Look for records by words; "" finds those opened lately; without a database there are none."""
        self._tasks.cancel(self._ticket)
        if self.place is None:
            then(())
            return
        if words.strip():
            found = partial(services.references.find_among, type_names=tuple(DESK_TYPES), words=words, limit=_FOUND)
            self._ticket = self._tasks.read(self, found, then)
            return
        keys = _known(self._settings.get(RECENT_RECORDS).get(str(self.place), []))
        self._ticket = self._tasks.read(self, partial(services.references.read_keys, keys=keys), then)


def _known(stored: Iterable[object]) -> tuple[RecordKey, ...]:
    """What the settings remember; a number alone is a customer's, from before there were others."""
    found = []
    for each in stored:
        match each:
            case int(number):
                found.append(RecordKey(CUSTOMER.name, number))
            case [str(name), int(number)] if name in DESK_TYPES:
                found.append(RecordKey(name, number))
    return tuple(found)
