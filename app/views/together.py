"""What people who work in one database at once see of each other, as the window holds it."""

from __future__ import annotations

from secrets import randbits
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow

from app.background import DatabaseTasks
from app.views.open_work import OpenWork
from app.views.presence import Presence
from app.views.sessions import Sessions
from app.views.watcher import Watcher

if TYPE_CHECKING:
    from app.services.files import FileFacts
    from app.store.database import Database
    from app.views.dialogs.together_dialog import TogetherDialog
    from app.views.forms.record_pane import RecordPane


class Together(QObject):
    """Made when the first database is open and its rows are shown.

    Signals:
        failed: an error of something that was wanted.
        record_wanted: (RecordKey) of a record that is to be opened.
        resumed: somebody has signed in again; what is shown is from before.
        quit_wanted: without a question; what is not saved is kept as after a crash.
    """

    failed = Signal(object)
    record_wanted = Signal(object)
    resumed = Signal()
    quit_wanted = Signal()

    def __init__(self, tasks: DatabaseTasks, watcher: Watcher, work: OpenWork, window: QMainWindow) -> None:
        super().__init__(window)
        self._tasks, self._window = tasks, window
        self.dialog: TogetherDialog | None = None
        self.presence = Presence(tasks, watcher, work.desk, self)
        self.sessions = Sessions(tasks, work, window)
        self._work = work
        self._database: Database | None = None
        self._before: Database | None = None
        self._facts: FileFacts | None = None
        self.presence.failed.connect(self.failed)
        self.presence.seen_anew.connect(self._on_seen)
        self.sessions.covered.connect(self.presence.stop)
        self.sessions.resumed.connect(self._on_resumed)
        self.sessions.quit_wanted.connect(self.quit_wanted)

    def watch(self, pane: RecordPane) -> None:
        """Let others know what is edited in this pane."""
        self.presence.watch(pane)

    def begin(self, database: Database, facts: FileFacts) -> None:
        """Work together with whoever has this database open; once, however often its facts are read again."""
        if database is self._database:
            return
        self._database, self._facts = database, facts
        number = randbits(62)
        self.sessions.begin(database, number, facts.company_id, facts.user)
        if not self.sessions.veil.is_drawn():
            self.presence.begin(database, number)

    def _on_seen(self) -> None:
        if self.presence.seen is not None:
            self.sessions.on_seen(self.presence.seen)

    def _on_resumed(self, number: int) -> None:
        """Whoever comes back edits on what they edited, unless somebody else has come first."""
        if self._database is not None:
            self.presence.begin(self._database, number)
        self.resumed.emit()

    def show_dialog(self) -> None:
        """Who works here just now, and by which rules."""
        if self.dialog is None:
            from app.views.dialogs.together_dialog import TogetherDialog

            self.dialog = TogetherDialog(self._tasks, self.presence, self.sessions, self._window)
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.destroyed.connect(self._on_dialog_gone)
            self.dialog.record_wanted.connect(self.record_wanted)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _on_dialog_gone(self) -> None:
        self.dialog = None

    def stop(self) -> None:
        """The database is about to be let go."""
        self.presence.stop()
        self.sessions.stop()
        if self._database is not None:
            self._before, self._database = self._database, None

    def go_on(self) -> None:
        """The database is not let go after all."""
        if self._before is not None and self._facts is not None:
            self.begin(self._before, self._facts)

    def sign_out(self) -> None:
        """End the session, once what is not saved was asked about."""
        if self.sessions.is_running:
            self._work.leave_all(self._ask_why)

    def _ask_why(self) -> None:
        from app.views.dialogs.sign_out_dialog import SignOutDialog

        dialog = SignOutDialog(self._window, is_asked=self.sessions.asks_reason)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.sessions.sign_out(dialog.reason(), dialog.description()))
        dialog.open()
