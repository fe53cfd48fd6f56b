"""What people who work in one database at once see of each other, as the window holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow

from app.background import DatabaseTasks
from app.views.open_work import OpenWork
from app.views.presence import Presence
from app.views.watcher import Watcher

if TYPE_CHECKING:
    from app.store.database import Database
    from app.views.dialogs.together_dialog import TogetherDialog
    from app.views.forms.record_pane import RecordPane


class Together(QObject):
    """Made when the first database is open and its rows are shown.

    Signals:
        failed: an error of something that was wanted.
        record_wanted: (id) of a customer who is to be opened.
    """

    failed = Signal(object)
    record_wanted = Signal(object)

    def __init__(self, tasks: DatabaseTasks, watcher: Watcher, work: OpenWork, window: QMainWindow) -> None:
        super().__init__(window)
        self._tasks, self._window = tasks, window
        self.dialog: TogetherDialog | None = None
        self.presence = Presence(tasks, watcher, work.customers, self)
        self.presence.failed.connect(self.failed)

    def watch(self, pane: RecordPane) -> None:
        """Let others know what is edited in this pane."""
        self.presence.watch(pane)

    def begin(self, database: Database) -> None:
        """Work together with whoever has this database open."""
        self.presence.begin(database)

    def show_dialog(self) -> None:
        """Who works here just now, and by which rules."""
        if self.dialog is None:
            from app.views.dialogs.together_dialog import TogetherDialog

            self.dialog = TogetherDialog(self._tasks, self.presence, self._window)
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
