"""Another password for a shared database: one's own, one's own in place of the one that was given, or somebody else's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.background import DatabaseTasks
from app.errors import AppError
from app.models.servers import ServerAddress
from app.overriding import override
from app.views.dialogs.passphrase_box import PassphraseBox
from app.views.dialogs.password_change import PasswordChange
from app.views.widgets.message_line import Level, MessageLine
from app.views.widgets.wrapped_label import WrappedLabel
from app.views.words import failure_words, isolated

_LETTERS = 64


class PasswordBox(PassphraseBox):
    """The same for a password."""

    @override
    def _called(self) -> tuple[str, str]:
        return self.tr("New password"), self.tr("New password once more")


class PasswordDialog(QDialog):
    """Typed twice, judged as one types. What it is for, and how it is stored, is said by those below.

    It stays until it is known whether the server has the new one, which could be told to nobody otherwise.

    Attributes:
        change: what is under way; it comes to its end without the dialog, too.
    """

    def __init__(self, tasks: DatabaseTasks, address: ServerAddress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = WrappedLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.box = PasswordBox(tasks, self)
        self.box.names = (address.user, address.user.partition(".")[2], address.database)
        self.change_box = QCheckBox(self.tr("It has to be changed at the &first sign-in"), self)
        self.message = MessageLine(self)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.set_button = self._buttons.addButton(self.tr("Change password"), QDialogButtonBox.ButtonRole.ActionRole)
        self._is_busy = self._is_in_doubt = False
        self.change = PasswordChange(tasks, address)
        self.change.changed.connect(self.accept)
        self.change.failed.connect(self._on_failed)
        self.change.doubted.connect(self._on_doubted)
        self._lay_out()
        self.box.changed.connect(self._show_acts)
        self.set_button.clicked.connect(self._set)
        self._buttons.rejected.connect(self.reject)
        self._show_acts()

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Change password"))
        self.change_box.setChecked(True)
        self.change_box.hide()
        self.set_button.setDefault(True)
        layout = QVBoxLayout(self)
        for part in (self.label, self.box, self.change_box, self.message, self._buttons):
            layout.addWidget(part)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        self.box.edit.setFocus()

    def _show_acts(self) -> None:
        self.set_button.setEnabled(bool(self.box.passphrase()) and not self._is_busy)

    def _set(self) -> None:
        password = self.box.passphrase()
        if password:
            self._set_busy(True)
            self._store(password)

    def _store(self, password: str) -> None:
        raise NotImplementedError

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(False)
        if not isinstance(error, AppError):
            raise error
        self._say(failure_words(error), Level.ERROR)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy, self._is_in_doubt = is_busy, False
        self.box.setEnabled(not is_busy)
        self._show_acts()

    def _on_doubted(self) -> None:
        """It may take long until that is known; nobody has to wait for it."""
        self._is_in_doubt = True
        text = self.tr(
            "The connection was lost just when the password was being changed. Whether it is changed is looked up as soon as "
            "there is one again."
        )
        self._say(text, Level.WARNING)

    def _say(self, text: str, level: Level) -> None:
        self.message.say(text, level)
        self.adjustSize()

    @override
    def reject(self) -> None:
        if self._is_busy and not self._is_in_doubt:
            self._say(self.tr("The server is being told just now. Wait until it has answered."), Level.WARNING)
        else:
            super().reject()

    @override
    def done(self, result: int) -> None:
        self.box.clear()
        self.change.let_go()
        super().done(result)


class OwnPasswordDialog(PasswordDialog):
    """For whoever is signed in, and so has shown that they know the former one."""

    def __init__(self, tasks: DatabaseTasks, address: ServerAddress, parent: QWidget | None = None) -> None:
        super().__init__(tasks, address, parent)
        text = self.tr("{user} signs in to {database} with the new password from then on, on every computer.")
        self.label.setText(text.format(user=isolated(address.user), database=isolated(address.database)))

    @override
    def _store(self, password: str) -> None:
        self.change.set_own(password)


class FirstPasswordDialog(PasswordDialog):
    """For whoever signs in with what somebody else gave them, before the database is open."""

    def __init__(self, tasks: DatabaseTasks, address: ServerAddress, parent: QWidget | None = None) -> None:
        super().__init__(tasks, address, parent)
        self.setWindowTitle(self.tr("Choose a password of your own"))
        text = self.tr(
            "Somebody else gave {user} the password for {database}. Choose one that nobody else knows; then the database is "
            "opened."
        )
        self.label.setText(text.format(user=isolated(address.user), database=isolated(address.database)))

    @override
    def _store(self, password: str) -> None:
        self.change.replace_given(password)


class StaffPasswordDialog(PasswordDialog):
    """For a member of staff, by somebody who may edit them."""

    def __init__(
        self, tasks: DatabaseTasks, address: ServerAddress, staff_id: int, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(tasks, address, parent)
        self._staff_id, self._name = staff_id, name
        self.box.names = (*self.box.names, name)
        self.setWindowTitle(self.tr("Set password"))
        self.set_button.setText(self.tr("Set password"))
        self.change_box.show()
        text = self.tr("{name} signs in with this password from then on. Tell them so that nobody else hears it.")
        self.label.setText(text.format(name=isolated(name)))

    @override
    def _store(self, password: str) -> None:
        self.change.give(self._staff_id, self._name, password, to_change=self.change_box.isChecked())
