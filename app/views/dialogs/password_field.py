"""Where the password of a server is typed, unless this computer's keyring has it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from app.errors import KeyringProblem
from app.views.widgets.message_line import Level, MessageLine


class PasswordField(QWidget):
    """What is typed goes before what is kept, which never gets here.

    Signals:
        edited: somebody typed another one.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_kept = False
        self._keyring: KeyringProblem | None = None
        self.edit = QLineEdit(self)
        self.show_box = QCheckBox(self.tr("Sho&w what is typed"), self)
        self.keep_box = QCheckBox(self.tr("Keep it in this comp&uter's keyring"), self)
        self.message = MessageLine(self)
        self._lay_out()
        self.edit.textEdited.connect(lambda _: self.edited.emit())
        self.show_box.toggled.connect(self._on_show_toggled)

    def _lay_out(self) -> None:
        self.edit.setAccessibleName(self.tr("Password"))
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.keep_box.setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.edit, self.message, self.show_box, self.keep_box):
            layout.addWidget(widget)

    def is_to_be_kept(self) -> bool:
        """Whether it was typed, and is to be kept from now on."""
        return self._keyring is None and self.keep_box.isChecked() and bool(self.edit.text())

    def is_to_be_forgotten(self) -> bool:
        """Whether one is kept that is to be asked for from now on."""
        return self._is_kept and not self.keep_box.isChecked()

    def clear(self) -> None:
        """Forget what was typed."""
        self.edit.clear()
        self.show_box.setChecked(False)
        self.show_kept(is_kept=False, keyring=self._keyring)

    def show_kept(self, *, is_kept: bool, keyring: KeyringProblem | None) -> None:
        """Say whether the keyring has one, or why it has none.

        Args:
            is_kept: nothing need be typed.
            keyring: why it can't be used; None if it can.
        """
        self._is_kept, self._keyring = is_kept, keyring
        self.keep_box.setVisible(keyring is None)
        if is_kept:
            self.keep_box.setChecked(True)
        words = self.tr("kept in this computer's keyring") if is_kept else ""
        self.edit.setPlaceholderText(words)
        self.edit.setAccessibleDescription(words)
        self.message.show_message(self._about(keyring), Level.HINT)

    def _about(self, keyring: KeyringProblem | None) -> str:
        match keyring:
            case None:
                return ""
            case KeyringProblem.LOCKED:
                return self.tr("This computer's keyring is locked, so the password is asked for each time.")
            case _:
                return self.tr("This computer has no keyring, so the password is asked for each time.")

    def _on_show_toggled(self, is_shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
