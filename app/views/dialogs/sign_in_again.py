"""The question for the password of a shared database that is open, after it was changed elsewhere."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, KeyringError
from app.models.servers import ServerAddress
from app.views.dialogs.password_field import PasswordField
from app.views.widgets.countdown import Countdown
from app.views.widgets.message_line import Level, MessageLine
from app.views.widgets.wrapped_label import WrappedLabel
from app.views.words import failure_words, isolated

if TYPE_CHECKING:
    from app.services.servers import Keeping, SignIn


class SignInAgain(QDialog):
    """Whatever is open in the window stays as it is meanwhile.

    Signals:
        signed_in: the server takes the password, which this process knows from now on.
    """

    signed_in = Signal()

    def __init__(self, tasks: DatabaseTasks, address: ServerAddress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._address = tasks, address
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Sign in again"))
        self.label = WrappedLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.password = PasswordField(self)
        self.message = MessageLine(self)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.sign_in_button = self._buttons.addButton(self.tr("Sign in"), QDialogButtonBox.ButtonRole.ActionRole)
        self._pause = Countdown((self.sign_in_button,), self)
        self._lay_out()
        self._pause.start(services.tries.seconds_left(address))
        self.sign_in_button.clicked.connect(self._try)
        self._buttons.rejected.connect(self.reject)
        tasks.aside(self, partial(services.servers.keeping, address), self._on_keeping, self._on_failed)

    def _lay_out(self) -> None:
        text = self.tr("The password of {user} for {database} was changed. What you typed in the window stays there.")
        names = {"user": isolated(self._address.user), "database": isolated(self._address.database)}
        self.label.setText(text.format(**names))
        self.sign_in_button.setDefault(True)
        layout = QVBoxLayout(self)
        for part in (self.label, self.password, self.message, self._buttons):
            layout.addWidget(part)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self.password.edit.setFocus()

    def _on_keeping(self, keeping: Keeping) -> None:
        self.password.show_kept(is_kept=False, keyring=keeping.keyring)

    def _try(self) -> None:
        typed = self.password.edit.text()
        if not typed:
            self._say(self.tr("Type the new password."))
            return
        self.sign_in_button.setEnabled(False)
        sign_in = partial(_sign_in, self._address, typed, keep=self.password.is_to_be_kept())
        self._tasks.aside(self, sign_in, self._on_signed_in, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        services.tries.note_failure(self._address, error)
        self._on_failed(error)
        self._pause.start(services.tries.seconds_left(self._address))

    def _on_signed_in(self, _: SignIn) -> None:
        services.tries.note_success(self._address)
        self.signed_in.emit()
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.sign_in_button.setEnabled(not self._pause.is_running())
        if not isinstance(error, AppError):
            raise error
        self._say(failure_words(error))

    def _say(self, text: str) -> None:
        self.message.say(text, Level.ERROR)
        self.adjustSize()


def _sign_in(address: ServerAddress, typed: str, *, keep: bool) -> SignIn:
    """See whether the server takes it; if it does, this process signs in with it from now on."""
    found = services.servers.sign_in(address, typed)
    services.told.remember_password(address, typed)
    if keep:
        with suppress(KeyringError):  # then it is asked for next time
            services.servers.keep_password(address, typed)
    return found
