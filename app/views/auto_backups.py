"""Automatic backups: asked about a minute after a file is open and every hour, made in the job process when one is due."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app import paths, services
from app.background import DatabaseTasks
from app.errors import AppError, CancelledError
from app.jobs import Jobs
from app.services import file_jobs
from app.settings import BACKUP_SHARE, Settings
from app.views.words import failure_words

if TYPE_CHECKING:
    from app.services.automatic_backups import Made

FIRST_MS = 60_000
AGAIN_MS = 3_600_000

SHARES = range(1, 91)
"""Percent of the free disk that make sense; what else stands in the settings is brought there."""


class AutoBackups(QObject):
    """Sees to it that the latest backup of the open file is never much older than a day.

    Signals:
        made: a backup was made, by itself or because somebody asked for it.
        said: a sentence for the status bar.
    """

    made = Signal()
    said = Signal(str)

    def __init__(self, tasks: DatabaseTasks, jobs: Jobs, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._jobs, self._settings = tasks, jobs, settings
        self._path = Path()
        self._node = 0
        self._is_busy = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)

    def begin(self, path: Path, node: int, first_ms: int = FIRST_MS) -> None:
        """Look after this file from now on."""
        self._path, self._node = path, node
        self._timer.start(first_ms)

    def stop(self) -> None:
        """There is no file to look after."""
        self._timer.stop()

    def look(self) -> None:
        """Ask whether a backup is due, and have it made if so."""
        self._timer.start(AGAIN_MS)
        ask = partial(_is_due, self._path, self._node)
        self._tasks.aside(self, ask, self._on_answer, self._tell)

    def make_now(self) -> None:
        """Make a backup whether or not one is due."""
        self._start(only_if_due=False)

    def _on_answer(self, is_due: bool) -> None:
        if is_due:
            self._start(only_if_due=True)

    def _start(self, *, only_if_due: bool) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        self._jobs.start(
            self,
            self.tr("Backing up {0}").format(self._path.name),
            file_jobs.back_up_itself,
            self._path,
            paths.backups_folder(),
            self._node,
            self.share(),
            only_if_due,
            on_success=self._on_made,
            on_error=self._on_failed,
        )

    def share(self) -> int:
        """Percent of the free disk that automatic backups may take."""
        return min(max(self._settings.get(BACKUP_SHARE), SHARES[0]), SHARES[-1])

    def set_share(self, percent: int) -> None:
        """Let them take as much from the next one on."""
        self._settings.set(BACKUP_SHARE, percent)

    def _on_made(self, made: Made | None) -> None:
        self._is_busy = False
        if made is None:  # another window is at it, or was
            return
        if made.is_within_share:
            self.said.emit(self.tr("Backed up to {0}, and checked").format(made.path))
        else:
            text = self.tr("Backed up, but one backup alone takes more than {0} % of the free disk. Make room on it.")
            self.said.emit(text.format(self.share()))
        self.made.emit()

    def _on_failed(self, error: Exception) -> None:
        self._is_busy = False
        self._tell(error)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if isinstance(error, CancelledError):
            self.said.emit(failure_words(error))
        else:
            self.said.emit(self.tr("No backup was made. {0}").format(failure_words(error)))


def _is_due(path: Path, node: int) -> bool:
    return services.automatic_backups.is_due(paths.backups_folder(), path, node)
