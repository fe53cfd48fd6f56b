"""Asks for what opens an encrypted file: its passphrase, if one is kept beside it, or its recovery key."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, KeyringProblem
from app.views.widgets.message_line import Level, MessageLine
from app.views.widgets.wrapped_label import WrappedLabel
from app.views.words import failure_words

if TYPE_CHECKING:
    from app.services.encryption import Protection

_WIDTH_IN_LETTERS = 60


class UnlockForm(QWidget):
    """One field for both; what was typed stays until it fits.

    Signals:
        unlocked: (path) this process knows the key now.
    """

    unlocked = Signal(object)

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._path = Path()
        self.label = WrappedLabel(self)
        self.edit = QLineEdit(self)
        self.show_box = QCheckBox(self.tr("Show what is typed"), self)
        self.keep_box = QCheckBox(self.tr("Keep the key in this computer's keyring, and do not ask again"), self)
        self.message = MessageLine(self)
        self.open_button = QPushButton(self.tr("Open"), self)
        self._lay_out()
        self.show_box.toggled.connect(self._on_show_toggled)
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.returnPressed.connect(self.open_button.click)
        self.open_button.clicked.connect(self._try)

    def _lay_out(self) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS)
        self.open_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for widget in (self.label, self.edit, self.message, self.show_box, self.keep_box):
            layout.addWidget(widget)

    def ask(self, path: Path) -> None:
        """Ask for the key of this file or backup."""
        self._path = path
        self.edit.clear()
        self.message.show_message("", Level.HINT)
        self.keep_box.hide()
        self._say(has_passphrase=True)
        self._set_waiting(False)
        self.edit.setFocus()
        self._tasks.aside(self, partial(services.encryption.protection, path), self._on_protection, self._on_failed)

    def _say(self, *, has_passphrase: bool) -> None:
        what = self.tr("passphrase or recovery key") if has_passphrase else self.tr("recovery key")
        self.edit.setAccessibleName(what)
        self.edit.setPlaceholderText(what)
        asked = self.tr("{0} is encrypted. Type its passphrase, or its recovery key as it was printed.")
        only = self.tr(
            "{0} is encrypted, and nothing on this computer opens it. Type its recovery key as it was printed."
        )
        self.label.setText((asked if has_passphrase else only).format(f"<b>{escape(self._path.name)}</b>"))

    def _on_protection(self, protection: Protection) -> None:
        self._say(has_passphrase=protection.has_passphrase)
        self.keep_box.setVisible(protection.keyring is None)
        self.keep_box.setChecked(protection.keyring is None)
        if protection.keyring is not None and not self.message.text():
            self.message.show_message(self._about(protection), Level.HINT)

    def _about(self, protection: Protection) -> str:
        if protection.keyring is KeyringProblem.LOCKED:
            return self.tr("This computer's keyring is locked, so its key cannot be taken from there.")
        return self.tr("This computer has no keyring, so it is asked for each time.")

    def _on_show_toggled(self, is_shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)

    def _on_text_changed(self, text: str) -> None:
        self.open_button.setEnabled(bool(text.strip()))

    def _try(self) -> None:
        typed, keep = self.edit.text(), self.keep_box.isChecked() and self.keep_box.isVisible()
        if not typed.strip():
            return
        self._set_waiting(True)
        attempt = partial(services.encryption.unlock_with, self._path, typed, keep=keep)
        self._tasks.aside(self, attempt, self._on_unlocked, self._on_failed)

    def _on_unlocked(self, _: None) -> None:
        self.edit.clear()
        self.unlocked.emit(self._path)

    def _on_failed(self, error: Exception) -> None:
        self._set_waiting(False)
        if not isinstance(error, AppError):
            raise error
        self.message.say(failure_words(error), Level.ERROR)
        self.edit.selectAll()
        self.edit.setFocus()

    def _set_waiting(self, is_waiting: bool) -> None:
        self.edit.setReadOnly(is_waiting)
        self.open_button.setEnabled(not is_waiting and bool(self.edit.text().strip()))
        self.open_button.setText(self.tr("Opening…") if is_waiting else self.tr("Open"))
