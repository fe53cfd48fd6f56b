"""All pictures: found by category and name, taken in, looked at, changed, and one of them chosen for a field."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.background import DatabaseTasks
from app.errors import AppError
from app.jobs import Jobs
from app.models.image import PictureSource
from app.models.servers import Place
from app.services.picture_jobs import Outcome
from app.views.dialogs.picture_editor import PictureEditor
from app.views.dialogs.refused_dialog import RefusedDialog
from app.views.picture_receiver import PictureReceiver
from app.views.pictures import picture_reading
from app.views.pictures.manager_frame import ManagerFrame
from app.views.pictures.picture_acts import PictureActs
from app.views.pictures.picture_details import PictureDetails
from app.views.pictures.picture_import import PictureImport
from app.views.pictures.picture_reading import Found, Wanted
from app.views.widgets.message_line import Level
from app.views.words import counted, failure_words

if TYPE_CHECKING:
    from app.services.picture_jobs import Report
    from app.services.pictures import Details

_PAUSE_MS = 120


class ImageManager(ManagerFrame):
    """Every change is stored as it is made.

    Args:
        tasks: of the open database.
        jobs: read pictures in.
        path: the open database.
        chooses: whether one is to be chosen for a field.
        read_only: whether nothing can be changed in the database.

    Signals:
        chosen: the id of a picture.
        record_wanted: (type name, id) of a record that shows a picture.
    """

    chosen = Signal(object)
    record_wanted = Signal(str, object)

    def __init__(
        self,
        tasks: DatabaseTasks,
        jobs: Jobs,
        place: Place,
        parent: QWidget | None = None,
        *,
        chooses: bool = False,
        read_only: bool = False,
    ) -> None:
        super().__init__(jobs, parent, chooses=chooses, read_only=read_only)
        self._tasks, self._chooses, self._read_only = tasks, chooses, read_only
        self._list_ticket = self._tiles_ticket = self._details_ticket = self._image_ticket = 0
        self._wanted_id = 0
        self.acts = PictureActs(tasks, self)
        self.importing = PictureImport(jobs, place, self)
        self.receiver = PictureReceiver(self)
        self.editor: PictureEditor | None = None
        self.refused: RefusedDialog | None = None
        self._trashed: tuple[int, ...] = ()
        self._connect()
        self._add_keys()
        self.refresh()

    def _connect(self) -> None:
        self._search_pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._search_pause.timeout.connect(self.refresh)
        self.search_edit.textChanged.connect(lambda: self._search_pause.start())
        self.categories.chosen.connect(self.refresh)
        self.grid.sight_changed.connect(self._on_sight_changed)
        self.grid.moved.connect(self._on_moved)
        self.grid.activated.connect(self._on_activated)
        self.grid.dropped.connect(self.receiver.take)
        self.receiver.received.connect(self.take)
        self.import_button.clicked.connect(self.importing.ask_for_files)
        self.importing.imported.connect(self._on_imported)
        self.importing.stored.connect(self._on_picture_stored)
        self.importing.failed.connect(self._on_failed)
        self.acts.began.connect(lambda: self._say(""))
        self.acts.written.connect(self._on_written)
        self.acts.trashed.connect(self._on_trashed)
        self.acts.failed.connect(self._on_failed)
        self.details.renamed.connect(self.acts.rename)
        self.details.sorted_.connect(self.acts.sort)
        self.details.edit_wanted.connect(self.edit)
        self.details.replace_wanted.connect(self._on_replace_wanted)
        self.details.trash_wanted.connect(self._ask_to_remove)
        self.details.purge_wanted.connect(self._ask_to_remove)
        self.details.restore_wanted.connect(lambda: self.acts.restore(self.grid.selected_ids()))
        self.details.record_wanted.connect(self.record_wanted)
        self.message.link_clicked.connect(self._on_undo_clicked)
        self.choose_button.clicked.connect(self.choose)
        self.close_button.clicked.connect(self.reject)

    def _add_keys(self) -> None:
        standard = QKeySequence.StandardKey
        of_grid = Qt.ShortcutContext.WidgetShortcut
        find = (standard.Find, self.search_edit.setFocus, self)
        writing = (
            (standard.Open, self.importing.ask_for_files, self),
            (standard.Paste, self.paste, self),
            (standard.Delete, self._ask_to_remove, self.grid),
            (QKeySequence("F2"), self.details.name_edit.setFocus, self.grid),
        )
        for keys, slot, owner in (find,) if self._read_only else (find, *writing):
            shortcut = QShortcut(QKeySequence(keys), owner)
            shortcut.activated.connect(slot)
            if owner is self.grid:
                shortcut.setContext(of_grid)
        self.grid.setFocus()

    def go_to(self, image_id: int) -> None:
        """Stand on a picture as soon as it is there."""
        self._wanted_id = image_id
        self.refresh()

    def refresh(self) -> None:
        """Read the pictures that are wanted again; the current one stays where it can."""
        self._tasks.cancel(self._list_ticket)
        wanted = Wanted(
            self.search_edit.text()[:200],
            self.categories.category(),
            all_categories=self.categories.is_all(),
            in_trash=self.categories.is_trash(),
        )
        read = partial(picture_reading.read_list, wanted=wanted)
        self._list_ticket = self._tasks.read(self, read, self._on_list_read, self._on_failed)

    def _on_list_read(self, found: Found) -> None:
        wanted = self._wanted_id or next(iter(self.grid.selected_ids()), 0)
        self.categories.show_categories(found.categories, found.trashed)
        self.details.show_categories(self.categories.names())
        self.details.show_place(in_trash=self.categories.is_trash())
        self.grid.empty_text = self._empty_text(any_there=bool(found.categories))
        self.model.show_ids(found.ids)
        self._wanted_id = 0
        if (row := self.model.row_of(wanted)) >= 0:
            self.grid.go_to(row)
        self._on_moved()
        self.grid.viewport().update()

    def _empty_text(self, *, any_there: bool) -> str:
        if self.search_edit.text().strip():
            return self.tr("No picture here has these words in its name.")
        if self.categories.is_trash():
            return self.tr("The trash is empty.")
        if any_there or self._read_only:
            return self.tr("No pictures here.")
        return self.tr("No pictures yet. Drop some here, paste one, or press Import.")

    def _on_sight_changed(self, first: int, last: int) -> None:
        missing = self.model.missing(first, last)
        if missing:
            self._tasks.cancel(self._tiles_ticket)
            read = partial(picture_reading.read_shown, ids=missing)
            self._tiles_ticket = self._tasks.read(self, read, self.model.take, self._on_failed)

    def _on_moved(self) -> None:
        selected = self.grid.selected_ids()
        self.choose_button.setEnabled(len(selected) == 1 and not self.categories.is_trash())
        self._tasks.cancel(self._details_ticket)
        if len(selected) != 1:
            self.details.show_none(selected)
            return
        size = PictureDetails.preview_size(self.devicePixelRatioF())
        read = partial(picture_reading.read_details, image_id=selected[0], size=size)
        self._details_ticket = self._tasks.read(self, read, self._on_details_read, self._on_failed)

    def _on_details_read(self, answer: tuple[Details, QImage]) -> None:
        self.details.show_details(*answer)

    def _on_activated(self) -> None:
        if self.categories.is_trash():
            self._say(self.tr("This picture is in the trash. Restore it first."), Level.WARNING)
        elif self._chooses:
            self.choose()
        elif not self._read_only:
            self.edit()

    def choose(self) -> None:
        """Choose the picture that is selected."""
        selected = self.grid.selected_ids()
        if self.choose_button.isEnabled() and self._chooses and len(selected) == 1:
            self.chosen.emit(selected[0])
            self.accept()

    def take(self, sources: tuple[PictureSource, ...]) -> None:
        """Take pictures in, into the category that is shown."""
        self._say(self.tr("Reading pictures…"))
        if self.categories.is_trash():
            self.categories.show_all()
        self.importing.take(sources, self.categories.category())

    def paste(self) -> None:
        """Take in what is on the clipboard."""
        if not self.receiver.take(QGuiApplication.clipboard().mimeData()):
            self._say(self.tr("There is no picture on the clipboard."), Level.WARNING)

    def _on_imported(self, report: Report) -> None:
        refused = report.of(Outcome.REFUSED)
        self._say(self.importing.words_of(report), Level.WARNING if refused else Level.HINT)
        there = [file.image_id for file in report.files if file.image_id]
        self.go_to(there[0] if there else 0)
        if refused:
            self.refused = RefusedDialog(refused, self)
            self.refused.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.refused.open()

    def edit(self) -> None:
        """Crop and rotate the picture that is selected."""
        selected = self.grid.selected_ids()
        if len(selected) == 1:
            self._tasks.cancel(self._image_ticket)
            read = partial(picture_reading.read_image, image_id=selected[0])
            show = partial(self._on_image_read, selected[0])
            self._image_ticket = self._tasks.read(self, read, show, self._on_failed)

    def _on_image_read(self, image_id: int, image: QImage) -> None:
        tile = self.model.tile(self.model.row_of(image_id))
        self.editor = PictureEditor(image, tile.name if tile else "", self)
        self.editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.editor.accepted.connect(partial(self._on_edited, image_id))
        self.editor.open()

    def _on_edited(self, image_id: int) -> None:
        if self.editor is not None:
            self.importing.edit(image_id, self.editor.edit())

    def _on_replace_wanted(self) -> None:
        for image_id in self.grid.selected_ids()[:1]:
            self.importing.ask_for_replacement(image_id)

    def _on_picture_stored(self, image_id: int) -> None:
        self._say(self.tr("Stored."))
        self.model.forget([image_id])
        self.go_to(image_id)

    def _ask_to_remove(self) -> None:
        """Into the trash or, from there, for good."""
        ids = self.grid.selected_ids()
        if self.categories.is_trash():
            self.acts.ask_to_purge(ids)
            return
        tile = self.model.tile(self.model.row_of(ids[0])) if ids else None
        self.acts.ask_to_trash(ids, tile.name if tile else "")

    def _on_trashed(self, ids: tuple[int, ...]) -> None:
        self._trashed = ids
        one, many = self.tr("Moved to the trash."), self.tr("{count} pictures moved to the trash.")
        self.message.show_message(counted(len(ids), one, many), Level.HINT, self.tr("Undo"))

    def _on_undo_clicked(self) -> None:
        ids, self._trashed = self._trashed, ()
        if ids:
            self._wanted_id = ids[0]
            self.acts.restore(ids)

    def _on_written(self, ids: tuple[int, ...]) -> None:
        self.model.forget(ids)
        self.refresh()

    def _say(self, sentence: str, level: Level = Level.HINT) -> None:
        self._trashed = ()
        self.message.show_message(sentence, level)
        if sentence:
            self.message.announce()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._say(failure_words(error), Level.ERROR)
        self.refresh()
