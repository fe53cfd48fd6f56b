"""The editor of a reference to another record, found by typing any words of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import Problem
from app.models.customer import CUSTOMER
from app.models.fields import Field
from app.models.folding import fold
from app.models.values import Value
from app.overriding import override
from app.views.forms.editors import Editor, Raw, TextLine, text_of
from app.views.words import tip

if TYPE_CHECKING:
    from app.services.references import Reference

_PAUSE = 120
"""Milliseconds after the last key before the search begins."""

_LONGEST_SEARCH = 200
_BETWEEN = "|"


class RecordEditor(Editor):
    """A line of text that must become one of the records found for it.

    Signals:
        open_wanted: the RecordKey of the record that is chosen: the person wants to see it.
    """

    open_wanted = Signal(object)

    def __init__(self, field: Field, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._tasks, self._ticket = tasks, 0
        self._id: int | None = None
        self._found: tuple[Reference, ...] = ()
        self.line = TextLine(self)
        self.line.setClearButtonEnabled(True)
        is_person = field.target == CUSTOMER.name
        self.line.setPlaceholderText(self.tr("Name, code or e-mail") if is_person else self.tr("Name"))
        self._name_control(self.line)
        self.line_layout = self._fill(self.line)
        self._model = QStandardItemModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setWidget(self.line)
        self.completer.activated.connect(self._on_found_chosen)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._on_pause)
        self.line.textChanged.connect(self._on_text_changed)
        self.line.editingFinished.connect(self._on_editing_finished)
        self._shown = ""

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.line,)

    @override
    def value(self) -> Value:
        return self._id

    @override
    def show_value(self, value: Value) -> None:
        self._show(value if isinstance(value, int) else None, "" if value is None else f"#{value}")

    def show_reference(self, reference: Reference) -> None:
        """Show a record under its name."""
        self._show(reference.id, reference.label)

    @override
    def raw(self) -> Raw:
        text = self.line.text()
        return raw_reference(self._id, text) if text or self._id else ""

    @override
    def show_raw(self, raw: Raw) -> None:
        number, _, text = text_of(raw).partition(_BETWEEN)
        self._show(int(number) if number.isdecimal() else None, text)

    @override
    def fault(self) -> Problem | None:
        if self._id is None and self.line.text().strip():
            return Problem(self.field.name, "not_chosen")
        return None

    def _show(self, record_id: int | None, label: str) -> None:
        self._id, self._shown = record_id, label
        self.line.setText(label)  # which is heard, for the button in it that clears; what is shown is no edit
        self.line.setCursorPosition(0)

    def _on_text_changed(self, text: str) -> None:
        if text == self._shown:
            return
        self._id, self._shown = None, ""
        self._tasks.cancel(self._ticket)
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
        self.edited.emit()

    def _on_pause(self) -> None:
        words = self.line.text()[:_LONGEST_SEARCH]
        find = partial(
            services.references.find_references,
            type_name=self.field.target,
            words=words,
            company_id=self.company_id() or None,
        )
        self._ticket = self._tasks.read(self, find, self._on_found)

    def company_id(self) -> int:
        """The operating company whose records can be chosen, 0 for those of all."""
        return 0

    def _on_found(self, found: tuple[Reference, ...]) -> None:
        self._found = found
        self._model.clear()
        for reference in found:
            item = QStandardItem(_entry_of(reference))
            item.setToolTip(tip(_entry_of(reference)))
            self._model.appendRow(item)
        if found and self.line.hasFocus():
            self.completer.complete()
        else:
            self._on_editing_finished()

    def _on_found_chosen(self, text: str) -> None:
        self.choose(next(reference for reference in self._found if _entry_of(reference) == text))

    def _on_editing_finished(self) -> None:
        """A name that only one record has is as good as choosing it."""
        same = [reference for reference in self._found if fold(reference.label) == fold(self.line.text())]
        if self._id is None and len(same) == 1:
            self.choose(same[0])
        else:
            self.committed.emit()

    def stop_searching(self) -> None:
        """Offer nothing any more for what was typed last."""
        self._timer.stop()
        self._tasks.cancel(self._ticket)
        if popup := self.completer.popup():
            popup.hide()

    def choose(self, reference: Reference) -> None:
        """Take a record, as the person does."""
        self.stop_searching()
        self.show_reference(reference)
        self.edited.emit()
        self.committed.emit()


def raw_reference(record_id: int | None, name: str) -> str:
    """What stands in the editor of a reference to the record of that name."""
    return f"{record_id or ''}{_BETWEEN}{name}"


def _entry_of(reference: Reference) -> str:
    return f"{reference.label} — {reference.detail}" if reference.detail else reference.label
