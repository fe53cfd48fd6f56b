"""Where fields and the window come to for pictures: opens the manager, and takes in what was dropped onto a field."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.background import DatabaseTasks
from app.errors import AppError
from app.jobs import Jobs
from app.models.servers import Place
from app.services import picture_jobs
from app.views.dialogs.image_manager import ImageManager
from app.views.picture_wanted import PictureWanted
from app.views.words import failure_words

if TYPE_CHECKING:
    from app.services.picture_jobs import Report


class PictureDesk(QObject):
    """One manager for the window, and one at a time for a field.

    Signals:
        record_wanted: (type name, id) of a record that shows a picture.
    """

    record_wanted = Signal(str, object)

    def __init__(self, tasks: DatabaseTasks, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._jobs, self._window = tasks, jobs, window

    def manager(self, place: Place, *, read_only: bool) -> ImageManager:
        """All pictures of the open database."""
        manager = ImageManager(self._tasks, self._jobs, place, self._window, read_only=read_only)
        manager.record_wanted.connect(self.record_wanted)
        return manager

    def answer(self, wanted: PictureWanted, place: Place) -> None:
        """Give a field the picture that it wants."""
        wanted.accept()
        if wanted.source is None:
            self._choose(wanted, place)
            return
        self._jobs.start(
            wanted.owner,
            self.tr("Importing a picture"),
            picture_jobs.import_pictures,
            place,
            (wanted.source,),
            None,
            self.tr("Pictures imported"),
            on_success=partial(self._on_imported, wanted),
            on_error=partial(self._on_failed, wanted),
        )

    def _choose(self, wanted: PictureWanted, place: Place) -> None:
        manager = ImageManager(self._tasks, self._jobs, place, wanted.owner.window(), chooses=True)
        manager.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        manager.setWindowModality(Qt.WindowModality.WindowModal)
        manager.chosen.connect(lambda image_id: wanted.then(image_id) if isValid(wanted.owner) else None)
        manager.record_wanted.connect(self.record_wanted)
        manager.go_to(wanted.current)
        manager.open()

    def _on_imported(self, wanted: PictureWanted, report: Report) -> None:
        for file in report.files[:1]:
            if file.error is None:
                wanted.then(file.image_id)
            else:
                wanted.refused(failure_words(file.error))

    def _on_failed(self, wanted: PictureWanted, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        wanted.refused(failure_words(error))
