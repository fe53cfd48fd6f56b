"""A picture with a frame around the part of it that is to stay."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QWidget

from app.models.image import PictureEdit
from app.overriding import override

_MARGIN = 12
_HANDLE = 9
_LEAST = 0.04
_STEP = 0.01
_WHOLE = QRectF(0, 0, 1, 1)
_DIRECTIONS = {
    Qt.Key.Key_Left: QPointF(-_STEP, 0),
    Qt.Key.Key_Right: QPointF(_STEP, 0),
    Qt.Key.Key_Up: QPointF(0, -_STEP),
    Qt.Key.Key_Down: QPointF(0, _STEP),
}


class CropView(QWidget):
    """The mouse draws, moves and stretches the frame; arrows move it, with Shift they stretch it.

    Signals:
        changed: the frame or the turn is another.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._turns = 0
        self._frame = QRectF(_WHOLE)
        self._is_square = False
        self._anchor: QPointF | None = None  # the corner that stays while the frame is stretched
        self._grip: QPointF | None = None  # where within the frame it was taken to be moved
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Part of the picture that stays"))
        self.setMinimumSize(320, 260)

    @override
    def sizeHint(self) -> QSize:
        return QSize(620, 460)

    def show_image(self, image: QImage) -> None:
        """Show a picture with the frame around all of it."""
        self._image, self._turns, self._frame = image, 0, QRectF(_WHOLE)
        self._note()

    def edit(self) -> PictureEdit:
        """What is to be done to the picture."""
        frame = self._frame
        return PictureEdit(self._turns % 4, (frame.left(), frame.top(), frame.right(), frame.bottom()))

    def turn(self, quarters: int) -> None:
        """Turn the picture to the right, with its frame."""
        self._image = self._image.transformed(QTransform().rotate(90 * quarters))
        self._turns += quarters
        frame = self._frame
        for _ in range(quarters % 4):
            frame = QRectF(1 - frame.bottom(), frame.left(), frame.height(), frame.width())
        self._frame = frame
        self._note()

    def set_square(self, is_square: bool) -> None:
        """Keep the frame as wide as high, or let it be as it likes."""
        self._is_square = is_square
        if is_square:
            width, height = self._unit()
            side = min(self._frame.width() * width, self._frame.height() * height)
            middle = self._frame.center()
            self._frame = QRectF(0, 0, side / width, side / height)
            self._frame.moveCenter(middle)
        self._note()

    def show_whole(self) -> None:
        """The frame around all of it."""
        self._frame = QRectF(_WHOLE)
        self.set_square(self._is_square)

    def _unit(self) -> tuple[float, float]:
        return max(1.0, float(self._image.width())), max(1.0, float(self._image.height()))

    def _note(self) -> None:
        self._frame = self._frame & _WHOLE
        self.update()
        self.changed.emit()

    def _place(self) -> QRectF:
        """Where the picture is drawn."""
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        size = self._image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, max(1, size.width()), max(1, size.height()))
        place.moveCenter(room.center())
        return place

    def _shown(self, frame: QRectF) -> QRectF:
        place = self._place()
        return QRectF(
            place.left() + frame.left() * place.width(),
            place.top() + frame.top() * place.height(),
            frame.width() * place.width(),
            frame.height() * place.height(),
        )

    def _shares(self, point: QPointF) -> QPointF:
        place = self._place()
        x, y = (point.x() - place.left()) / place.width(), (point.y() - place.top()) / place.height()
        return QPointF(min(1.0, max(0.0, x)), min(1.0, max(0.0, y)))

    def _stretch(self, anchor: QPointF, to: QPointF) -> None:
        """The frame between two corners."""
        across, down = to.x() - anchor.x(), to.y() - anchor.y()
        if self._is_square:
            width, height = self._unit()
            most_across = (1 - anchor.x() if across >= 0 else anchor.x()) * width
            most_down = (1 - anchor.y() if down >= 0 else anchor.y()) * height
            side = min(max(abs(across) * width, abs(down) * height), most_across, most_down)
            across = side / width if across >= 0 else -side / width
            down = side / height if down >= 0 else -side / height
        if abs(across) >= _LEAST and abs(down) >= _LEAST:
            self._frame = QRectF(anchor, QPointF(anchor.x() + across, anchor.y() + down)).normalized()
            self._note()

    def _move_to(self, left: float, top: float) -> None:
        left = min(1 - self._frame.width(), max(0.0, left))
        self._frame.moveTo(left, min(1 - self._frame.height(), max(0.0, top)))
        self._note()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, shown = event.position(), self._shown(self._frame)
        corners = (
            (shown.topLeft(), self._frame.bottomRight()),
            (shown.topRight(), self._frame.bottomLeft()),
            (shown.bottomLeft(), self._frame.topRight()),
            (shown.bottomRight(), self._frame.topLeft()),
        )
        near = (other for corner, other in corners if (corner - at).manhattanLength() <= 2 * _HANDLE)
        self._anchor = next(near, None)
        if self._anchor is None and shown.contains(at) and self._frame != _WHOLE:
            self._grip = self._shares(at) - self._frame.topLeft()
        elif self._anchor is None:
            self._anchor = self._shares(at)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        to = self._shares(event.position())
        if self._grip is not None:
            self._move_to(to.x() - self._grip.x(), to.y() - self._grip.y())
        elif self._anchor is not None:
            self._stretch(self._anchor, to)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._anchor = self._grip = None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _DIRECTIONS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            corner = self._frame.bottomRight() + step
            if self._is_square:  # one key stretches both sides
                by = step.x() + step.y()
                width, height = self._unit()
                corner = self._frame.bottomRight() + QPointF(by, by * width / height)
            self._stretch(self._frame.topLeft(), QPointF(min(1.0, corner.x()), min(1.0, corner.y())))
        else:
            place = self._frame.topLeft() + step
            self._move_to(place.x(), place.y())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place, frame = self._place(), self._shown(self._frame)
        painter.drawImage(place, self._image)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 140))
        for dark in (
            QRectF(place.left(), place.top(), place.width(), frame.top() - place.top()),
            QRectF(place.left(), frame.bottom(), place.width(), place.bottom() - frame.bottom()),
            QRectF(place.left(), frame.top(), frame.left() - place.left(), frame.height()),
            QRectF(frame.right(), frame.top(), place.right() - frame.right(), frame.height()),
        ):
            painter.drawRect(dark)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((QColor(0, 0, 0), 3), (QColor(255, 255, 255), 1)):
            painter.setPen(QPen(color, width))
            painter.drawRect(frame)
        self._paint_handles(painter, frame)

    def _paint_handles(self, painter: QPainter, frame: QRectF) -> None:
        painter.setPen(QColor(0, 0, 0))
        painter.setBrush(self.palette().highlight() if self.hasFocus() else QColor(255, 255, 255))
        for corner in (frame.topLeft(), frame.topRight(), frame.bottomLeft(), frame.bottomRight()):
            painter.drawRect(QRectF(corner.x() - _HANDLE / 2, corner.y() - _HANDLE / 2, _HANDLE, _HANDLE))
