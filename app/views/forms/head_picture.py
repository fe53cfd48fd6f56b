"""The face in the head of a record: pressing it leads to another picture."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.values import RecordKey
from app.views.forms.editors_image import ImageEditor
from app.views.picture_wanted import PictureWanted
from app.views.widgets.avatar import Avatar
from app.views.words import failure_words

if TYPE_CHECKING:
    from app.services.forms import Stored
    from app.views.forms.record_pane import RecordPane


class HeadPicture(QObject):
    """Puts what is chosen into the form that is open or, while the record is read, stores it at once."""

    def __init__(self, tasks: DatabaseTasks, avatar: Avatar, pane: RecordPane) -> None:
        super().__init__(pane)
        self._tasks, self._pane = tasks, pane
        avatar.let_click(self.tr("Choose a picture"))
        avatar.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        form, record_id = self._pane.form, self._pane.record_id()
        if form is not None:
            editor = form.boxes["image"].editor
            if isinstance(editor, ImageEditor) and editor.isEnabled() and form.isEnabled():
                editor.choose()
        elif record_id and self._pane.acts.edit.isEnabled():
            PictureWanted(self._pane, partial(self._store, record_id), self._pane.said.emit).ask()

    def _store(self, record_id: int, image_id: int) -> None:
        give = partial(
            services.forms.give_picture, key=RecordKey(self._pane.record_type.name, record_id), image_id=image_id
        )
        self._tasks.write(self, give, self._on_stored, self._on_failed)

    def _on_stored(self, stored: Stored) -> None:
        self._pane.refresh()
        self._pane.saved.emit(stored.saved)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._pane.said.emit(failure_words(error))
