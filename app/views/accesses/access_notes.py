"""Has the database note who opens records, behind everything that somebody waits for; and what is taken along, before it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, FileError, FileProblem
from app.models.accesses import OPENED_AGAIN

if TYPE_CHECKING:
    import sqlalchemy as sa

    from app.services.access_log import Standing


T = TypeVar("T")


class AccessNotes(QObject):
    """Notes each record that is shown, and asks nothing about one that it noted within the hour.

    Signals:
        known: (a services.access_log.Standing) what there is to do about accesses in the database that is open.
    """

    known = Signal(object)

    def __init__(self, tasks: DatabaseTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._noted: dict[tuple[str, int], float] = {}

    def opened(self, type_name: str, record_id: int) -> None:
        """Somebody looks at the record. Whether that is to be noted is asked when nobody waits for anything else."""
        last = self._noted.get((type_name, record_id))
        if last is not None and monotonic() - last < OPENED_AGAIN.total_seconds():
            return
        self._noted[type_name, record_id] = monotonic()
        then = partial(self._on_standing, type_name, record_id)
        fail = partial(self._on_failed, type_name, record_id)
        self._tasks.read(self, services.access_log.standing, then, fail, patient=True)

    def forget(self) -> None:
        """Ask anew of every record: another database is open, or whoever looks may see something else by now."""
        self._noted.clear()

    def _on_standing(self, type_name: str, record_id: int, standing: Standing) -> None:
        self.known.emit(standing)
        if not standing.is_on:
            self._noted.pop((type_name, record_id), None)  # it may be by the next time
            return
        note = partial(services.access_log.note_opened, type_name=type_name, record_id=record_id)
        fail = partial(self._on_failed, type_name, record_id)
        self._tasks.write(self, note, lambda _: None, fail, patient=True)

    def _on_failed(self, type_name: str, record_id: int, error: Exception) -> None:
        """It is tried again when the record is shown again; what is wrong with the database, whoever saves is told."""
        self._noted.pop((type_name, record_id), None)
        if not isinstance(error, AppError):
            raise error


def note_first(
    tasks: DatabaseTasks, owner: QObject, note: Callable[[sa.Connection], None], then: Callable[[], None]
) -> None:
    """Go on when it is noted; a file that can't be written has no log, and anything else that fails is said."""
    tasks.write(owner, note, lambda _: then(), partial(_unless_read_only, tasks, then))


def read_and_note(
    tasks: DatabaseTasks,
    owner: QObject,
    announce: Callable[[sa.Connection], None],
    read: Callable[[sa.Connection], T],
    then: Callable[[T], None],
) -> None:
    """Read what is noted in the same transaction or, on a server, was announced in one before.

    In a file that can't be written it is read all the same.
    """
    plainly = partial(tasks.read, owner, read, then)
    unless = partial(_unless_read_only, tasks, plainly)

    def announced(_: None) -> None:
        tasks.write(owner, read, then, unless)

    tasks.write(owner, announce, announced, unless)


def _unless_read_only(tasks: DatabaseTasks, then: Callable[[], object], error: Exception) -> None:
    if isinstance(error, FileError) and error.problem is FileProblem.READ_ONLY:
        then()
    else:
        tasks.failed.emit(error)
