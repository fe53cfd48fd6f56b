"""The small faces in a list: who edits a record just now."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette

from app.models.initials import color_number, initials_of
from app.views.widgets.colors import AVATAR_HUES, avatar_colors


@dataclass(frozen=True, slots=True)
class Face:
    """What is shown of a person, and what they are called."""

    initials: str
    color: int
    name: str


def face_of(staff_id: int, name: str) -> Face:
    """The face of a member of staff, who may have no record yet: the same letters and colour wherever they appear."""
    return Face(initials_of(name) or "?", color_number(staff_id or crc32(name.encode()), AVATAR_HUES), name)


def paint_face(painter: QPainter, area: QRectF, face: Face, palette: QPalette) -> None:
    """Draw it as large as the area, and leave the painter as it was."""
    background, letters = avatar_colors(face.color, palette)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(background)
    painter.drawEllipse(area)
    font = painter.font()
    font.setPixelSize(max(7, round(area.height() * (0.5 if len(face.initials) < 3 else 0.4))))
    painter.setFont(font)
    painter.setPen(letters)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, face.initials)
    painter.restore()
