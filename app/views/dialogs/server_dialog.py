"""What the dialogs around the address of a shared database have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.background import DatabaseTasks
from app.errors import AppError, KeyringError, ServerError
from app.models.servers import ServerAddress
from app.overriding import override
from app.settings import Settings
from app.views.dialogs.server_form import ServerForm
from app.views.known_servers import remember
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import failure_words

T = TypeVar("T")


class ServerDialog(QDialog):
    """Asks a server about what stands in the form; whatever is edited meanwhile makes the answer void.

    Signals:
        chosen: (ServerAddress, password) the database to be opened; it was there a moment ago.
    """

    chosen = Signal(object, str)

    form: ServerForm
    message: MessageLine

    def __init__(self, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._settings = tasks, settings
        self._question = 0

    def address(self) -> ServerAddress | None:
        """What is typed, if it is an address; what keeps it from being one is said."""
        address = self.form.address()
        if address is None:
            self.form.show_missing()
        return address

    def ask(
        self, question: Callable[[], T], then: Callable[[T], None], in_vain: Callable[[Exception], None] | None = None
    ) -> None:
        """Ask the server.

        Args:
            in_vain: hears of a refusal before it is said, and also of one that is not wanted any more.
        """
        self.drop_answer()
        self.set_waiting(True)
        self.message.say(self.tr("Asking the server…"), Level.HINT)
        refused = partial(self._on_refused, in_vain, self.if_wanted(self.show_refusal))
        self._tasks.aside(self, question, self.if_wanted(then), refused)

    def _on_refused(
        self, in_vain: Callable[[Exception], None] | None, say: Callable[[Exception], None], error: Exception
    ) -> None:
        if in_vain is not None:
            in_vain(error)
        say(error)

    def if_wanted(self, then: Callable[[T], None]) -> Callable[[T], None]:
        """The same, unless what the answer is about has been edited by the time it is there."""
        return partial(self._go_on, self._question, then)

    def _go_on(self, question: int, then: Callable[[T], None], answer: T) -> None:
        if question == self._question:
            self.set_waiting(False)
            then(answer)

    def drop_answer(self) -> None:
        """What is said, or was asked, is about something else than what stands there now."""
        self._question += 1
        self.set_waiting(False)
        self.message.show_message("", Level.HINT)

    def set_waiting(self, is_waiting: bool) -> None:
        """Let nothing be begun while there is no answer."""
        raise NotImplementedError

    def show_refusal(self, error: Exception) -> None:
        """Say why not, and go to the field that it is about."""
        if not isinstance(error, AppError):
            raise error
        self.message.say(failure_words(error), Level.ERROR)
        if isinstance(error, ServerError):
            self.form.focus_cause(error.problem)

    def show_not_kept(self, words: str, error: Exception) -> None:
        """Say what to do about a keyring that did not do as it was told."""
        if not isinstance(error, KeyringError):
            raise error
        self.form.password.show_kept(is_kept=False, keyring=error.problem)
        self.message.say(words, Level.WARNING)

    def end(self, address: ServerAddress, password: str) -> None:
        """The database is to be opened, and known from now on."""
        remember(self._settings, address)
        self.accept()
        self.chosen.emit(address, password)

    @override
    def done(self, result: int) -> None:
        self._question += 1
        self.form.password.clear()
        super().done(result)
