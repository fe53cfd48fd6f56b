"""Lets the open file go when somebody needs it alone, this window's own jobs too, and takes it back afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.jobs import Jobs
from app.views.open_work import OpenWork
from app.views.watcher import INTERVAL_MS, Watcher

if TYPE_CHECKING:
    from app.store.database import Database


class FileSharing(QObject):
    """Nothing typed is ever lost by it: while something is unsaved, the file stays and the person is told.

    Signals:
        lent: (path) the file is let go; nothing can be done with it for a while.
        ready: (path) it can be opened again.
        said: (text) for the status bar.
        failed: (error) of a job that needed the file alone.
    """

    lent = Signal(object)
    ready = Signal(object)
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, tasks: DatabaseTasks, jobs: Jobs, watcher: Watcher, work: OpenWork, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._jobs, self._watcher, self._work = tasks, jobs, watcher, work
        self._path: Path | None = None
        self._is_lent = self._has_noted = False
        self._clock = QTimer(self, singleShot=True, interval=INTERVAL_MS)
        self._clock.timeout.connect(self._look)
        watcher.asked.connect(self._on_asked)

    def opened(self, database: Database) -> None:
        """Watch over the database that is open now; the jobs get to know its key or password."""
        was_lent, self._is_lent, self._has_noted = self._is_lent, False, False
        self._path = database.place if isinstance(database.place, Path) else None
        self._clock.stop()
        if database.key is not None or self._path is None:
            self.tell_jobs()
        self._watcher.start(self._path)
        if was_lent:
            self._work.desk.refresh()

    def tell_jobs(self) -> None:
        """Have jobs know every key and password that this process was told."""
        told = services.told
        self._jobs.before_each = partial(told.remember, told.everything())

    def run_alone(self, path: Path, label: str, job: Callable[..., object], *arguments: object, done: str) -> None:
        """Let the file go, have a job done on it and open it again, whatever came of that.

        Args:
            path: the file that is meant; if another is open by now, nothing is done.
            label: what people read meanwhile.
            job: gets the file's path and the arguments.
            arguments: picklable.
            done: what the status bar says afterwards.
        """
        if path != self._path or self._is_lent:
            return
        start = partial(self._start, path, label, job, *arguments, done=done)
        self._work.leave_all(partial(self._lend, path, start))

    def _start(self, path: Path, label: str, job: Callable[..., object], *arguments: object, done: str) -> None:
        def on_success(_: object) -> None:
            self.said.emit(done)
            self._take_back(path)

        def on_error(error: Exception) -> None:
            self._take_back(path)
            self.failed.emit(error)

        self._jobs.start(self, label, job, path, *arguments, on_success=on_success, on_error=on_error)

    def _take_back(self, path: Path) -> None:
        if self._is_lent and self._path == path:  # nobody has opened another meanwhile
            self.ready.emit(path)

    def _lend(self, path: Path, then: Callable[[], None]) -> None:
        if self._is_lent:
            return
        self._is_lent = True
        self._watcher.stop()
        self.lent.emit(path)
        self._tasks.lend(self, then)

    def _on_asked(self, is_wanted: bool) -> None:
        path = self._path
        if path is None or self._is_lent:
            return
        if is_wanted and not self._work.is_dirty():
            self._lend(path, self._clock.start)
        elif is_wanted:
            self._note(path)
        elif self._has_noted:
            self._has_noted = False
            self._aside(partial(services.sharing.withdraw, path))

    def _note(self, path: Path) -> None:
        self.said.emit(
            self.tr("Another window needs {0} for itself. Save or discard what you typed; it is opened again by itself.")
            .format(path.name)
        )  # fmt: skip
        if not self._has_noted:
            self._has_noted = True
            self._aside(partial(services.sharing.note_waiting, path))

    def _look(self) -> None:
        if self._path is not None and self._is_lent:
            look = partial(services.sharing.is_wanted, self._path)
            self._tasks.aside(self, look, self._on_looked, self.failed.emit)

    def _on_looked(self, is_wanted: bool) -> None:
        if self._is_lent and is_wanted:
            self._clock.start()
        elif self._path is not None:
            self._take_back(self._path)

    def _aside(self, act: Callable[[], None]) -> None:
        self._tasks.aside(self, act, lambda _: None, self._on_aside_failed)

    def _on_aside_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
