"""Taking pictures in: from files that are chosen, dropped or pasted, as a job, and what came of it in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.jobs import Jobs
from app.models.image import PictureEdit, PictureSource
from app.models.servers import Place
from app.services import picture_jobs
from app.services.picture_jobs import Outcome
from app.views.words import counted

if TYPE_CHECKING:
    from app.services.picture_jobs import Report

_SUFFIXES = (
    "png jpg jpeg jpe jfif gif ico cur bmp webp tif tiff avif heic heif hif ppm pgm pbm pfm qoi pcx tga jp2 j2k icns psd"
    " sgi rgb dds ras xpm xbm"
)


class PictureImport(QObject):
    """Starts the jobs that read pictures into one database.

    Signals:
        imported: a `services.picture_jobs.Report`.
        stored: the id of a picture that was replaced or edited.
        failed: an exception.
    """

    imported = Signal(object)
    stored = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, place: Place, window: QWidget) -> None:
        super().__init__(window)
        self._jobs, self._place, self._window = jobs, place, window

    def ask_for_files(self) -> QFileDialog:
        """Let the person choose any number of files."""
        return self._ask(self.tr("Import pictures"), many=True, then=self.take)

    def ask_for_replacement(self, image_id: int) -> QFileDialog:
        """Let the person choose the file whose content a picture gets."""
        return self._ask(
            self.tr("Replace the picture"), many=False, then=lambda sources: self.replace(image_id, sources[0])
        )

    def take(self, sources: tuple[PictureSource, ...], category: str | None = None) -> None:
        """Take pictures in."""
        label = counted(len(sources), self.tr("Importing a picture"), self.tr("Importing {count} pictures"))
        batch = self.tr("Pictures imported")
        arguments = (self._place, sources, category, batch)
        self._start(label, picture_jobs.import_pictures, *arguments, then=self.imported.emit)

    def replace(self, image_id: int, source: PictureSource) -> None:
        """Give a picture the content of a file."""
        label = self.tr("Replacing a picture")
        self._start(label, picture_jobs.replace_picture, self._place, image_id, source, then=self.stored.emit)

    def edit(self, image_id: int, edit: PictureEdit) -> None:
        """Turn a picture and cut out a part of it."""
        label = self.tr("Saving a picture")
        self._start(label, picture_jobs.edit_picture, self._place, image_id, edit, then=self.stored.emit)

    def _start(self, label: str, job: Callable[..., object], *arguments: object, then: Callable[..., None]) -> None:
        self._jobs.start(self, label, job, *arguments, on_success=then, on_error=self.failed.emit)

    def _ask(self, title: str, *, many: bool, then: Callable[[tuple[PictureSource, ...]], None]) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.ExistingFiles if many else mode.ExistingFile)
        patterns = " ".join(f"*.{suffix}" for suffix in _SUFFIXES.split())
        dialog.setNameFilters([self.tr("Pictures ({patterns})").format(patterns=patterns), self.tr("All files (*)")])

        def on_chosen(names: list[str]) -> None:
            dialog.deleteLater()
            then(tuple(PictureSource(Path(name).stem, Path(name)) for name in names))

        dialog.filesSelected.connect(on_chosen)
        dialog.rejected.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def words_of(self, report: Report) -> str:
        """What came of an import, in a sentence."""
        counts = {outcome: len(report.of(outcome)) for outcome in Outcome}
        parts = [
            (counts[Outcome.IMPORTED], self.tr("1 picture imported"), self.tr("{count} pictures imported")),
            (counts[Outcome.KNOWN], self.tr("1 was there already"), self.tr("{count} were there already")),
            (counts[Outcome.REFUSED], self.tr("1 not taken in"), self.tr("{count} not taken in")),
        ]
        said = [counted(count, one, many) for count, one, many in parts if count]
        words = ", ".join(said) or self.tr("Nothing imported")
        return self.tr("Stopped: {words}.").format(words=words) if report.is_cancelled else f"{words}."
