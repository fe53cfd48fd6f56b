"""Where a new passphrase is typed twice, and how hard it is to guess."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QWidget

from app import services
from app.background import DatabaseTasks
from app.views.widgets.message_line import Level, MessageLine

_PAUSE_MS = 200


class PassphraseBox(QWidget):
    """Judged in the background, a little after the last letter.

    Signals:
        changed: it is good enough now, or no longer.

    Attributes:
        names: what somebody would try first.
    """

    changed = Signal()

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._judged, self._strength = "", 0
        self.names: Sequence[str] = ()
        self.edit = QLineEdit(self)
        self.again_edit = QLineEdit(self)
        self.show_box = QCheckBox(self.tr("Show what is typed"), self)
        self.message = MessageLine(self)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._judge)
        self._lay_out()
        self.show_box.toggled.connect(self._on_show_toggled)
        self._on_show_toggled(False)
        for edit in (self.edit, self.again_edit):
            edit.textChanged.connect(self._on_text_changed)

    def _lay_out(self) -> None:
        name, again = self._called()
        self.edit.setAccessibleName(name)
        self.again_edit.setAccessibleName(again)
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addRow(f"{name}:", self.edit)
        layout.addRow(self.tr("Once more:"), self.again_edit)
        layout.addRow("", self.show_box)
        layout.addRow("", self.message)

    def _called(self) -> tuple[str, str]:
        """What is typed, and what is typed again, as people read it."""
        return self.tr("Passphrase"), self.tr("Passphrase once more")

    def passphrase(self) -> str:
        """What was typed, if it is good enough and the same both times; else nothing."""
        text = self.edit.text()
        is_good = self._judged == text and self._strength > services.encryption.WEAK
        return text if is_good and text == self.again_edit.text() else ""

    def clear(self) -> None:
        """Forget what was typed."""
        for edit in (self.edit, self.again_edit):
            edit.clear()

    def _on_show_toggled(self, is_shown: bool) -> None:
        for edit in (self.edit, self.again_edit):
            edit.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)

    def _on_text_changed(self) -> None:
        self.changed.emit()
        self._pause.start()

    def _judge(self) -> None:
        text = self.edit.text()
        self._tasks.aside(self, partial(services.encryption.strength, text, self.names), partial(self._on_judged, text))

    def _on_judged(self, text: str, strength: int) -> None:
        self._judged, self._strength = text, strength
        if text == self.edit.text():
            self._say()
            self.changed.emit()

    def _say(self) -> None:
        if not self._judged:
            self.message.show_message("", Level.HINT)
        elif self._strength <= services.encryption.WEAK:
            self.message.show_message(
                self.tr("Too easy to guess. Take four or more words that have nothing to do with each other."),
                Level.WARNING,
            )
        elif self.again_edit.text() and self.again_edit.text() != self._judged:
            self.message.show_message(self.tr("The two are not the same."), Level.WARNING)
        else:
            strong = self._strength >= services.encryption.STRONG
            self.message.show_message(
                self.tr("Very hard to guess.") if strong else self.tr("Hard to guess."), Level.HINT
            )
