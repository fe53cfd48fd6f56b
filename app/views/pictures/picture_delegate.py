"""Draws a picture of the grid with its name below it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionFocusRect, QStyleOptionViewItem

from app.overriding import override
from app.views.pictures.picture_model import PictureModel

SIDE = 112
_MARGIN, _ROUND, _GAP = 8, 8, 4
_PLACEHOLDER_SHARE = 0.08


def cell_size(metrics: QFontMetrics) -> QSize:
    """The room that each picture takes."""
    return QSize(SIDE + 3 * _MARGIN, SIDE + metrics.height() + 3 * _MARGIN)


class PictureDelegate(QStyledItemDelegate):
    """A rounded square, a line of text, and a ground that shows what is selected."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return cell_size(option.fontMetrics)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tile = index.data(PictureModel.TILE_ROLE)
        cell = option.rect.adjusted(2, 2, -2, -2)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if is_selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(option.palette.highlight())
            painter.drawRoundedRect(cell, _ROUND, _ROUND)
        place = QRect(cell.center().x() - SIDE // 2, cell.top() + _MARGIN, SIDE, SIDE)
        self._paint_picture(painter, place, option, tile.image if tile else None)
        if tile:
            text = cell.adjusted(_GAP, SIDE + _MARGIN + _GAP, -_GAP, 0)
            role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
            painter.setPen(option.palette.color(role))
            name = option.fontMetrics.elidedText(tile.name, Qt.TextElideMode.ElideMiddle, text.width())
            painter.drawText(text, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, name)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            self._paint_focus(painter, cell, option)

    def _paint_picture(self, painter: QPainter, place: QRect, option: QStyleOptionViewItem, image: object) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(place), _ROUND, _ROUND)
        ground = QColor(option.palette.color(QPalette.ColorRole.Text))
        ground.setAlphaF(_PLACEHOLDER_SHARE)
        painter.fillPath(outline, ground)
        if image is not None:
            painter.setClipPath(outline)
            painter.drawImage(place, image)  # type: ignore[call-overload]  # of a ShownTile
            painter.setClipping(False)

    def _paint_focus(self, painter: QPainter, cell: QRect, option: QStyleOptionViewItem) -> None:
        focus = QStyleOptionFocusRect()
        focus.rect, focus.palette, focus.state = cell, option.palette, option.state
        focus.backgroundColor = option.palette.color(QPalette.ColorRole.Base)
        widget = option.widget
        if widget is not None:
            widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, focus, painter, widget)
