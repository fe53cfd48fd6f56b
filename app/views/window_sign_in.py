"""What becomes of the window with whoever signs in to its shared database: their password, and the end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from app import services
from app.background import DatabaseTasks
from app.errors import ServerError, ServerProblem
from app.models.servers import Place, ServerAddress
from app.views.failures import pass_over

if TYPE_CHECKING:
    from app.views.dialogs.password_change import PasswordChange
    from app.views.dialogs.password_dialog import PasswordDialog
    from app.views.main_window import MainWindow


class WindowSignIn(QObject):
    """Asks for passwords of their own, and lets the database go when they are not admitted any more."""

    def __init__(self, tasks: DatabaseTasks, window: MainWindow) -> None:
        super().__init__(window)
        self._tasks, self._main = tasks, window
        self.dialog: PasswordDialog | None = None
        window.reconnecting.shut_out.connect(self._on_shut_out)
        window.reconnecting.back.connect(self._on_back)
        window.dialogs.password_asked.connect(self._follow)

    def change_password(self) -> None:
        """Ask whoever is signed in for another password."""
        from app.views.dialogs.password_dialog import OwnPasswordDialog

        if isinstance(self._main.place, ServerAddress):
            self._show(OwnPasswordDialog(self._tasks, self._main.place, self._main))

    def on_not_opened(self, place: Place, error: Exception) -> None:
        """Ask for a password that nobody else knows, if that is what keeps the database from being opened."""
        is_given = isinstance(error, ServerError) and error.problem is ServerProblem.PASSWORD_GIVEN
        if is_given and isinstance(place, ServerAddress):
            from app.views.dialogs.password_dialog import FirstPasswordDialog

            dialog = FirstPasswordDialog(self._tasks, place, self._main)
            dialog.accepted.connect(lambda: self._main.open_place(place))
            self._show(dialog)

    def on_resumed(self) -> None:
        """Somebody signed in at the cover, maybe with another password, for which the connection may have waited."""
        self._main.sharing.tell_jobs()
        self._main.reconnecting.try_now()

    def _on_back(self) -> None:
        """What somebody signed in with again may have been given to them just now; what they have open stays."""
        self._tasks.read(self, services.logins.has_given_password, self._on_looked, pass_over, patient=True)

    def _on_looked(self, is_given: bool) -> None:
        if is_given and self.dialog is None:
            self.change_password()

    def _show(self, dialog: PasswordDialog) -> None:
        if self.dialog is not None and not self.dialog.close():  # it waits for the server's answer
            dialog.deleteLater()
            return
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._follow(dialog.change)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _follow(self, change: PasswordChange) -> None:
        """Say what comes of it, also when its dialog is closed by then."""
        change.changed.connect(self._main.status.say)
        change.own_changed.connect(self._main.sharing.tell_jobs)

    def _on_finished(self) -> None:
        self.dialog = None

    def _on_shut_out(self, error: ServerError) -> None:
        """Close all that is open, without a question: what was typed stays where unsaved text is kept, sealed."""
        window, place = self._main, self._main.place
        if place is None:
            return
        window.watcher.stop()
        if "safety" in window.__dict__:  # made only once there was something to look after
            window.safety.unsaved.stop()
        window.opening.close()
        window.reconnecting.end()
        self._tasks.lend(window, self._tasks.lost_work.forget)
        window.setWindowTitle("Deskbook")
        window.status.show_none()
        window.places.show_problem(place, error, None)
