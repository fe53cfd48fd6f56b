"""Has invoices become overdue by themselves: asked soon after a database opens, and again as the day goes on and ends."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app import services
from app.views.failures import pass_over

if TYPE_CHECKING:
    from app.background import DatabaseTasks
    from app.services.overdue import Marked

FIRST_MS = 3_000
AGAIN_MS = 600_000
"""Companies are in different time zones, so that days end all the time."""


class OverdueWatch(QObject):
    """Asks first, so that nobody's write waits for a question to which the answer is almost always no."""

    def __init__(self, tasks: DatabaseTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look after the database that is open now, which can be written."""
        self._timer.start(FIRST_MS)

    def stop(self) -> None:
        """There is no database to look after."""
        self._timer.stop()

    def look(self) -> None:
        """Ask whether anything is over, and mark it if so."""
        self._timer.start(AGAIN_MS)
        self._tasks.read(self, services.overdue.is_any_over, self._on_answer, pass_over, patient=True)

    def _on_answer(self, is_any: bool) -> None:
        if is_any:
            self._mark(None)

    def _mark(self, batch_id: int | None) -> None:
        mark = partial(services.overdue.mark_overdue, batch_id=batch_id)
        self._tasks.write(self, mark, self._on_marked, pass_over)

    def _on_marked(self, marked: Marked) -> None:
        """A part at a time: whoever saves meanwhile comes in between."""
        if marked.is_more:
            self._mark(marked.batch_id)
