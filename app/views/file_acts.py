"""What the window does with whole files: choose, make, back up, restore, check, upgrade; the work is the job process's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app import paths
from app.errors import FileError, FileProblem
from app.jobs import Jobs
from app.models.servers import Place, name_of
from app.services import file_jobs

SUFFIX = ".deskbook"
BACKUP_SUFFIX = ".deskbook.gz"


class FileActs(QObject):
    """Dialogs and jobs about files.

    Signals:
        ready: (path) this file is to be opened now.
        said: (text) for the status bar.
        failed: (error) of a job.
        key_wanted: (path, act) the act is to be done again once the key of that backup is known.
    """

    ready = Signal(object)
    said = Signal(str)
    failed = Signal(object)
    key_wanted = Signal(object, object)

    def __init__(self, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._jobs = jobs
        self._window = window

    def open_file(self) -> None:
        """Let the person choose a database."""
        self._ask(self.tr("Open a database"), self.ready.emit, filters=self._databases())

    def new_file(self) -> None:
        """Let the person say where a new database goes."""
        self._ask(self.tr("New database"), self.make_empty, new=f"customers{SUFFIX}", filters=self._databases())

    def make_empty(self, path: Path) -> None:
        """Make an empty database and open it."""
        self._run(self.tr("Making {0}").format(path.name), file_jobs.make_empty, path, then=self.ready.emit)

    def make_sample(self, customers: int) -> None:
        """Make a database of invented customers in the person's data folder and open it."""
        path = _free(paths.data_folder() / f"sample-{customers}{SUFFIX}")
        label = self.tr("Making {0} invented customers").format(f"{customers:,}")
        self._run(label, file_jobs.make_sample, path, customers, then=self.ready.emit)

    def make_default(self) -> None:
        """Make the empty database that opens when no other is named."""
        self.make_empty(_free(paths.default_file()))

    def back_up(self, path: Path | None) -> None:
        """Let the person say where a backup of the open database goes."""
        if path is None:
            return
        name = f"{path.stem} {date.today().isoformat()}{BACKUP_SUFFIX}"

        def start(target: Path) -> None:
            self._run(
                self.tr("Backing up {0}").format(path.name), file_jobs.back_up, path, target, then=self._backed_up
            )

        self._ask(self.tr("Back up"), start, new=name, filters=self._backups())

    def restore(self) -> None:
        """Let the person choose a backup, and where what it holds goes; no file is replaced."""
        self._ask(self.tr("Choose a backup"), self.restore_from, filters=self._backups())

    def check(self, place: Place | None) -> None:
        """Look the open database over and say what was found."""
        if place is None:
            return
        self._run(self.tr("Checking {0}").format(name_of(place)), file_jobs.check, place, then=self._checked)

    def upgrade(self, path: Path) -> None:
        """Bring an older file up to date and open it."""
        self._run(self.tr("Upgrading {0}").format(path.name), file_jobs.upgrade, path, then=self.ready.emit)

    def restore_from(self, backup: Path) -> None:
        """Let the person say where what a backup holds goes; no file is replaced."""
        name = backup.name.removesuffix(BACKUP_SUFFIX).removesuffix(SUFFIX)
        start = partial(self.restore_to, backup)
        self._ask(self.tr("Restore as"), start, new=f"{name}{SUFFIX}", filters=self._databases())

    def restore_to(self, backup: Path, target: Path) -> None:
        """Make a new file from a backup and open it; an encrypted one whose key isn't known asks for it."""
        self._jobs.start(
            self,
            self.tr("Restoring {0}").format(backup.name),
            file_jobs.restore,
            backup,
            target,
            on_success=self.ready.emit,
            on_error=partial(self._on_not_restored, backup, target),
        )

    def _on_not_restored(self, backup: Path, target: Path, error: Exception) -> None:
        if isinstance(error, FileError) and error.problem is FileProblem.KEY_NEEDED:
            self.key_wanted.emit(backup, partial(self.restore_to, backup, target))
        else:
            self.failed.emit(error)

    def _backed_up(self, target: Path) -> None:
        self.said.emit(self.tr("Backed up to {0}, and checked").format(target))

    def _checked(self, findings: tuple[str, ...]) -> None:
        if not findings:
            self.said.emit(self.tr("Checked: the database is sound"))
            return
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Check the file"))
        box.setText(
            self.tr("The file is not sound. Make a backup of it as it is, then restore the latest good backup.")
        )
        box.setDetailedText("\n".join(findings))
        box.open()

    def _run(self, label: str, job: Callable[..., object], *arguments: object, then: Callable[..., None]) -> None:
        self._jobs.start(self, label, job, *arguments, on_success=then, on_error=self.failed.emit)

    def _ask(self, title: str, then: Callable[[Path], None], *, filters: list[str], new: str = "") -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters(filters)
        if new:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # the job refuses: nothing is ever overwritten
            dialog.selectFile(new)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.open()

    def _databases(self) -> list[str]:
        return [self.tr("Deskbook databases (*.deskbook)"), self.tr("All files (*)")]

    def _backups(self) -> list[str]:
        return [self.tr("Deskbook backups (*.deskbook.gz *.deskbook)"), self.tr("All files (*)")]


def _free(path: Path) -> Path:
    """The path, or one with a number where something has that name already."""
    number, found = 2, path
    while found.exists():
        found = path.with_stem(f"{path.stem}-{number}")
        number += 1
    return found
