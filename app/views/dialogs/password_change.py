"""Another password, on its way to the server and then to this computer, whatever becomes of the dialog that asked for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app import services
from app.background import DatabaseTasks
from app.models.servers import ServerAddress
from app.views.words import isolated

if TYPE_CHECKING:
    import sqlalchemy as sa

T = TypeVar("T")


class PasswordChange(QObject):
    """Belongs to the background work: where the server has the new one, this process, its jobs and the keyring get it.

    Signals:
        changed: (sentence) the server takes the new one from now on, and what to say of it.
        own_changed: it is that of whoever is signed in.
        failed: (Exception) the server keeps the former one.
        doubted: the connection was lost just then; one of the others follows when there is another.
    """

    changed = Signal(str)
    own_changed = Signal()
    failed = Signal(object)
    doubted = Signal()

    def __init__(self, tasks: DatabaseTasks, address: ServerAddress) -> None:
        super().__init__(tasks)
        self._tasks, self._address = tasks, address
        self._is_let_go = self._is_running = False

    def let_go(self) -> None:
        """The dialog is closed: what fails from now on is told by the window."""
        self._is_let_go = True
        if not self._is_running:
            self.deleteLater()

    def set_own(self, password: str) -> None:
        """Change the password of whoever is connected."""
        store = partial(services.logins.set_own_password, password=password)
        self._write(store, lambda _: self._take_over(password))

    def replace_given(self, password: str) -> None:
        """Change the password of whoever is not let in before they have one of their own."""
        self._is_running = True
        replace = partial(services.logins.replace_given, self._address, password)
        self._tasks.aside(self, replace, self._on_taken_over, self._on_failed)

    def give(self, staff_id: int, name: str, password: str, *, to_change: bool) -> None:
        """Change the password of a member of staff, who may be whoever is connected."""
        store = partial(services.logins.set_password, staff_id=staff_id, password=password, to_change=to_change)
        said = self.tr("{name} has another password").format(name=isolated(name))
        self._write(store, lambda is_own: self._take_over(password) if is_own else self._end(said))

    def _write(self, store: Callable[[sa.Connection], T], then: Callable[[T], None]) -> None:
        self._is_running = True
        self._tasks.write(self, store, then, self._on_failed, lambda mark: self.doubted.emit())

    def _take_over(self, password: str) -> None:
        """The server has the new one: now this computer is to know it."""
        take_over = partial(services.logins.take_over, self._address, password)
        self._tasks.aside(self, take_over, self._on_taken_over, self._on_failed)

    def _on_taken_over(self, is_kept: bool) -> None:
        self.own_changed.emit()
        said = self.tr("Your password is changed")
        if not is_kept:
            said = self.tr(
                "Your password is changed; this computer's keyring was not told, so the next start asks for it"
            )
        self._end(said)

    def _end(self, said: str) -> None:
        self._is_running = False
        self.changed.emit(said)
        if self._is_let_go:
            self.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        self._is_running = False
        if self._is_let_go:
            self.deleteLater()
            self._tasks.failed.emit(error)
        else:
            self.failed.emit(error)
