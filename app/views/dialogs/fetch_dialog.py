"""A shared database copied to a local file: where to, whether encrypted, and how far it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, CancelledError, KeyringProblem
from app.jobs import Jobs
from app.models.servers import ServerAddress
from app.services import file_jobs
from app.views.dialogs.job_progress import JobProgress
from app.views.dialogs.making_dialog import MakingDialog
from app.views.dialogs.passphrase_box import PassphraseBox
from app.views.dialogs.recovery_key_page import RecoveryKeyPage
from app.views.file_acts import SUFFIX
from app.views.widgets.message_line import Level, MessageLine
from app.views.widgets.wrapped_label import WrappedLabel
from app.views.words import counted, failure_words, isolated

if TYPE_CHECKING:
    from app.services.copying import Fetched

_LETTERS, _LINES = 84, 18


class FetchDialog(MakingDialog):
    """The file first, then the recovery key of an encrypted one; the copy itself is a job.

    Signals:
        ready: (Path) the file that was made is to be opened.
    """

    ready = Signal(object)

    def __init__(
        self, tasks: DatabaseTasks, jobs: Jobs, address: ServerAddress, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._jobs, self._address = tasks, jobs, address
        self._key: bytes | None = None
        self._keyring: KeyringProblem | None = None
        self.setWindowTitle(self.tr("Copy to a local file"))
        self.steps = QStackedWidget(self)
        self.path_edit = QLineEdit(str(folder / f"{address.database}{SUFFIX}"), self)
        self.choose_button = QPushButton(self.tr("C&hoose…"), self)
        self.encrypt_box = QCheckBox(self.tr("&Encrypt the file"), self)
        self.passphrase_label = WrappedLabel(self)
        self.passphrase_box = PassphraseBox(tasks, self)
        self.recovery = RecoveryKeyPage(tasks, self)
        self.message = MessageLine(self)
        self.progress = JobProgress(jobs, self, follows=True)
        self.copy_button = QPushButton(self)
        self.open_button = QPushButton(self.tr("&Open it now"), self)
        self.cancel_button = QPushButton(self.tr("Close"), self)
        self._arrange()
        self._connect()
        tasks.aside(self, services.encryption.keyring_problem, self._on_keyring)

    def _arrange(self) -> None:
        self._where = self._where_page()
        self.steps.addWidget(self._where)
        self.steps.addWidget(self.recovery)
        layout = QVBoxLayout(self)
        layout.addWidget(self.steps, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.progress)
        layout.addLayout(self._foot())
        letter = self.fontMetrics()
        self.resize(letter.averageCharWidth() * _LETTERS, letter.lineSpacing() * _LINES)

    def _where_page(self) -> QWidget:
        page = QWidget(self)
        about = WrappedLabel(page)
        about.setText(
            self.tr(
                "The file gets all that you may see of this database, pictures and history as well, as it is at this moment. "
                "It can be worked with anywhere; it remembers where it came from. The shared database stays as it is."
            )
        )
        self.path_edit.setAccessibleName(self.tr("File"))
        self.choose_button.setAccessibleName(self.tr("Choose where the file goes"))
        line = QHBoxLayout()
        line.addWidget(self.path_edit, 1)
        line.addWidget(self.choose_button)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(about)
        layout.addSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self.encrypt_box)
        layout.addWidget(self.passphrase_label)
        layout.addWidget(self.passphrase_box)
        layout.addStretch()
        self.passphrase_label.setText(
            self.tr(
                "This computer has no keyring for the key, or it is locked. So a passphrase opens the file each time."
            )
        )
        self._settle()
        return page

    def _foot(self) -> QHBoxLayout:
        self.open_button.hide()
        self.copy_button.setDefault(True)
        for button in (self.choose_button, self.cancel_button):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.copy_button, self.open_button, self.cancel_button):
            foot.addWidget(button)
        return foot

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self._choose)
        self.path_edit.textEdited.connect(self._settle)
        self.encrypt_box.toggled.connect(self._settle)
        self.passphrase_box.changed.connect(self._settle)
        self.recovery.changed.connect(self._settle)
        self.copy_button.clicked.connect(self._on_copy)
        self.open_button.clicked.connect(self._open)
        self.cancel_button.clicked.connect(self.reject)

    def _on_keyring(self, problem: KeyringProblem | None) -> None:
        self._keyring = problem
        self._settle()

    def _settle(self) -> None:
        """Let only that be done which can be, as things stand."""
        needs_passphrase = self.encrypt_box.isChecked() and self._keyring is not None
        for part in (self.passphrase_label, self.passphrase_box):
            part.setVisible(needs_passphrase)
        is_ready = bool(self.path_edit.text().strip())
        is_shown = self.steps.currentWidget() is self.recovery
        if needs_passphrase:
            is_ready = is_ready and bool(self.passphrase_box.passphrase())
        if is_shown:
            is_ready = self.recovery.is_proven()
        is_next = self.encrypt_box.isChecked() and not is_shown
        self.copy_button.setText(self.tr("&Next") if is_next else self.tr("Make the &copy"))
        self.copy_button.setEnabled(is_ready and self._job is None)
        if self._job is None:
            self.message.show_message("", Level.HINT)

    def path(self) -> Path:
        """Where the file goes."""
        path = Path(self.path_edit.text().strip()).absolute()
        return path if path.suffix else path.with_name(path.name + SUFFIX)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Copy to a local file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # the job refuses: nothing is ever overwritten
        dialog.setNameFilters([self.tr("Deskbook databases (*.deskbook)"), self.tr("All files (*)")])
        dialog.selectFile(str(self.path()))
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, name: str) -> None:
        self.path_edit.setText(name)
        self._settle()

    def _on_copy(self) -> None:
        if self.steps.currentWidget() is self.recovery:
            self._keep_key()
        elif self.encrypt_box.isChecked():
            self._tasks.aside(self, partial(services.copying.key_for, self.path()), self._show_key, self._on_failed)
        else:
            self._start(None)

    def _show_key(self, key: bytes) -> None:
        self._key = key
        self.recovery.show_key(services.encryption.text_of(key), self.path(), with_proof=True)
        self.steps.setCurrentWidget(self.recovery)
        self.recovery.print_button.setFocus()
        self._settle()

    def _keep_key(self) -> None:
        if self._key is not None:
            keep = partial(services.encryption.keep_key, self.path(), self._key, self.passphrase_box.passphrase())
            self._tasks.aside(self, keep, lambda _: self._start(self._key), self._on_failed)

    def _start(self, key: bytes | None) -> None:
        self._show_where()
        path, label = self.path(), self.tr("Copying {0}").format(isolated(self._address.database))
        fetch = (file_jobs.fetch_shared, self._address, path, key)
        done = partial(self._on_done, path)
        self._job = self._jobs.start(self, label, *fetch, on_success=done, on_error=self._on_failed)
        self.progress.follow(self._job)
        self._set_working(True)
        self.message.say(
            self.tr("Copying. Stopped or cut off, it goes on from there when it is started again."), Level.HINT
        )

    def _show_where(self) -> None:
        self.steps.setCurrentWidget(self._where)
        self._settle()

    def _set_working(self, is_working: bool) -> None:
        for part in (self.path_edit, self.choose_button, self.encrypt_box, self.passphrase_box):
            part.setEnabled(not is_working)
        self.copy_button.setEnabled(not is_working)

    def _on_done(self, path: Path, fetched: Fetched) -> None:
        self._job = None
        words = self.tr("{0} is ready: {1} rows, read back and compared.").format(
            isolated(path.name), f"{fetched.rows:,}"
        )
        if fetched.left_out:
            one = self.tr("One reference to what you may not see was left empty.")
            many = self.tr("{count} references to what you may not see were left empty.")
            words = f"{words} {counted(fetched.left_out, one, many)}"
        self.message.say(words, Level.HINT)
        self.offer_to_open(self.copy_button)

    def _open(self) -> None:
        path = self.path()
        self.accept()
        self.ready.emit(path)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._set_working(False)
        self._show_where()
        if isinstance(error, CancelledError):
            self.message.say(
                self.tr("Stopped. What has been copied is kept: the same again goes on from there."), Level.WARNING
            )
            return
        if not isinstance(error, AppError):
            raise error
        self.message.say(failure_words(error), Level.ERROR)
