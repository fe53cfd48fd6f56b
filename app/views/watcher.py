"""Notices what other windows and programs wrote into the database, within a second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.views.failures import pass_over

if TYPE_CHECKING:
    import sqlalchemy as sa

INTERVAL_MS = 400

LISTENING_MS = 150
"""The same where the window hears of changes and asks nobody: what is heard has come a long way already, and goes on one."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What came of one look; `is_behind` says that rights are yet to be followed."""

    news: tuple[int, int]
    along: object
    is_wanted: bool = False
    are_rights_new: bool = False
    is_behind: bool = False


class Watcher(QObject):
    """Asks again and again whether there is anything new; the question costs less than a repaint.

    Signals:
        changed: somebody, this window included, changed records.
        rights_changed: what may be done is different now.
        asked: (bool) whether somebody needs the file alone; again and again while somebody does, once when it is over.
        answered: the database was asked once more, whatever it said.
        told: the answer to what was asked along (see `also`), unless it is None.

    Attributes:
        also: gives what is asked along with the next question, in the same transaction and so at no further cost.
    """

    changed = Signal()
    rights_changed = Signal()
    asked = Signal(bool)
    answered = Signal()
    told = Signal(object)

    def __init__(self, tasks: DatabaseTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._latest: tuple[int, int] | None = None
        self._is_asking = self._is_wanted = self._has_failed = False
        self._told: type[Exception] | None = None  # of what bug was told already
        self._path: Path | None = None
        self.also: Callable[[], Callable[[sa.Connection], object]] | None = None
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._ask)

    def start(self, path: Path | None) -> None:
        """Watch the database that is open now; a file, which somebody may need alone, by its path."""
        self._path = path
        self._timer.setInterval(LISTENING_MS if path is None else INTERVAL_MS)
        self.go_on()

    def go_on(self) -> None:
        """Watch the one before again."""
        self._latest = None
        self._is_asking = self._is_wanted = False
        self._timer.start()
        self._ask()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def _ask(self) -> None:
        if self._is_asking:
            return
        self._is_asking = True
        also = self.also() if self.also and not self._has_failed else None
        self._has_failed = False
        look = partial(_look, path=self._path, also=also)
        self._tasks.read(self, look, self._on_answer, self._on_failed, patient=True, glances=True)

    def _on_answer(self, seen: _Seen) -> None:
        latest, is_wanted, are_rights_new, along = seen.news, seen.is_wanted, seen.are_rights_new, seen.along
        self._is_asking = seen.is_behind and self._timer.isActive()
        if not self._timer.isActive():
            return
        if is_wanted or self._is_wanted:
            self._is_wanted = is_wanted
            self.asked.emit(is_wanted)
        if are_rights_new:
            self.rights_changed.emit()
        if self._latest is not None and latest != self._latest:
            self.changed.emit()
        self._latest = latest
        if seen.is_behind:
            follow = partial(services.access.follow, news=latest)
            self._tasks.read(self, follow, self._on_followed, self._on_failed, patient=True, glances=True)
        if along is not None:
            self.told.emit(along)
        self.answered.emit()

    def _on_followed(self, are_rights_new: bool) -> None:
        self._is_asking = False
        if are_rights_new and self._timer.isActive():
            self.rights_changed.emit()

    def _on_failed(self, error: Exception) -> None:
        """The next question may be answered; whoever works with the database is told by their own failures.

        It is asked alone then: what was asked along may be what failed. A bug is told once, and not with every question.
        """
        self._is_asking, self._has_failed = False, True
        if type(error) is not self._told:
            self._told = None if isinstance(error, AppError) else type(error)
            pass_over(error)


def _look(connection: sa.Connection, path: Path | None, also: Callable[[sa.Connection], object] | None) -> _Seen:
    """That rights are others is told once, so it is asked last: until then the look may be interrupted and begun again.

    To a server it is a way of its own, which nobody is to wait for who is to see what was changed.
    """
    latest = services.lists.news(connection)
    along = also(connection) if also else None
    if path is None:
        return _Seen(latest, along, is_behind=services.access.is_behind(connection, latest))
    is_wanted = services.sharing.is_wanted(path)
    return _Seen(latest, along, is_wanted, services.access.follow(connection, latest))
