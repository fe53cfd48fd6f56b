"""What is done with files at records, for the whole window: each act a job, with progress and a way to stop it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app import paths, services
from app.errors import AppError, CancelledError
from app.jobs import Job, Jobs
from app.models.file_names import safe_name
from app.models.servers import Place
from app.models.values import RecordKey
from app.services import attachment_jobs
from app.views.attachments.words import risk_words
from app.views.forms.questions import question_box
from app.views.words import counted, failure_words, isolated

if TYPE_CHECKING:
    from app.models.page import Page, PageWish
    from app.services.attachment_jobs import Fetched, FileSource, Report

Failed = Callable[[AppError], None]


def _heard(failed: Failed, error: Exception) -> None:
    if not isinstance(error, AppError):
        raise error
    failed(error)


class FileDesk(QObject):
    """Attaches, saves and opens.

    Signals:
        said: a sentence for the status bar.
    """

    said = Signal(str)

    def __init__(self, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._jobs, self._window = jobs, window
        self.place: Place | None = None
        self.is_read_only = False
        self._folder = paths.cache_folder() / "opened" / str(os.getpid())
        self._has_copies = False
        if (application := QCoreApplication.instance()) is not None:
            application.aboutToQuit.connect(self.end)

    def attach(
        self,
        owner: QWidget,
        key: RecordKey,
        sources: tuple[FileSource, ...],
        then: Callable[[Report], None],
        failed: Failed,
    ) -> None:
        """Attach files to a record."""
        one = self.tr("Attaching “{name}”").format(name=isolated(sources[0].name))
        label = counted(len(sources), one, self.tr("Attaching {count} files"))
        self._start(owner, label, attachment_jobs.attach_files, key, sources, then=then, failed=failed)

    def choose(self, owner: QWidget, then: Callable[[tuple[FileSource, ...]], None]) -> QFileDialog:
        """Let the person choose any number of files to be attached."""
        dialog = QFileDialog(owner, self.tr("Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

        def on_chosen(names: list[str]) -> None:
            dialog.deleteLater()
            then(tuple(attachment_jobs.FileSource(Path(name).name, Path(name)) for name in names))

        dialog.filesSelected.connect(on_chosen)
        dialog.rejected.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def save(self, owner: QWidget, attachment_id: int, name: str, failed: Failed) -> QFileDialog:
        """Ask where an attached file is to be saved, and save it there."""
        dialog = QFileDialog(owner, self.tr("Save the file as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(safe_name(name))

        def on_chosen(names: list[str]) -> None:
            dialog.deleteLater()
            label, path = self.tr("Saving “{name}”").format(name=isolated(name)), Path(names[0])
            job = attachment_jobs.save_file
            self._start(
                owner, label, job, attachment_id, path, not self.is_read_only, then=self._on_saved, failed=failed
            )

        dialog.filesSelected.connect(on_chosen)
        dialog.rejected.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _on_saved(self, path: Path) -> None:
        self.said.emit(self.tr("Saved as {path}").format(path=isolated(str(path))))

    def open(self, owner: QWidget, attachment_id: int, name: str, failed: Failed) -> None:
        """Open a copy of an attached file in the program that the system has for it, after a warning if it may run."""
        self._has_copies = True
        label = self.tr("Opening “{name}”").format(name=isolated(name))
        then = partial(self._on_fetched, owner)
        self._start(
            owner,
            label,
            attachment_jobs.open_copy,
            attachment_id,
            self._folder,
            not self.is_read_only,
            then=then,
            failed=failed,
        )

    def _on_fetched(self, owner: QWidget, fetched: Fetched) -> None:
        if fetched.risk is None:
            self._open(fetched.path)
            return
        box = question_box(
            owner,
            self.tr("Open “{name}” although it may run a program?").format(name=isolated(fetched.name)),
            risk_words(fetched.risk)
            + " "
            + self.tr(
                "Open it only if you know who sent it and were expecting it; otherwise ask whoever looks after your computers."
            ),
        )
        box.setIcon(QMessageBox.Icon.Warning)
        button = box.addButton(self.tr("Open anyway"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        button.clicked.connect(lambda: self._open(fetched.path))
        box.open()

    def _open(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.said.emit(
                self.tr("This computer has no program for “{name}”. Save it, and open it where there is one.").format(
                    name=isolated(path.name)
                )
            )

    def preview(self, owner: QWidget, attachment_id: int, then: Callable[[bytes], None], failed: Failed) -> Job:
        """Have an attached picture made small, to be shown."""
        job = attachment_jobs.preview
        return self._jobs.start(
            owner, "", job, self.place, attachment_id, on_success=then, on_error=partial(_heard, failed), is_aside=True
        )

    def show_pages(
        self, owner: QWidget, attachment_id: int, wish: PageWish, then: Callable[[Page], None], failed: Failed
    ) -> Job:
        """Have pages of an attached document drawn: one at once, others as the job is told a `PageWish`, until it is cancelled."""
        return self._jobs.start(
            owner,
            "",
            attachment_jobs.show_pages,
            self.place,
            attachment_id,
            wish,
            on_success=lambda _: None,
            on_error=partial(_heard, failed),
            on_part=then,
            is_aside=True,
        )

    def _start(
        self,
        owner: QWidget,
        label: str,
        job: Callable[..., object],
        *arguments: object,
        then: Callable[..., None],
        failed: Failed,
    ) -> None:
        def on_failed(error: AppError) -> None:
            if not isinstance(error, CancelledError):
                self.said.emit(failure_words(error))
            failed(error)

        on_error = partial(_heard, on_failed)
        self._jobs.start(owner, label, job, self.place, *arguments, on_success=then, on_error=on_error)

    def end(self) -> None:
        """The program ends: no copy of a file stays on this computer."""
        if self._has_copies:
            services.attachment_jobs.remove_copies(self._folder)
