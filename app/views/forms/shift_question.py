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
from app.views.forms.questions import open_question, question_box
from app.views.words import isolated, label_of

if TYPE_CHECKING:
    from app.services.shifting import PersonShift

_MOST_NAMED = 12

Then = Callable[[], None]


class ShiftQuestion(QObject):
    """One question at a time, over the pane of the customer."""

    def __init__(self, tasks: DatabaseTasks, pane: QWidget) -> None:
        super().__init__(pane)
        self._tasks, self._pane = tasks, pane
        self.box: QMessageBox | None = None

    def ask(self, stored: Record, values: Values, then: Then, back: Then) -> None:
        """Go on with `then` where nobody's rights change or the person agrees; with `back` where they don't.

        Args:
            stored: the customer as the form opened it.
            values: what the form holds of it.
            then: saves.
            back: leaves everything typed as it is.
        """
        read = partial(services.shifting.read_shifts, stored=stored, values=values)
        self._tasks.read(self, read, lambda found: self._on_read(found, then, back))

    def _on_read(self, found: tuple[PersonShift, ...], then: Then, back: Then) -> None:
        if not found:
            then()
            return
        text = self.tr("Saving this changes who may do what with this customer.")
        if open_question(self._pane, text) is not None:
            return
        box = self.box = question_box(self._pane, text, "\n".join(self._lines(found)))
        save = box.addButton(self.tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Keep editing"), QMessageBox.ButtonRole.RejectRole))
        box.finished.connect(lambda: then() if box.clickedButton() is save else back())
        box.open()

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
