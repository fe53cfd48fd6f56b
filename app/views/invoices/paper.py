"""Pages on paper, or on what stands for it: a document laid out to the width of the page, with a footer on each.

To lay out a long one takes longer than a window may stand still, so that it is done in the background; what comes of it, the
pages as recordings, is quickly painted on whatever there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPicture,
    QTextDocument,
    QTextOption,
)

_UNITS = 96
"""To the inch, in which everything is laid out; the device has its own, and is scaled to."""

_MARGIN_MM = 15.0
_FOOTER = 28
_RESOLUTION = 600
_LETTER = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE"})
"""Where paper is of the American size."""


def page_size(country: str) -> QPageSize:
    """The paper that is in the printers of a country."""
    return QPageSize(QPageSize.PageSizeId.Letter if country in _LETTER else QPageSize.PageSizeId.A4)


@dataclass(frozen=True, slots=True)
class Printed:
    """What is to be printed.

    Attributes:
        html: what stands on the pages.
        footer: what stands below each, with `{page}` and `{pages}`.
        pictures: by the names under which the document shows them.
        country: whose paper it is on.
    """

    title: str
    html: str
    footer: str
    pictures: Mapping[str, bytes]
    country: str


def set_up(device: QPagedPaintDevice, country: str) -> None:
    """Give a device the paper of a country, and its margins."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    orientation, unit = QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter
    device.setPageLayout(QPageLayout(page_size(country), orientation, margins, unit))


def room_on(device: QPagedPaintDevice) -> QSizeF:
    """How much fits on a page of a device, in our own units, above the footer."""
    scale = _scale_of(device)
    room = device.pageLayout().paintRectPixels(device.logicalDpiX()).size()
    return QSizeF(room.width() / scale, room.height() / scale - _FOOTER)


def _scale_of(device: QPagedPaintDevice) -> float:
    return device.logicalDpiX() / _UNITS


def _painted(device: QPagedPaintDevice, numbers: range, scale: float, paint: Callable[[QPainter, int], None]) -> None:
    """Paint some pages, each on one of the device's own."""
    painter = QPainter(device)
    for number in numbers:
        if number > numbers.start:
            device.newPage()
        painter.save()
        painter.scale(scale, scale)
        paint(painter, number)
        painter.restore()
    painter.end()


@dataclass(frozen=True, slots=True)
class Pages:
    """Laid out and recorded, to be painted by whichever thread."""

    room: QSizeF
    recordings: tuple[QPicture, ...]

    def paint(self, device: QPagedPaintDevice, first: int = 1, last: int = 0) -> None:
        """Paint the pages from the first to the last, 0 for all; on other paper they are as large as fits there."""
        room, count = room_on(device), len(self.recordings)
        fit = min(room.width() / self.room.width(), (room.height() + _FOOTER) / (self.room.height() + _FOOTER))
        numbers = range(first - 1, min(last or count, count))
        own = self.recordings[0].logicalDpiX() / _UNITS  # a recording scales itself from its own units to the device's
        _painted(device, numbers, fit * own, self._paint_page)

    def _paint_page(self, painter: QPainter, number: int) -> None:
        painter.drawPicture(0, 0, self.recordings[number])


class Paper:
    """A document that can be painted on any device with pages; whoever prints it is the only one to hold it."""

    def __init__(self, printed: Printed) -> None:
        self._printed = printed
        self._document = QTextDocument()
        self._document.setDocumentMargin(0)
        self._document.setUseDesignMetrics(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._document.setDefaultTextOption(option)
        for name, content in printed.pictures.items():
            image = QImage.fromData(content)
            self._document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
        self._document.setHtml(printed.html)

    def recorded(self, room: QSizeF) -> Pages:
        """The pages, laid out for so much room on each."""
        count = self._laid_out(room)
        return Pages(room, tuple(self._recording(room, number, count) for number in range(count)))

    def _recording(self, room: QSizeF, number: int, count: int) -> QPicture:
        recording = QPicture()
        painter = QPainter(recording)
        self._paint_page(room, count, painter, number)
        painter.end()
        return recording

    def _laid_out(self, room: QSizeF) -> int:
        """How many pages it takes.

        It is printed once for nobody: of all that lays a document out, this alone lets Python's other threads go on meanwhile.
        """
        self._document.setPageSize(room)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._document.print_(QPdfWriter(buffer))
        return self._document.pageCount()

    def _paint_page(self, size: QSizeF, pages: int, painter: QPainter, number: int) -> None:
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))  # paper is white, whatever the screen is
        context.clip = QRectF(0, number * size.height(), size.width(), size.height())
        painter.save()
        painter.translate(0, -number * size.height())
        painter.setClipRect(context.clip)
        self._document.documentLayout().draw(painter, context)
        painter.restore()
        font = QFont(painter.font())
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor("#444444"))
        place = QRectF(0, size.height(), size.width(), _FOOTER)
        align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(place, align, self._printed.footer.format(page=number + 1, pages=pages))

    def pdf(self) -> bytes:
        """The pages as a PDF."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(_RESOLUTION)
        writer.setTitle(self._printed.title)
        writer.setCreator("Deskbook")
        set_up(writer, self._printed.country)
        room = room_on(writer)
        count = self._laid_out(room)
        _painted(writer, range(count), _scale_of(writer), partial(self._paint_page, room, count))
        buffer.close()
        return bytes(content.data())
