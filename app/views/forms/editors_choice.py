"""Editors that offer a list: short ones to choose from, long ones to search by typing, open ones to add to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from app.errors import Problem
from app.models.countries import country_code
from app.models.fields import Field, Kind
from app.models.values import Value
from app.overriding import override
from app.views.forms.editors import Editor, Raw, TextLine, text_of
from app.views.forms.options import Option, OptionsModel

_SHORTEST = 8
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CalmComboBox(QComboBox):
    """A combo box that the wheel changes only while it has the focus: scrolling past it must not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(Editor):
    """A short list. A stored value that is no longer offered stays as long as nobody chooses another.

    Args:
        retired: the labels of values that are not offered.
    """

    def __init__(
        self,
        field: Field,
        options: Iterable[Option],
        parent: QWidget | None = None,
        *,
        retired: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(field, parent)
        self._retired = retired
        self.box = CalmComboBox(self)
        self._fixed = 0
        self.offer(options)
        self._name_control(self.box)
        self._fill(self.box)
        self.box.activated.connect(self.edited)
        self.box.activated.connect(self.committed)

    def offer(self, options: Iterable[Option]) -> None:
        """Offer these from now on; nothing is chosen."""
        self.box.clear()
        if not self.field.required:
            self.box.addItem("", "")
        for option in options:
            self.box.addItem(option.label, option.value)
        self._fixed = self.box.count()

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.box,)

    @override
    def value(self) -> Value:
        return self.box.currentData() or None

    @override
    def raw(self) -> Raw:
        return self.box.currentData() or ""

    @override
    def show_raw(self, raw: Raw) -> None:
        value = text_of(raw)
        while self.box.count() > self._fixed:
            self.box.removeItem(self._fixed)
        if value and self.box.findData(value) < 0:
            self.box.addItem(self._retired.get(value, value), value)
        self.box.setCurrentIndex(self.box.findData(value))


class _SearchBox(CalmComboBox):
    """Looks for the entry that stands in it when somebody moves through the list; looking with every record is slow."""

    def __init__(self, options: OptionsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._options = options
        self.setModel(options)
        self.setCurrentIndex(-1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            self._find_entry()
        super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            self._find_entry()
        super().wheelEvent(event)

    @override
    def showPopup(self) -> None:
        self._find_entry()
        super().showPopup()

    def _find_entry(self) -> None:
        text = self.currentText()
        row = self._options.row_of_text(text) if text else -1
        if row != self.currentIndex() and (row >= 0 or not text):  # what is half typed stays
            self.setCurrentIndex(row)


class SearchEditor(Editor):
    """A long list that typing narrows down, by any part of a name.

    Args:
        is_open: other text is fine as well.
    """

    def __init__(
        self, field: Field, options: OptionsModel, parent: QWidget | None = None, *, is_open: bool = False
    ) -> None:
        super().__init__(field, parent)
        self._options, self._is_open = options, is_open
        self._stored = ""  # a code that nobody knows any more may stay
        self.box = _SearchBox(options, self)
        self.line = TextLine(self.box)
        self.box.setLineEdit(self.line)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(options, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._on_chosen)
        self.box.setCompleter(completer)
        self._name_control(self.box)
        self._name_control(self.line)
        self._fill(self.box)
        self.line.textEdited.connect(self.edited)
        self.line.editingFinished.connect(self._on_editing_finished)
        self.box.activated.connect(self._on_chosen)

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.box,)

    @override
    def value(self) -> Value:
        text = self.line.text().strip()
        row = self._row_of(text) if text else -1
        if row >= 0:
            return self._options.options[row].value
        return text or None if self._is_open or text == self._stored else None

    @override
    def show_value(self, value: Value) -> None:
        self._stored = "" if value is None else str(value)
        self.show_raw(self._stored)

    @override
    def raw(self) -> Raw:
        text = self.line.text()
        row = self._options.row_of_text(text) if text else -1
        return self._options.options[row].value if row >= 0 else text

    @override
    def show_raw(self, raw: Raw) -> None:
        text = text_of(raw)
        row = self._options.row_of(text)
        self.line.setText(self._options.options[row].label if row >= 0 else text)
        self.line.setCursorPosition(0)

    @override
    def replace_text(self, text: str) -> None:
        place = self.line.cursorPosition()
        self.show_raw(text)
        self.line.setCursorPosition(place)

    @override
    def fault(self) -> Problem | None:
        text = self.line.text().strip()
        if not text or text == self._stored or self._row_of(text) >= 0:
            return None
        if not self._is_open:
            return Problem(self.field.name, "not_listed")
        return self._too_long(text)

    def _row_of(self, text: str) -> int:
        row = self._options.row_of_text(text)
        if row < 0 and self.field.kind is Kind.COUNTRY:
            row = self._options.row_of(country_code(text[:100]) or "")
        return row

    def _on_chosen(self) -> None:
        self.edited.emit()
        self.committed.emit()

    def _on_editing_finished(self) -> None:
        """Write out what a code or another spelling stands for, or a part of the only name that holds it."""
        text = self.line.text().strip()
        row = self._row_of(text)
        if row < 0 and not self._is_open and text != self._stored:
            row = self._options.only_row_with(text)
        if row >= 0 and text:
            self.show_raw(self._options.options[row].value)
            self.edited.emit()
        self.committed.emit()
