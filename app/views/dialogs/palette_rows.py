"""The rows of the command palette: acts and records under their headings, and how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.models.values import RecordKey
from app.overriding import override
from app.views.widgets.colors import soft_color

Index = QModelIndex | QPersistentModelIndex

ROW = Qt.ItemDataRole.UserRole
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the palette; one that stands for neither an act nor a record is a heading.

    Attributes:
        detail: said more softly at the right: keys, or what tells a record from others of its name.
    """

    text: str
    detail: str = ""
    action: QAction | None = None
    key: RecordKey | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it can't be chosen."""
        return self.action is None and self.key is None


class RowModel(QAbstractListModel):
    """A list of rows, replaced as a whole."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.text}, {row.detail}" if row.detail else row.text
        return row if role == ROW else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()].is_heading:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)


class RowDelegate(QStyledItemDelegate):
    """Text at the left, detail at the right; neither runs into the other."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, round(option.fontMetrics.height() * 1.6))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        text_color, detail_color = self._colors(option, row)
        area = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.save()
        if row.is_heading:
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
        detail = option.fontMetrics.elidedText(row.detail, Qt.TextElideMode.ElideRight, area.width() * 3 // 5)
        painter.setPen(detail_color)
        end = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, QStyle.visualAlignment(option.direction, end), detail)
        taken = option.fontMetrics.horizontalAdvance(detail) + (2 * _MARGIN if detail else 0)
        left = QRect(area.left(), area.top(), area.width() - taken, area.height())
        shown = painter.fontMetrics().elidedText(row.text, Qt.TextElideMode.ElideRight, left.width())
        painter.setPen(text_color)
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        place = QStyle.visualRect(option.direction, area, left)
        painter.drawText(place, QStyle.visualAlignment(option.direction, start), shown)
        painter.restore()

    def _colors(self, option: QStyleOptionViewItem, row: Row) -> tuple[QColor, QColor]:
        palette: QPalette = option.palette
        if option.state & QStyle.StateFlag.State_Selected:
            return palette.highlightedText().color(), palette.highlightedText().color()
        soft = soft_color(palette)
        return (soft if row.is_heading else palette.text().color()), soft
