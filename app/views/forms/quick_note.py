"""A note written where the others stand: one box, one save."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, InvalidRecordError, Problem
from app.models.about import field_for
from app.models.card_guard import CODE
from app.models.card_numbers import has_mask, masked
from app.models.catalogue import RECORD_TYPES
from app.models.note import ALWAYS_PUBLIC, INTERNAL, NOTE, PUBLIC
from app.models.values import Content, Record
from app.overriding import override
from app.views.forms.band_question import ask_about_band
from app.views.forms.editors import YES
from app.views.forms.editors_record import raw_reference
from app.views.forms.problem_words import sentence_of
from app.views.forms.questions import ask
from app.views.forms.record_band import RecordBand
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import failure_words, help_of, label_of

if TYPE_CHECKING:
    from app.services.forms import Stored

_LINES = 3

Then = Callable[[], None]


class QuickNote(QWidget):
    """What stands in it belongs to one record, and is kept until it is stored or thrown away.

    Signals:
        changed: something else stands there.
        added: a services.forms.Stored.
        leaving: what stands there is about to be let go.
    """

    changed = Signal()
    added = Signal(object)
    leaving = Signal()

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._record: Record | None = None
        self._saving: object | None = None  # the text that is on its way
        self._then: Then | None = None
        self._is_masked = False
        self.box = QPlainTextEdit(self)
        self.kinds = {choice.value: QRadioButton(label_of(choice), self) for choice in _CHOICES}
        self.pin_box = QCheckBox(self.tr("Pin"), self)
        self.add_button = QPushButton(self.tr("Add note"), self)
        self.band = RecordBand(NOTE, self)
        self.message = MessageLine(self)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.box.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 12)
        self.box.setTabChangesFocus(True)
        self.box.setPlaceholderText(self.tr("Write a note"))
        self.box.setAccessibleName(self.tr("New note"))
        self.pin_box.setToolTip(help_of(NOTE.by_name["pinned"]))
        self.add_button.setToolTip(self.tr("Add the note (Ctrl+Return)"))
        self.add_button.setAutoDefault(False)
        line = QHBoxLayout()
        for button in (*self.kinds.values(), self.pin_box):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 6)
        column.setSpacing(4)
        for part in (self.box, self.band, self.message):
            column.addWidget(part)
        column.addLayout(line)

    def _connect(self) -> None:
        self.box.installEventFilter(self)
        self.box.textChanged.connect(self._on_typed)
        for button in self.kinds.values():
            button.toggled.connect(self._show_band)
            button.toggled.connect(lambda _: self.changed.emit())
        self.pin_box.toggled.connect(lambda _: self.changed.emit())
        self.add_button.clicked.connect(lambda: self.add())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Return adds the note, whatever the window around it does with the key."""
        is_key = event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if watched is self.box and is_key and isinstance(event, QKeyEvent) and _is_add_key(event):
            event.accept()
            if event.type() is QEvent.Type.KeyPress:
                self.add()
            return True
        return super().eventFilter(watched, event)

    def be_about(self, record: Record) -> None:
        """Belong to this record from now on; what stands there was for the one before, if that was another."""
        if self._record is None or self._record.key != record.key:
            self.clear()
        self._record = record
        is_public = record.type_name in ALWAYS_PUBLIC
        self.kinds[INTERNAL].setEnabled(not is_public)
        if is_public:
            self.kinds[PUBLIC].setChecked(True)

    def clear(self) -> None:
        """Have nothing written, whatever stood there."""
        self.leaving.emit()
        self._empty()

    def _empty(self) -> None:
        self._saving = self._then = None
        self.box.clear()
        self.box.setReadOnly(False)
        self.pin_box.setChecked(False)
        self.kinds[INTERNAL].setChecked(True)
        self.message.show_message("", Level.HINT)
        self._on_typed()

    def is_dirty(self) -> bool:
        """Whether something stands there that is not stored."""
        return bool(self.box.toPlainText().strip())

    def texts(self) -> dict[str, str]:
        """What stands there, as the form of a note would have it."""
        visibility = next(value for value, button in self.kinds.items() if button.isChecked())
        found = {"text": self.box.toPlainText(), "visibility": visibility}
        found["pinned"] = YES if self.pin_box.isChecked() else ""
        if self._record is not None:
            field = field_for(RECORD_TYPES[self._record.type_name])
            found[field] = raw_reference(self._record.id, str(self._record.values["display_name"] or ""))
        return found

    def company_id(self) -> int | None:
        """The operating company that the note will belong to."""
        company_id = self._record.values["company_id"] if self._record is not None else None
        return company_id if isinstance(company_id, int) else None

    def leave(self, then: Then) -> None:
        """Go on with `then` when the note is stored, or when the person said that it may go."""
        if self._saving is not None:
            self._then = then
            return
        ask(
            self,
            self.tr("Add the note that you wrote?"),
            self.tr("It is not stored yet."),
            [
                (self.tr("Add note"), QMessageBox.ButtonRole.AcceptRole, partial(self.add, then)),
                (self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole, partial(self._discard, then)),
                (self.tr("Keep writing"), QMessageBox.ButtonRole.RejectRole, None),
            ],
        )

    def _discard(self, then: Then) -> None:
        self.clear()
        then()

    def add(self, then: Then | None = None) -> None:
        """Store what is written, and go on with `then` once it is on the disk; a public note is asked about first."""
        if self._record is None or self._saving is not None or not self.is_dirty():
            return
        texts = self.texts()
        values = {name: texts[name] for name in ("text", "visibility")}
        content = Content({**values, "pinned": self.pin_box.isChecked()})
        store = partial(self._store, self._record, content, then)
        if not ask_about_band(self, NOTE, None, content, store, self.box.setFocus):
            store()

    def _store(self, record: Record, content: Content, then: Then | None) -> None:
        if self._record is None or self._record.key != record.key:
            return
        saving = self._saving = object()
        self._then = then
        self.box.setReadOnly(True)
        self._on_typed()
        add = partial(services.noting.add_note, about=record.key, company_id=self.company_id(), content=content)
        self._tasks.write(self, add, partial(self._on_stored, saving), partial(self._on_failed, saving))

    def _on_stored(self, saving: object, stored: Stored) -> None:
        if saving is self._saving:
            then = self._then
            self._empty()
            self.added.emit(stored)
            if then is not None:
                then()

    def _on_failed(self, saving: object, error: Exception) -> None:
        if saving is not self._saving:
            return
        self._saving = self._then = None
        self.box.setReadOnly(False)
        self._on_typed()
        if not isinstance(error, AppError):
            raise error
        problems = error.problems if isinstance(error, InvalidRecordError) else ()
        words = " ".join(map(sentence_of, problems)) or failure_words(error)
        self.message.say(self.tr("Not stored; what you typed is still here. ") + words, Level.ERROR)

    def _on_typed(self) -> None:
        if not self._mask_cards():
            self.message.show_message("", Level.HINT)
        self.add_button.setEnabled(self.is_dirty() and self._saving is None)
        self.changed.emit()

    def _mask_cards(self) -> bool:
        """Mask the card numbers that were just typed, as a field of a form does; whether the text holds one that was."""
        text = self.box.toPlainText()
        clean = masked(text, is_typed=True)
        if clean != text:
            cursor, blocker = self.box.textCursor(), QSignalBlocker(self.box)
            place = cursor.position()
            self.box.setPlainText(clean)  # which forgets what undo would bring back
            cursor.setPosition(min(place, len(clean)))
            self.box.setTextCursor(cursor)
            blocker.unblock()
            self._is_masked = True
            self.message.say(sentence_of(Problem("text", CODE, blocking=False)), Level.WARNING)
        self._is_masked = self._is_masked and has_mask(clean)
        return self._is_masked

    def _show_band(self) -> None:
        """Only what the customer can read is said: the others are as usual."""
        is_public = self.kinds[PUBLIC].isChecked()
        self.band.show_value({NOTE.band: PUBLIC} if is_public else {})


_CHOICES = NOTE.by_name[NOTE.band].choices


def _is_add_key(event: QKeyEvent) -> bool:
    is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_return and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
