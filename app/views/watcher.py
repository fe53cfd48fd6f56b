"""Notices what other windows and programs wrote into the database, within a second."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app import services
from app.background import DatabaseTasks

INTERVAL_MS = 400


class Watcher(QObject):
    """Asks again and again for the number of the latest change; the question costs less than a repaint.

    Signals:
        changed: somebody, this window included, changed records.
        answered: the database was asked once more, whatever it said.
    """

    changed = Signal()
    answered = Signal()

    def __init__(self, tasks: DatabaseTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._latest: int | None = None
        self._is_asking = False
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._ask)

    def start(self) -> None:
        """Watch the database that is open now."""
        self._latest = None
        self._is_asking = False
        self._timer.start()
        self._ask()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def _ask(self) -> None:
        if self._is_asking:
            return
        self._is_asking = True
        self._tasks.read(self, services.lists.latest_change, self._on_answer, self._on_failed, patient=True)

    def _on_answer(self, latest: int) -> None:
        self._is_asking = False
        if self._latest is not None and latest != self._latest:
            self.changed.emit()
        self._latest = latest
        self.answered.emit()

    def _on_failed(self, error: Exception) -> None:
        """The next question may be answered; whoever works with the database is told by their own failures."""
        self._is_asking = False
