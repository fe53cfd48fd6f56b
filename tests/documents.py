"""PDF documents, good ones and such as are made to hurt whoever draws them."""

from __future__ import annotations

import zlib

from PySide6.QtCore import QBuffer, QIODevice, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter


def document(pages: int = 1, size: tuple[float, float] = (595, 842)) -> bytes:
    """A document whose pages of that size say their number; there must be an application."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QSizeF(*size), QPageSize.Unit.Point))
    painter = QPainter(writer)
    for number in range(1, pages + 1):
        if number > 1:
            writer.newPage()
        painter.drawText(300, 600, f"Page {number} of the maintenance contract")
    painter.end()
    return bytes(buffer.data().data())


def made_of(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A document of these objects, of which the first is its root."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, count = len(made), len(objects) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)
    return bytes(made) + b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF" % (count, trailer, start)


def stream(content: bytes, words: bytes = b"") -> bytes:
    """A stream with its dictionary."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), words, content)


_ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"


def _page(content: int, resources: bytes = b"") -> bytes:
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents %d 0 R /Resources << /XObject << %b >> >> >>"
        % (content, resources)
    )


def of_many_pages(pages: int) -> bytes:
    """As many pages as wanted, each with the same square; quickly made."""
    first = 4
    kids = b" ".join(b"%d 0 R" % number for number in range(first, first + pages))
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, pages)
    return made_of(_ROOT, tree, stream(b"0 0 99 99 re f"), *(_page(3) for _ in range(pages)))


def protected() -> bytes:
    """One that asks for a password, which nobody knows."""
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    rules = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (b"11" * 32, b"22" * 32)
    return made_of(_ROOT, pages, _page(4), stream(b"q Q"), trailer=b"/ID [<00> <00>] /Encrypt %b" % rules)


def with_a_slow_page() -> bytes:
    """The first page draws ten forms, each of which draws ten others, and so on; the second is good."""
    depth = 8
    pages = b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>"
    forms = []
    for level in range(depth):
        is_last = level == depth - 1
        words = b"/Type /XObject /Subtype /Form /BBox [0 0 300 300] /Resources << /XObject << /F %d 0 R >> >>"
        content = b"0 0 m 300 300 l S " * 50 if is_last else b"/F Do " * 10
        forms.append(stream(content, words % (7 + level if is_last else 8 + level)))
    return made_of(_ROOT, pages, _page(5, b"/F 7 0 R"), _page(6), stream(b"/F Do"), stream(b"0 0 99 99 re f"), *forms)


def with_a_large_picture() -> bytes:
    """A few bytes that unpack to more than a computer has."""
    side = 60_000
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    words = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    picture = stream(packed, words % (side, side))
    return made_of(_ROOT, pages, _page(4, b"/I 5 0 R"), stream(b"q 300 0 0 300 0 0 cm /I Do Q"), picture)
