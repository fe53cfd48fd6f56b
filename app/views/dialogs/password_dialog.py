"""Another password for a shared database: one's own, one's own in place of the one that was given, or somebody else's."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.servers import ServerAddress
from app.overriding import override
from app.views.dialogs.passphrase_box import PassphraseBox
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

    Signals:
        changed: (sentence) the server takes the new one from now on, and what to say of it.
    """

    changed = Signal(str)

    def __init__(self, tasks: DatabaseTasks, address: ServerAddress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._address = tasks, address
        self.label = WrappedLabel(self)
        self.box = PasswordBox(tasks, self)
        self.box.names = (address.user, address.user.partition(".")[2], address.database)
        self.change_box = QCheckBox(self.tr("It has to be changed at the &first sign-in"), self)
        self.message = MessageLine(self)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.set_button = self._buttons.addButton(self.tr("Change password"), QDialogButtonBox.ButtonRole.ActionRole)
        self._is_busy = False
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

    def _take_over(self, password: str) -> None:
        """The server has the new one: now this computer is to know it."""
        take_over = partial(services.logins.take_over, self._address, password)
        self._tasks.aside(self, take_over, self._on_own_changed, self._on_failed)

    def _on_own_changed(self, is_kept: bool) -> None:
        said = self.tr("Your password is changed")
        if not is_kept:
            said = self.tr(
                "Your password is changed; this computer's keyring was not told, so the next start asks for it"
            )
        self._end(said)

    def _end(self, said: str) -> None:
        self.changed.emit(said)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(False)
        if not isinstance(error, AppError):
            raise error
        self.message.say(failure_words(error), Level.ERROR)
        self.adjustSize()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.box.setEnabled(not is_busy)
        self._show_acts()

    @override
    def done(self, result: int) -> None:
        self.box.clear()
        super().done(result)


class OwnPasswordDialog(PasswordDialog):
    """For whoever is signed in, and so has shown that they know the former one."""

    def __init__(self, tasks: DatabaseTasks, address: ServerAddress, parent: QWidget | None = None) -> None:
        super().__init__(tasks, address, parent)
        text = self.tr("{user} signs in to {database} with the new password from then on, on every computer.")
        self.label.setText(text.format(user=isolated(address.user), database=isolated(address.database)))

    @override
    def _store(self, password: str) -> None:
        store = partial(services.logins.set_own_password, password=password)
        self._tasks.write(self, store, lambda _: self._take_over(password), self._on_failed)


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
        replace = partial(services.logins.replace_given, self._address, password)
        self._tasks.aside(self, replace, self._on_own_changed, self._on_failed)


class StaffPasswordDialog(PasswordDialog):
    """For a member of staff, by somebody who may edit them.

    Signals:
        own_changed: it was whoever is signed in.
    """

    own_changed = Signal()

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
        to_change = self.change_box.isChecked()
        store = partial(services.logins.set_password, staff_id=self._staff_id, password=password, to_change=to_change)
        self._tasks.write(self, store, partial(self._on_stored, password), self._on_failed)

    def _on_stored(self, password: str, is_own: bool) -> None:
        if is_own:
            self.changed.connect(lambda said: self.own_changed.emit())
            self._take_over(password)
        else:
            self._end(self.tr("{name} has another password").format(name=isolated(self._name)))
