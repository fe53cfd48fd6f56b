"""How the rows of a timeline are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.overriding import override
from app.views.icons import type_icon
from app.views.timeline.timeline_model import ROW, Index
from app.views.timeline.words import detail_words, title_words
from app.views.widgets.colors import soft_color

if TYPE_CHECKING:
    from app.services.timeline import Entry

_MARGIN, _GAP, _ROOM = 12, 8, 4
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class TimelineDelegate(QStyledItemDelegate):
    """A day in bold; what happened with its icon, its time at the right, and what else is known in lines below."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        line = option.fontMetrics.height()
        if isinstance(row, str):
            return QSize(0, line + 3 * _ROOM)
        return QSize(0, line * (3 if row.text else 2) + 2 * _ROOM)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        self.initStyleOption(option, index)
        option.text = ""
        painter.save()
        if isinstance(row, str):
            self._paint_day(painter, option, row)
        else:
            option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
            self._paint_entry(painter, option, row)
        painter.restore()

    def _paint_day(self, painter: QPainter, option: QStyleOptionViewItem, day: str) -> None:
        area = option.rect.adjusted(_MARGIN, 2 * _ROOM, -_MARGIN, 0)
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        palette = QPalette(option.palette)  # nothing can be done with a day, but it is there to be read
        palette.setCurrentColorGroup(QPalette.ColorGroup.Active)
        painter.setPen(soft_color(palette))
        painter.drawText(area, QStyle.visualAlignment(option.direction, _LEADING), day)

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        strong, soft = _colors(option)
        line = option.fontMetrics.height()
        area = option.rect.adjusted(_MARGIN, _ROOM, -_MARGIN, -_ROOM)
        side = line + 2
        icon = QStyle.visualRect(option.direction, area, QRect(area.left(), area.top(), side, side))
        type_icon(entry.key.type_name, soft).paint(painter, icon)
        taken = option.fontMetrics.horizontalAdvance(entry.clock) + (_GAP if entry.clock else 0)
        first = area.adjusted(side + _GAP, 0, 0, 0)
        first.setHeight(line)
        _draw(painter, option, first.adjusted(0, 0, -taken, 0), area, title_words(entry), strong)
        painter.setPen(soft)
        clock = QStyle.visualRect(option.direction, area, first)
        painter.drawText(clock, QStyle.visualAlignment(option.direction, _TRAILING), entry.clock)
        for place, text in enumerate(filter(None, (detail_words(entry), entry.text)), 1):
            _draw(painter, option, first.translated(0, place * line), area, text, soft)


def _draw(painter: QPainter, option: QStyleOptionViewItem, place: QRect, area: QRect, text: str, color: QColor) -> None:
    shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.setPen(color)
    seen = QStyle.visualRect(option.direction, area, place)
    painter.drawText(seen, QStyle.visualAlignment(option.direction, _LEADING), shown)


def _colors(option: QStyleOptionViewItem) -> tuple[QColor, QColor]:
    palette: QPalette = option.palette
    if option.state & QStyle.StateFlag.State_Selected:
        return palette.highlightedText().color(), palette.highlightedText().color()
    return palette.text().color(), soft_color(palette)
