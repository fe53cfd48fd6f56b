"""The band of a record that has one: what its value means, in the form as it stands there just now."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.models.fields import Choice, RecordType
from app.models.values import Values
from app.views.forms.record_form import RecordForm
from app.views.widgets.band import Band
from app.views.words import label_of, of_catalogue


class RecordBand(Band):
    """Says nothing of types that have no band, nor where the value can't be read."""

    def __init__(self, record_type: RecordType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = record_type.band
        self._choices = record_type.by_name[self._name].choices if self._name else ()

    def show_value(self, values: Values) -> None:
        """Say what a record's value means."""
        found = [
            (choice, number) for number, choice in enumerate(self._choices) if choice.value == values.get(self._name)
        ]
        for choice, number in found:
            self.say(_words(choice), number)
        if not found:
            self.say("", 0)

    def show_form(self, form: RecordForm) -> None:
        """Say what the value means that stands in a form."""
        box = form.boxes.get(self._name)
        self.show_value({self._name: box.editor.value()} if box is not None else {})


def _words(choice: Choice) -> str:
    return f"{label_of(choice)} · {of_catalogue(choice.means)}" if choice.means else label_of(choice)
