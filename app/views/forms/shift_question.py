"""Asks before a save that gives rights on a customer to some, or takes them from others."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.rights import Act
from app.models.role import ACTS
from app.models.values import Record, Values
from app.views.forms.questions import question_box
from app.views.words import isolated, label_of

if TYPE_CHECKING:
    from app.services.shifting import PersonShift

_MOST_NAMED = 12

Then = Callable[[], None]
Failed = Callable[[Exception], None]


class ShiftQuestion(QObject):
    """One question at a time, over the pane of the customer."""

    def __init__(self, tasks: DatabaseTasks, pane: QWidget) -> None:
        super().__init__(pane)
        self._tasks, self._pane = tasks, pane
        self._ticket = 0  # of the read by which it is known whether there is anything to ask
        self.box: QMessageBox | None = None

    @property
    def is_asking(self) -> bool:
        """Whether a save waits for what is read, or for the person."""
        return bool(self._ticket) or self.box is not None

    def drop(self) -> None:
        """Whatever comes of the question, nothing follows: what was to be saved is not wanted any more."""
        self._tasks.cancel(self._ticket)
        self._ticket = 0
        box, self.box = self.box, None
        if box is not None:
            box.close()

    def ask(self, stored: Record, values: Values, then: Then, back: Then, fail: Failed) -> None:
        """Go on with `then` where nobody's rights change or the person agrees; with `back` where they don't.

        Args:
            stored: the customer as the form opened it.
            values: what the form holds of it.
            then: saves.
            back: leaves everything typed as it is.
            fail: gets what keeps it from being known.
        """
        self.drop()
        read = partial(services.shifting.read_shifts, stored=stored, values=values)
        found = partial(self._on_read, then, back)
        self._ticket = self._tasks.read(self, read, found, partial(self._on_failed, fail))

    def _on_failed(self, fail: Failed, error: Exception) -> None:
        self._ticket = 0
        fail(error)

    def _on_read(self, then: Then, back: Then, found: tuple[PersonShift, ...]) -> None:
        self._ticket = 0
        if not found:
            then()
            return
        text = self.tr("Saving this changes who may do what with this customer.")
        box = self.box = question_box(self._pane, text, "\n".join(self._lines(found)))
        save = box.addButton(self.tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Keep editing"), QMessageBox.ButtonRole.RejectRole))
        box.finished.connect(lambda: self._on_answered(box, then if box.clickedButton() is save else back))
        box.open()

    def _on_answered(self, box: QMessageBox, follow: Then) -> None:
        if box is self.box:
            self.box = None
            follow()

    def _lines(self, found: tuple[PersonShift, ...]) -> list[str]:
        lines = [self._line(shift) for shift in found[:_MOST_NAMED]]
        if len(found) > _MOST_NAMED:
            lines.append(self.tr("… and {count} others.").format(count=len(found) - _MOST_NAMED))
        return lines

    def _line(self, shift: PersonShift) -> str:
        parts = [
            words.format(acts=_in_words(acts))
            for words, acts in ((self.tr("gains {acts}"), shift.gained), (self.tr("loses {acts}"), shift.lost))
            if acts
        ]
        return self.tr("{name} {changes}.").format(name=isolated(shift.name), changes=", ".join(parts))


def _in_words(acts: tuple[Act, ...]) -> str:
    return ", ".join(label_of(choice) for choice in ACTS if choice.value in acts)
