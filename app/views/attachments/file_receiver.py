"""Files that are dropped or pasted, and pictures that are no files yet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal

from app.models.image import PictureSource
from app.models.media import media_type_of
from app.services.attachment_jobs import FileSource
from app.views.picture_receiver import PictureReceiver, holds_pictures

_SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
    "image/tiff": ".tif",
}


def holds_files(mime: QMimeData | None) -> bool:
    """Whether there are files in what is dragged or on the clipboard."""
    return mime is not None and any(url.isLocalFile() for url in mime.urls())


class FileReceiver(QObject):
    """Makes sources of what is dropped or pasted.

    Signals:
        received: a tuple of `FileSource`.
    """

    received = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = PictureReceiver(self)
        self._pictures.received.connect(self._on_picture)

    def take(self, mime: QMimeData | None) -> bool:
        """Take what there is; returns whether there is any."""
        if mime is not None and holds_files(mime):
            paths = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
            self.received.emit(tuple(FileSource(path.name, path) for path in paths))
            return True
        return holds_pictures(mime) and self._pictures.take(mime)

    def _on_picture(self, sources: tuple[PictureSource, ...]) -> None:
        made = []
        for source in sources:
            head = source.place if isinstance(source.place, bytes) else b""
            made.append(FileSource(source.name + _SUFFIXES.get(media_type_of("", head), ".png"), source.place))
        self.received.emit(tuple(made))
