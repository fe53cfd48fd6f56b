"""Saying of a note, from the page on which it is read, that one has reviewed it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.note import NOTE
from app.models.values import Record
from app.views.forms.pane_actions import PaneActions
from app.views.words import failure_words


class PaneReviewing(QObject):
    """Does what the act of a pane says.

    Signals:
        stored: a services.forms.Stored: the note is marked as reviewed.
        said: a sentence for the status bar.
    """

    stored = Signal(object)
    said = Signal(str)

    def __init__(self, tasks: DatabaseTasks, acts: PaneActions, pane: QWidget) -> None:
        super().__init__(pane)
        self._tasks, self._act, self._note_id = tasks, acts.review, 0
        self._act.triggered.connect(self._review)

    def offer(self, record: Record | None) -> None:
        """Offer it for a record that may be changed, if it is a note that nobody has reviewed yet; for none otherwise."""
        is_due = record is not None and record.type_name == NOTE.name and not record.values.get("reviewed")
        self._note_id = record.id if record is not None and is_due else 0
        self._act.setVisible(is_due)

    def _review(self) -> None:
        if self._note_id:
            mark = partial(services.noting.mark_reviewed, note_id=self._note_id)
            self._tasks.write(self, mark, self.stored.emit, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.said.emit(failure_words(error))
