"""Whether the open file is encrypted and what that means; turning it on and off, and its recovery key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import paths, services
from app.background import DatabaseTasks
from app.errors import AppError, KeyringError
from app.services import file_jobs
from app.views.dialogs.passphrase_box import PassphraseBox
from app.views.dialogs.recovery_key_page import RecoveryKeyPage
from app.views.file_sharing import FileSharing
from app.views.forms.questions import ask
from app.views.widgets.lock_mark import LockMark
from app.views.widgets.message_line import Level, MessageLine
from app.views.widgets.wrapped_label import WrappedLabel
from app.views.words import failure_words

if TYPE_CHECKING:
    from app.services.encryption import Protection

_WIDTH_IN_LETTERS = 84


class EncryptionDialog(QDialog):
    """What is true at first, then a step at a time; nothing happens to the file before the last one."""

    def __init__(self, tasks: DatabaseTasks, sharing: FileSharing, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._sharing, self._path = tasks, sharing, path
        self._protection: Protection | None = None
        self._key = b""
        self._next: Callable[[], None] | None = None
        self.setWindowTitle(self.tr("Encryption"))
        self.steps = QStackedWidget(self)
        self.message = MessageLine(self)
        self._state = self._make_state()
        self.passphrase_label = WrappedLabel(self)
        self.passphrase_box = PassphraseBox(tasks, self)
        self._passphrase = self._make_passphrase()
        self.recovery = RecoveryKeyPage(tasks, self)
        self.next_button = QPushButton(self)
        self._lay_out()
        self.passphrase_box.changed.connect(self._update_next)
        self.recovery.changed.connect(self._update_next)
        self.next_button.clicked.connect(self._on_next)
        self._read()

    def _make_state(self) -> QWidget:
        page = QWidget(self)
        self.lock_mark = LockMark(page)
        self.state_label = WrappedLabel(page)
        self.more_label = WrappedLabel(page)
        self.on_button = QPushButton(self.tr("Turn encryption on…"), page)
        self.recovery_button = QPushButton(self.tr("Show the recovery key…"), page)
        self.passphrase_button = QPushButton(self.tr("Change the passphrase…"), page)
        self.off_button = QPushButton(self.tr("Turn encryption off…"), page)
        self.on_button.clicked.connect(self._start_turning_on)
        self.recovery_button.clicked.connect(self._ask_to_show)
        self.passphrase_button.clicked.connect(self._start_changing)
        self.off_button.clicked.connect(self._ask_to_turn_off)
        line = QHBoxLayout()
        line.addWidget(self.lock_mark)
        line.addWidget(self.state_label, 1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.more_label)
        layout.addSpacing(8)
        for button in self._acts():
            button.setAutoDefault(False)
            button.hide()
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch()
            layout.addLayout(row)
        layout.addStretch()
        return page

    def _acts(self) -> tuple[QPushButton, ...]:
        return self.on_button, self.recovery_button, self.passphrase_button, self.off_button

    def _make_passphrase(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.passphrase_label)
        layout.addWidget(self.passphrase_box)
        layout.addStretch()
        return page

    def _lay_out(self) -> None:
        for page in (self._state, self._passphrase, self.recovery):
            self.steps.addWidget(page)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.buttons.addButton(self.next_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        self.next_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.steps, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)
        self.resize(self.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS, self.fontMetrics().lineSpacing() * 16)

    def _read(self) -> None:
        self._show_step(self._state)
        self.state_label.setText(self.tr("Looking at the file…"))
        look = partial(services.encryption.protection, self._path)
        self._tasks.aside(self, look, self._on_protection, self._on_failed)

    def _on_protection(self, protection: Protection) -> None:
        self._protection = protection
        is_on = protection.is_encrypted
        self.lock_mark.setVisible(is_on)
        words = self.tr("This file is encrypted.") if is_on else self.tr("This file is not encrypted.")
        self.state_label.setText(f"<b>{words}</b>")
        self.more_label.setText(self._meaning(protection))
        self.on_button.setVisible(not is_on)
        self.recovery_button.setVisible(is_on)
        self.passphrase_button.setVisible(is_on and protection.has_passphrase)
        self.off_button.setVisible(is_on)
        next(button for button in self._acts() if not button.isHidden()).setFocus()

    def _meaning(self, protection: Protection) -> str:
        if not protection.is_encrypted:
            return self.tr(
                "Whoever gets hold of the file, on a lost computer or a stick, can read all customers in it.<br><br>"
                "Encrypted, it opens on this computer as before, and nowhere else without its recovery key. Backups are "
                "encrypted as well. It takes about as long as a backup, and other windows let go of the file meanwhile.<br>"
                "<br>What the disk held before may stay on it for a while, on an SSD for long, where experts can find it; "
                "so may older backups, which stay as they are."
            )
        kept = self.tr("Its key is in the keyring of this computer, which opens it for whoever is signed in.")
        if protection.has_passphrase:
            kept = self.tr("A passphrase opens it, which is asked for each time.")
        return f"{kept}<br><br>" + self.tr(
            "On other computers, and when all else is lost, the recovery key opens it. Backups are encrypted as well, under "
            "the same key."
        )

    def _start_turning_on(self) -> None:
        self._key = services.encryption.new_key()
        if self._protection is not None and self._protection.keyring is None:
            self._show_new_key()
        else:
            self._ask_for_passphrase()

    def _ask_for_passphrase(self) -> None:
        self.passphrase_label.setText(
            self.tr(
                "This computer has no keyring that Deskbook could keep the key in, or it is locked. So choose a passphrase: "
                "it is asked for each time that the file is opened."
            )
        )
        self._show_step(self._passphrase, self.tr("Next"), self._show_new_key)
        self.passphrase_box.edit.setFocus()

    def _show_new_key(self) -> None:
        text = services.encryption.text_of(self._key)
        self.recovery.show_key(text, self._path, with_proof=True)
        self._show_step(self.recovery, self.tr("Encrypt now"), self._keep_key)
        self.recovery.print_button.setFocus()

    def _keep_key(self) -> None:
        self.next_button.setEnabled(False)
        passphrase = self.passphrase_box.passphrase()
        keep = partial(services.encryption.keep_key, self._path, self._key, passphrase)
        self._tasks.aside(self, keep, self._encrypt, self._on_not_kept)

    def _encrypt(self, _: None) -> None:
        label = self.tr("Encrypting {0}").format(self._path.name)
        self.accept()
        self._sharing.run_alone(
            self._path, label, file_jobs.encrypt, self._key, done=self.tr("The file is encrypted now")
        )

    def _on_not_kept(self, error: Exception) -> None:
        if isinstance(error, KeyringError):
            self._ask_for_passphrase()
        self._on_failed(error)

    def _start_changing(self) -> None:
        self.passphrase_label.setText(self.tr("The new passphrase holds from now on; the recovery key stays the same."))
        self.passphrase_box.clear()
        self._show_step(self._passphrase, self.tr("Change"), self._change)
        self.passphrase_box.edit.setFocus()

    def _change(self) -> None:
        change = partial(services.encryption.change_passphrase, self._path, self.passphrase_box.passphrase())
        self._tasks.aside(self, change, self._on_changed, self._on_failed)

    def _on_changed(self, _: None) -> None:
        self._read()
        self.message.say(self.tr("The passphrase was changed."), Level.HINT)

    def _ask_to_show(self) -> None:
        ask(
            self,
            self.tr("Show the recovery key?"),
            self.tr("Whoever sees it can read the file. See that nobody looks over your shoulder."),
            [
                (self.tr("Show it"), QMessageBox.ButtonRole.AcceptRole, self._show_key),
                (self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole, None),
            ],
        )

    def _show_key(self) -> None:
        read = partial(services.encryption.recovery_text, self._path)
        self._tasks.aside(self, read, self._on_key, self._on_failed)

    def _on_key(self, text: str) -> None:
        self.recovery.show_key(text, self._path, with_proof=False)
        self._show_step(self.recovery, self.tr("Back"), self._read)

    def _ask_to_turn_off(self) -> None:
        ask(
            self,
            self.tr("Turn encryption off?"),
            self.tr(
                "Then whoever gets hold of the file can read it. Backups made so far stay encrypted: keep the recovery key "
                "as long as you keep them."
            ),
            [
                (self.tr("Turn it off"), QMessageBox.ButtonRole.AcceptRole, self._decrypt),
                (self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole, None),
            ],
        )

    def _decrypt(self) -> None:
        label = self.tr("Decrypting {0}").format(self._path.name)
        self.accept()
        unsaved = paths.recovery_folder()
        self._sharing.run_alone(
            self._path, label, file_jobs.decrypt, unsaved, done=self.tr("The file is not encrypted any more")
        )

    def _show_step(self, page: QWidget, words: str = "", then: Callable[[], None] | None = None) -> None:
        self.message.show_message("", Level.HINT)
        self._next = then
        self.next_button.setText(words or self.tr("Next"))
        self.next_button.setVisible(then is not None)
        self.steps.setCurrentWidget(page)
        self._update_next()

    def _update_next(self) -> None:
        page = self.steps.currentWidget()
        needs_proof = page is self.recovery and not self.recovery.proof_edit.isHidden()
        is_ready = not needs_proof or self.recovery.is_proven()
        if page is self._passphrase:
            is_ready = bool(self.passphrase_box.passphrase())
        self.next_button.setEnabled(is_ready)

    def _on_next(self) -> None:
        if self._next is not None:
            self._next()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.message.say(failure_words(error), Level.ERROR)
        self._update_next()
