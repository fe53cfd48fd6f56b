"""What sees to it that nothing is lost, as the window holds it: unsaved text, automatic backups, and looking into them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QMessageBox

from app import paths, services
from app.background import DatabaseTasks
from app.errors import AppError, CancelledError
from app.jobs import Jobs
from app.models.servers import ServerAddress
from app.services import file_jobs
from app.settings import Settings
from app.views.auto_backups import SHARES, AutoBackups
from app.views.browsing import Browsing
from app.views.file_acts import FileActs
from app.views.forms.questions import ask
from app.views.forms.record_pane import RecordPane
from app.views.open_work import OpenWork
from app.views.status_line import StatusLine
from app.views.unsaved_text import UnsavedText

if TYPE_CHECKING:
    from app.services.automatic_backups import Backup
    from app.services.files import FileFacts
    from app.store.database import Database
    from app.views.dialogs.backups_dialog import BackupsDialog


class Safety(QObject):
    """Made when the first database is open and its rows are shown.

    Signals:
        open_wanted: (path, whether it is frozen) of a file that is to be opened.
        failed: an error of a job.
    """

    open_wanted = Signal(object, bool)
    failed = Signal(object)

    def __init__(
        self,
        tasks: DatabaseTasks,
        jobs: Jobs,
        settings: Settings,
        work: OpenWork,
        files: FileActs,
        status: StatusLine,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._tasks, self._jobs, self._files, self._status, self._window = tasks, jobs, files, status, window
        self._work = work
        self._database: Database | None = None
        self._path: Path | None = None
        self._node = 0
        self.unsaved = UnsavedText(tasks, work.desk, status, window)
        self.backups = AutoBackups(tasks, jobs, settings, self)
        self.browsing = Browsing(tasks, jobs, work.desk.customers, window)
        self.dialog: BackupsDialog | None = None
        self.backups.said.connect(status.say)
        self.backups.made.connect(self._refresh_dialog)
        self.browsing.said.connect(status.say)
        self.browsing.failed.connect(self.failed)
        self.browsing.open_wanted.connect(self.open_wanted)

    def watch(self, pane: RecordPane) -> None:
        """Keep what is typed in this pane."""
        self.unsaved.watch(pane)

    def begin(self, database: Database, facts: FileFacts) -> None:
        """Look after the database that is open now; once, however often its facts are read again."""
        if database is self._database:
            return
        self._database = database
        if not isinstance(database.place, Path):  # whoever looks after the server backs it up
            self._begin_shared(database.place, facts)
            return
        path = database.place
        self.browsing.show(path)
        if self.browsing.is_on(path):
            self.unsaved.stop()
            self.backups.stop()
            return
        if self.dialog is not None and path != self._path:
            self.dialog.close()  # opened in the moment before, it lists the backups of the file before
        self._path, self._node = path, facts.node
        self.unsaved.begin(path, facts.node, database.key)
        self.backups.begin(path, facts.node)

    def _begin_shared(self, address: ServerAddress, facts: FileFacts) -> None:
        self.browsing.show(Path())
        self.backups.stop()
        if self.dialog is not None:
            self.dialog.close()
        self._path, self._node = None, facts.node
        self.unsaved.begin(address, facts.node, None)

    def show_backups(self) -> None:
        """The backups of the database that is open, or of the one whose backup is looked at."""
        if self._path is None:
            return
        if self.dialog is None:
            self.dialog = self._made_dialog(self._path)
        self._refresh_dialog()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _made_dialog(self, path: Path) -> BackupsDialog:
        from app.views.dialogs.backups_dialog import BackupsDialog

        dialog = BackupsDialog(path, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.made_wanted.connect(self.backups.make_now)
        dialog.show_share(self.backups.share(), SHARES)
        dialog.share_box.valueChanged.connect(self.backups.set_share)
        dialog.browse_wanted.connect(partial(self._browse, path))
        dialog.new_file_wanted.connect(lambda backup: self._files.restore_from(backup.path))
        dialog.in_place_wanted.connect(partial(self._ask_to_restore, path))
        dialog.destroyed.connect(self._on_dialog_gone)
        return dialog

    def _on_dialog_gone(self) -> None:
        self.dialog = None

    def _refresh_dialog(self) -> None:
        if self.dialog is not None and self._path is not None:
            listing = partial(_list, self._path, self._node)
            self._tasks.aside(self, listing, self._on_listed, self.failed.emit)

    def _on_listed(self, backups: tuple[Backup, ...]) -> None:
        if self.dialog is None:
            return
        self.dialog.show_backups(backups)
        if backups:
            self._jobs.start(
                self.dialog,
                self.tr("Checking the backups"),
                file_jobs.check_backups,
                tuple(backup.path for backup in backups),
                on_success=self.dialog.show_found,
                on_error=self._on_unchecked,
            )

    def _on_unchecked(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.show_unchecked()
        if not isinstance(error, CancelledError):
            self.failed.emit(error)

    def _browse(self, path: Path, backup: Backup) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self.browsing.begin(backup, path)

    def _ask_to_restore(self, path: Path, backup: Backup) -> None:
        if self.dialog is None:
            return
        ask(
            self.dialog,
            self.tr("Put this backup in place of today's file?"),
            self.tr(
                "Everything saved since then will be missing from the file. Today's file is set aside beside it, under "
                "another name; no other window may have it open."
            ),
            [
                (self.tr("Restore"), QMessageBox.ButtonRole.DestructiveRole, partial(self._leave, backup, path)),
                (self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole, None),
            ],
        )

    def _leave(self, backup: Backup, path: Path) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self._work.leave_all(partial(self._let_go, backup, path))

    def _let_go(self, backup: Backup, path: Path) -> None:
        if path != self._path:  # another file was opened meanwhile, whose place the backup must not take
            return
        self.unsaved.stop()
        self.backups.stop()
        self._tasks.lend(self, partial(self._restore, backup, path))

    def _restore(self, backup: Backup, path: Path) -> None:
        self._jobs.start(
            self,
            self.tr("Restoring {0}").format(backup.path.name),
            file_jobs.restore_in_place,
            backup.path,
            path,
            self._node,
            on_success=partial(self._on_restored, path),
            on_error=partial(self._on_not_restored, path),
        )

    def _on_restored(self, path: Path, aside: Path | None) -> None:
        self.open_wanted.emit(path, False)
        if aside is not None:
            self._status.say(self.tr("Restored. The file that was there is now {0}").format(aside))

    def _on_not_restored(self, path: Path, error: Exception) -> None:
        self.open_wanted.emit(path, False)
        if not isinstance(error, AppError):
            raise error
        self.failed.emit(error)


def _list(path: Path, node: int) -> tuple[Backup, ...]:
    return services.automatic_backups.list_backups(paths.backups_folder(), path, node)
