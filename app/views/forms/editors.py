"""What every editor of a field can do, and the editors that are little more than a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from app.errors import Problem
from app.models.fields import Field, Kind
from app.models.folding import strip_controls
from app.models.numbers import fits_places, format_decimal, own_number_locale, parse_decimal
from app.models.values import Value
from app.overriding import override
from app.views.words import help_of, label_of, tip

Raw = str | list[dict[str, str]]
"""What stands in an editor, valid or not: its text or, for child rows, the text of each part of each row."""

YES = "yes"
"""What stands in a box that is ticked."""

_LARGEST = 2**31 - 1
_MOST_TYPED = 30_000


class Editor(QWidget):
    """Shows and takes the value of one field.

    Signals:
        edited: the person changed something.
        committed: the person is done with it for now: left the control, or chose from a list.
    """

    edited = Signal()
    committed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field

    def controls(self) -> Sequence[QWidget]:
        """What takes the focus, in reading order."""
        raise NotImplementedError

    def value(self) -> Value:
        """The value as it would be stored; None also for what is no value at all."""
        raise NotImplementedError

    def show_value(self, value: Value) -> None:
        """Show a value without being edited; as its text, unless an editor knows better."""
        self.show_raw("" if value is None else str(value))

    def raw(self) -> Raw:
        """What stands there, to be kept in a draft and to notice changes."""
        raise NotImplementedError

    def show_raw(self, raw: Raw) -> None:
        """Show what `raw` gave, without being edited."""
        raise NotImplementedError

    def replace_text(self, text: str) -> None:
        """Show something else in the place of what the person is typing, who goes on where they are."""
        self.show_raw(text)

    def set_read_only(self, is_read_only: bool) -> None:
        """Have the value be looked at, or changed as well."""
        self.setEnabled(not is_read_only)

    def fault(self) -> Problem | None:
        """What keeps the text from being a value at all, whatever the rules for it."""
        return None

    def _too_long(self, *values: object) -> Problem | None:
        """What to say if a text is longer than the field takes."""
        limit = self.field.max_length
        is_too_long = any(isinstance(value, str) and len(value) > limit for value in values)
        return Problem(self.field.name, "too_long", str(limit)) if is_too_long else None

    def _name_control(self, control: QWidget, name: str = "") -> None:
        """Give a control what screen readers and tooltips say of the field."""
        control.setAccessibleName(name or label_of(self.field))
        if text := help_of(self.field):
            control.setToolTip(tip(text))
            control.setWhatsThis(tip(text))

    def _fill(self, control: QWidget) -> QHBoxLayout:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(control, 1)
        return layout


def text_of(raw: Raw) -> str:
    """The text of an editor that has no rows; a damaged draft gives nothing."""
    return raw if isinstance(raw, str) else ""


def _leaves_files(event: QDragEnterEvent) -> bool:
    """Whether files are dragged, which are for the record as a whole and not for a text."""
    if event.mimeData().hasUrls():
        event.ignore()
        return True
    return False


class TextLine(QLineEdit):
    """A line into which text can be dropped."""

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not _leaves_files(event):
            super().dragEnterEvent(event)


class TextBox(QPlainTextEdit):
    """Lines into which text can be dropped."""

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not _leaves_files(event):
            super().dragEnterEvent(event)


class TextEditor(Editor):
    """One line of text: plain, or a web address, an e-mail address or a telephone number."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = TextLine(self)
        self.line.setMaxLength(_MOST_TYPED)
        self._name_control(self.line)
        self._fill(self.line)
        if field.kind in (Kind.URL, Kind.EMAIL, Kind.PHONE):
            hints = {
                Kind.URL: Qt.InputMethodHint.ImhUrlCharactersOnly,
                Kind.EMAIL: Qt.InputMethodHint.ImhEmailCharactersOnly,
                Kind.PHONE: Qt.InputMethodHint.ImhDialableCharactersOnly,
            }
            self.line.setInputMethodHints(hints[field.kind])
        self.line.textEdited.connect(self.edited)
        self.line.editingFinished.connect(self.committed)

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.line,)

    @override
    def set_read_only(self, is_read_only: bool) -> None:
        self.line.setReadOnly(is_read_only)  # so that it can be selected and copied
        self.line.setFrame(not is_read_only)

    @override
    def value(self) -> Value:
        return " ".join(strip_controls(self.line.text()).split()) or None

    @override
    def raw(self) -> Raw:
        return self.line.text()

    @override
    def show_raw(self, raw: Raw) -> None:
        text = text_of(raw)
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    @override
    def replace_text(self, text: str) -> None:
        place = self.line.cursorPosition()
        self.show_raw(text)
        self.line.setCursorPosition(place)

    @override
    def fault(self) -> Problem | None:
        return self._too_long(self.value())


class NumberEditor(TextEditor):
    """A whole number."""

    @override
    def value(self) -> Value:
        number = self._number()
        return None if number is None or abs(number) > _LARGEST else number

    @override
    def fault(self) -> Problem | None:
        number = self._number()
        if number is None:
            return Problem(self.field.name, "not_a_number") if self.line.text().strip() else None
        return Problem(self.field.name, "number_too_large") if abs(number) > _LARGEST else None

    def _number(self) -> int | None:
        text = self.line.text().strip()
        try:
            return int(text) if len(text) < 40 else None
        except ValueError:
            return None


class DecimalEditor(TextEditor):
    """A number with its decimals, as the person at this computer writes them."""

    @override
    def value(self) -> Value:
        return parse_decimal(self.line.text(), own_number_locale())

    @override
    def show_value(self, value: Value) -> None:
        if isinstance(value, Decimal):
            self.show_raw(format_decimal(value, self.field.shown_places, own_number_locale()))
        else:
            self.show_raw("")

    @override
    def fault(self) -> Problem | None:
        number = self.value()
        if not isinstance(number, Decimal):
            return Problem(self.field.name, "not_a_decimal") if self.line.text().strip() else None
        if not fits_places(number, self.field.places):
            return Problem(self.field.name, "too_many_places", str(self.field.places))
        return None


class TagsEditor(TextEditor):
    """Words with commas between them."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setPlaceholderText(self.tr("Separate with commas"))

    @override
    def value(self) -> Value:
        tags = (" ".join(strip_controls(tag).split()) for tag in self.line.text().split(","))
        return tuple(dict.fromkeys(tag for tag in tags if tag))

    @override
    def show_value(self, value: Value) -> None:
        self.show_raw(", ".join(value) if isinstance(value, tuple) else "")

    @override
    def fault(self) -> Problem | None:
        tags = self.value()
        return self._too_long(*tags) if isinstance(tags, tuple) else None


class LongTextEditor(Editor):
    """Several lines of text; Tab leaves it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = TextBox(self)
        self.box.setTabChangesFocus(True)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setFixedHeight(self.fontMetrics().lineSpacing() * 6)
        self._name_control(self.box)
        self._fill(self.box)
        self.box.textChanged.connect(self.edited)
        self.box.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.committed.emit()
        return super().eventFilter(watched, event)

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.box,)

    @override
    def set_read_only(self, is_read_only: bool) -> None:
        self.box.setReadOnly(is_read_only)
        self.box.setFrameShape(QFrame.Shape.NoFrame if is_read_only else QFrame.Shape.StyledPanel)

    @override
    def value(self) -> Value:
        return strip_controls(self.box.toPlainText(), multiline=True).strip() or None

    @override
    def raw(self) -> Raw:
        return self.box.toPlainText()

    @override
    def show_raw(self, raw: Raw) -> None:
        self.box.blockSignals(True)
        self.box.setPlainText(text_of(raw))
        self.box.blockSignals(False)

    @override
    def replace_text(self, text: str) -> None:
        cursor = self.box.textCursor()
        place = cursor.position()
        self.show_raw(text)
        cursor.setPosition(min(place, len(text)))
        self.box.setTextCursor(cursor)

    @override
    def fault(self) -> Problem | None:
        return self._too_long(self.value())


class YesNoEditor(Editor):
    """A box to tick, which bears the field's label itself."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = QCheckBox(label_of(field), self)
        self._name_control(self.box)
        self._fill(self.box)
        self.box.clicked.connect(self.edited)
        self.box.clicked.connect(self.committed)

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.box,)

    @override
    def value(self) -> Value:
        return self.box.isChecked()

    @override
    def show_value(self, value: Value) -> None:
        self.box.setChecked(bool(value))

    @override
    def raw(self) -> Raw:
        return YES if self.box.isChecked() else ""

    @override
    def show_raw(self, raw: Raw) -> None:
        self.box.setChecked(raw == YES)
