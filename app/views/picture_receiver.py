"""Pictures that are dropped or pasted: files, the bytes of one, or one that is only drawn yet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage

from app.models.image import PictureSource

_WITH_BYTES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/tiff", "image/avif", "image/bmp")
_QUICK = 80
"""Of 100: how little time is spent on making the PNG small; it is made anew anyway."""


def holds_pictures(mime: QMimeData | None) -> bool:
    """Whether there may be a picture in what is dragged or on the clipboard."""
    return mime is not None and (
        mime.hasImage() or any(map(mime.hasFormat, _WITH_BYTES)) or any(url.isLocalFile() for url in mime.urls())
    )


class PictureReceiver(QObject):
    """Makes sources of what is dropped or pasted.

    Signals:
        received: a tuple of `PictureSource`.
    """

    received = Signal(object)
    _encoded = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._encoded.connect(self._on_encoded, Qt.ConnectionType.QueuedConnection)

    def take(self, mime: QMimeData | None) -> bool:
        """Take what there is; returns whether there is any."""
        if mime is None or not holds_pictures(mime):
            return False
        files = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
        if files:
            self.received.emit(tuple(PictureSource(file.stem, file) for file in files))
            return True
        for format_ in _WITH_BYTES:
            if mime.hasFormat(format_) and (data := bytes(mime.data(format_).data())):
                self._on_encoded(data)
                return True
        image = mime.imageData()
        return isinstance(image, QImage) and self._encode(image)

    def _encode(self, image: QImage) -> bool:
        """Make a file of a drawn picture, in the background: a large one takes a while."""
        tell = self._encoded.emit
        QThreadPool.globalInstance().start(lambda: tell(_as_png(image)))
        return True

    def _on_encoded(self, data: bytes) -> None:
        self.received.emit((PictureSource(self.tr("Pasted picture"), data),))


def _as_png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", _QUICK)  # type: ignore[call-overload]  # the format may be a str
    return bytes(content.data())
