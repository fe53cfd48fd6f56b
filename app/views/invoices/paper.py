"""Pages on paper, or on what stands for it: a document laid out to the width of the page, with a footer on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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

    def set_up(self, device: QPagedPaintDevice) -> None:
        """Give a device the paper and its margins."""
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        orientation, unit = QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter
        device.setPageLayout(QPageLayout(page_size(self._printed.country), orientation, margins, unit))

    def paint(self, device: QPagedPaintDevice, first: int = 1, last: int = 0) -> int:
        """Paint the pages from the first to the last, 0 for all, and return how many there are.

        Args:
            device: one with pages; where somebody gave it other paper, the pages are laid out anew.
        """
        scale = device.logicalDpiX() / _UNITS
        room = device.pageLayout().paintRectPixels(device.logicalDpiX()).size()
        size = QSizeF(room.width() / scale, room.height() / scale - _FOOTER)
        self._document.setPageSize(size)
        pages = self._document.pageCount()
        painter = QPainter(device)
        for number in range(first - 1, min(last or pages, pages)):
            if number >= first:
                device.newPage()
            painter.save()
            painter.scale(scale, scale)
            self._paint_page(painter, size, number, pages)
            painter.restore()
        painter.end()
        return pages

    def _paint_page(self, painter: QPainter, size: QSizeF, number: int, pages: int) -> None:
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
        self.set_up(writer)
        self.paint(writer)
        buffer.close()
        return bytes(content.data())
