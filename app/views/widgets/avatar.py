"""The face of a record: its picture or, where there is none, coloured initials."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.models.initials import color_number, initials_of
from app.overriding import override
from app.views.widgets.colors import AVATAR_HUES, avatar_colors
from app.views.words import tip

_SILHOUETTE = "?"
_LETTERS_SHARE, _WIDTH_SHARE = 0.48, 0.68
"""How high letters are and how wide they may be, in diameters."""


class Avatar(QWidget):
    """A round picture as high as the given number of text lines.

    Signals:
        clicked: the person pressed it, where that does something.
    """

    clicked = Signal()

    def __init__(self, lines: float = 3.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._initials = _SILHOUETTE
        self._color = 0
        self._picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_record(self, record_id: int, name: str, picture: bytes | None) -> None:
        """Show somebody; a picture that can't be read counts as none.

        Args:
            picture: a thumbnail, already made small.
        """
        self._initials = initials_of(name) or _SILHOUETTE
        self._color = color_number(record_id, AVATAR_HUES)
        self._picture = QPixmap()
        if picture:
            self._picture.loadFromData(picture)
        self.setAccessibleName(self.tr("Picture of {name}").format(name=name[:200]))
        self.update()

    def let_click(self, words: str) -> None:
        """Be something to press, by mouse and keys.

        Args:
            words: what pressing it does.
        """
        self.setToolTip(tip(words))
        self.setAccessibleDescription(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        side = round(self.fontMetrics().height() * self._lines)
        return QSize(side, side)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._picture.isNull():
            self._paint_initials(painter, area)
        else:
            self._paint_picture(painter, area)
        if self.hasFocus():
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().highlight(), 3))
            painter.drawEllipse(area.adjusted(1, 1, -1, -1))

    def _paint_initials(self, painter: QPainter, area: QRectF) -> None:
        background, letters = avatar_colors(self._color, self.palette())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(background)
        painter.drawEllipse(area)
        font = self.font()
        side = max(8, round(area.height() * _LETTERS_SHARE))
        font.setPixelSize(side)
        width = QFontMetricsF(font).horizontalAdvance(self._initials)
        fitting = min(1.0, area.width() * _WIDTH_SHARE / max(1.0, width))  # of two wide letters, or a family of emojis
        font.setPixelSize(max(8, round(side * fitting)))
        painter.setFont(font)
        painter.setPen(letters)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._initials)

    def _paint_picture(self, painter: QPainter, area: QRectF) -> None:
        circle = QPainterPath()
        circle.addEllipse(area)
        painter.setClipPath(circle)
        size = self._picture.size().scaled(area.size().toSize(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(area.center())
        painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
