"""The folder that is watched for files of other programs, as long as its database is open: looked at every other second."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, CancelledError
from app.jobs import Jobs
from app.models.servers import Place
from app.services import file_jobs
from app.settings import INTAKE_FOLDERS, Settings
from app.views.words import failure_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.intake_folder import FileTaken, Looks
    from app.views.dialogs.intake_dialog import IntakeDialog

LOOK_MS = 2_000
_AFTER_FAILURE_MS = 30_000
_REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a file, and when."""

    at: datetime
    found: FileTaken


class IntakeWatch(QObject):
    """Finds what is complete in the background, and has it taken by the job process.

    Signals:
        changed: another folder is watched, files were taken, or something failed.
        taken: files were taken.
    """

    changed = Signal()
    taken = Signal()

    def __init__(self, tasks: DatabaseTasks, jobs: Jobs, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._jobs, self._settings, self._window = tasks, jobs, settings, window
        self._place: Place | None = None
        self._looks: Looks | None = None
        self._is_taking = False
        self.results: deque[Came] = deque(maxlen=_REMEMBERED)
        self.failure = ""
        self._reported: type[Exception] | None = None
        self.dialog: IntakeDialog | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    @property
    def folder(self) -> Path | None:
        """Which is watched."""
        return self._looks.folder if self._looks else None

    def begin(self, place: Place, *, read_only: bool) -> None:
        """Watch the folder of this database from now on, if it has one on this computer."""
        self.end()
        if not read_only:
            self._place = place
            self._watch(self._settings.get(INTAKE_FOLDERS).get(str(place), ""))

    def end(self) -> None:
        """The database is let go."""
        self._timer.stop()
        self._place, self._looks, self.failure = None, None, ""
        self.results.clear()

    def set_folder(self, folder: Path | None) -> None:
        """Watch another folder for this database, or none, also the next time that it is opened here."""
        if self._place is None:
            return
        by_place = self._settings.get(INTAKE_FOLDERS)
        kept = {key: value for key, value in by_place.items() if key != str(self._place)}
        self._settings.set(INTAKE_FOLDERS, kept | ({str(self._place): str(folder)} if folder else {}))
        self._watch(str(folder or ""))

    def show_dialog(self) -> None:
        """Which folder is watched, and what came of it lately."""
        from app.views.dialogs.intake_dialog import IntakeDialog

        if self.dialog is None:
            dialog = self.dialog = IntakeDialog(self, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.destroyed.connect(self._forget_dialog)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _watch(self, folder: str) -> None:
        self._timer.stop()
        self.failure = ""
        self._looks = services.intake_folder.Looks(Path(folder)) if folder else None
        if self._looks is not None:
            self._timer.start(0)
        self.changed.emit()

    def _look(self) -> None:
        if self._looks is not None and not self._is_taking:
            looks = self._looks
            self._tasks.aside(self, looks.complete, partial(self._on_looked, looks), partial(self._on_failed, looks))

    def _on_looked(self, looks: Looks, ready: tuple[Path, ...]) -> None:
        if looks is not self._looks:
            return
        if not ready or self._place is None:
            self._say("")
            self._timer.start(LOOK_MS)
            return
        self._is_taking = True
        names = [path.name for path in ready]
        self._jobs.start(
            self,
            self.tr("Taking what other programs handed in"),
            file_jobs.take_in,
            *(self._place, looks.folder, names),
            on_success=partial(self._on_taken, looks),
            on_error=partial(self._on_failed, looks),
        )

    def _on_taken(self, looks: Looks, found: tuple[FileTaken, ...]) -> None:
        self._is_taking = False
        now = datetime.now(UTC)
        if looks is self._looks:
            self.results.extendleft(Came(now, one) for one in found)
            self.failure = ""
        self.changed.emit()
        self.taken.emit()
        self._timer.start(_AFTER_FAILURE_MS if any(one.stays for one in found) else LOOK_MS)

    def _on_failed(self, looks: Looks, error: Exception) -> None:
        """Whatever it is, it is tried again after a while: other programs go on handing in."""
        self._is_taking = False
        if looks is self._looks:
            self._say("" if isinstance(error, CancelledError) else self._failure_words(error))
        self._timer.start(_AFTER_FAILURE_MS if looks is self._looks else 0)
        if isinstance(error, AppError) or type(error) is self._reported:  # which is told once: it may come every time
            return
        self._reported = type(error)
        raise error

    def _failure_words(self, error: Exception) -> str:
        if isinstance(error, AppError):
            return failure_words(error)
        return self.tr(
            "Something unexpected happened while files were taken. The folder is looked at again in half a minute; files that "
            "were not taken stay there."
        )

    def _say(self, failure: str) -> None:
        if failure != self.failure:
            self.failure = failure
            self.changed.emit()
