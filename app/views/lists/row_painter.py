"""Paints the rows of a table, a whole row at a time, so that a repaint costs Python once a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QTextLayout, QTextLine
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from app.models.rows import ListRow, Spans
from app.views.lists.record_model import RecordModel
from app.views.lists.row_faces import Face, paint_face
from app.views.widgets.colors import BAND_WIDTH, band_color, mark_color

_KEPT_TEXTS = 4000
_FACE_MARGIN = 3


@dataclass(frozen=True, slots=True)
class _Column:
    """A visible column: where it stands on the screen, and which of a row's texts it shows."""

    left: int
    width: int
    place: int


class RowPainter:
    """Knows how rows look in one table, as its font and style are now."""

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self._elided: dict[tuple[str, int], str] = {}
        self._marked: dict[tuple[str, Spans], tuple[tuple[int, int], ...]] = {}
        self._mark = QColor()
        self._indent = 0  # of the first column, for the bands of rows
        header = table.horizontalHeader()
        self._margin = table.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, header)

    def paint(self, model: RecordModel, first: int, last: int, hovered: int, option: QStyleOptionViewItem) -> None:
        """Paint rows `first` to `last`; texts begin where those of the header do.

        Args:
            model: what the rows say.
            first: the first row.
            last: the last row.
            hovered: the row under the mouse, -1 for none.
            option: as the table sets it for all its cells.
        """
        columns = list(self._columns(model))
        self._indent = BAND_WIDTH + 2 if model.has_bands else 0
        painter = QPainter(self._table.viewport())
        current = self._table.currentIndex().row() if self._table.hasFocus() else -1
        for number in range(first, last + 1):
            is_hovered = number == hovered
            row = model.row(number)
            face = model.faces.get(row.id) if row and model.faces else None
            self._paint_row(painter, option, number, row, columns, face, is_hovered=is_hovered)
            if row is not None and (band := model.band(row)) is not None:
                self._paint_band(painter, option.palette, band, self._area(number, columns))
            if number == current:
                self._paint_focus(painter, option, number, columns)
        painter.end()

    def _columns(self, model: RecordModel) -> Iterator[_Column]:
        table, header = self._table, self._table.horizontalHeader()
        for visual in range(header.count()):
            column = header.logicalIndex(visual)
            if not header.isSectionHidden(column):
                yield _Column(table.columnViewportPosition(column), table.columnWidth(column), model.place(column))

    def _paint_row(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        number: int,
        row: ListRow | None,
        columns: list[_Column],
        face: Face | None,
        *,
        is_hovered: bool,
    ) -> None:
        area = self._area(number, columns)
        selected = self._table.selectionModel().isRowSelected(number, QModelIndex())
        self._paint_background(painter, option, area, number, selected=selected, is_hovered=is_hovered)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        group = QPalette.ColorGroup.Active if self._table.hasFocus() else QPalette.ColorGroup.Inactive
        painter.setPen(option.palette.color(group, role))
        self._mark = mark_color(option.palette, selected=selected)
        if row is None:
            self._paint_placeholder(painter, columns, area)
        else:
            self._paint_texts(painter, row, columns, area, self._room_for(face, area))
        if face is not None and columns:
            paint_face(painter, self._face_area(columns[0], area), face, option.palette)

    def _paint_band(self, painter: QPainter, palette: QPalette, band: int, area: QRect) -> None:
        """Along the edge at which one begins to read."""
        left = area.right() - BAND_WIDTH + 1 if self._table.isRightToLeft() else area.left()
        painter.fillRect(left, area.top() + 1, BAND_WIDTH, area.height() - 2, band_color(palette, band))

    def _area(self, number: int, columns: list[_Column]) -> QRect:
        """From edge to edge of the table, or of its columns where they are wider."""
        right = columns[-1].left + columns[-1].width if columns else 0
        width = max(right, self._table.viewport().width())
        return QRect(0, self._table.rowViewportPosition(number), width, self._table.rowHeight(number))

    def _paint_background(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        area: QRect,
        number: int,
        *,
        selected: bool,
        is_hovered: bool,
    ) -> None:
        state = QStyle.StateFlag.State_Enabled
        if selected:
            state |= QStyle.StateFlag.State_Selected
        if is_hovered:
            state |= QStyle.StateFlag.State_MouseOver
        if self._table.hasFocus():
            state |= QStyle.StateFlag.State_Active
        option.state = state
        option.rect = area
        option.features = QStyleOptionViewItem.ViewItemFeature.Alternate if number % 2 else option.features.None_
        style = self._table.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewRow, option, painter, self._table)
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, self._table)

    def _paint_focus(
        self, painter: QPainter, option: QStyleOptionViewItem, number: int, columns: list[_Column]
    ) -> None:
        painter.setPen(option.palette.color(QPalette.ColorRole.Accent))
        painter.drawRect(self._area(number, columns).adjusted(0, 0, -1, -1))

    @staticmethod
    def _room_for(face: Face | None, area: QRect) -> int:
        """What a face takes of the first column."""
        return area.height() - _FACE_MARGIN if face is not None else 0

    def _face_area(self, column: _Column, area: QRect) -> QRectF:
        """At the end of the column, where one stops reading."""
        side = area.height() - 2 * _FACE_MARGIN
        at_end = column.left + column.width - side - _FACE_MARGIN
        left = column.left + _FACE_MARGIN if self._table.isRightToLeft() else at_end
        return QRectF(left, area.top() + _FACE_MARGIN, side, side)

    def _paint_texts(self, painter: QPainter, row: ListRow, columns: list[_Column], area: QRect, room: int) -> None:
        metrics = self._table.fontMetrics()
        baseline = area.top() + (area.height() + metrics.ascent() - metrics.descent()) // 2
        for column in columns:
            text = RecordModel.text(row, column.place)
            if not text:
                continue
            is_first = column is columns[0]
            taken = room + self._indent if is_first else 0
            shown = self._fitted(text, column.width - 2 * self._margin - taken)
            left = self._left_of(column, shown, self._indent if is_first else 0)
            if row.spans and (spans := RecordModel.spans(row, column.place)):
                self._paint_spans(painter, text, shown, spans, QPoint(left, area.top()), area.height())
            painter.drawText(left, baseline, shown)

    def _left_of(self, column: _Column, shown: str, indent: int) -> int:
        """Where a text begins to be drawn: at the left or, where one reads from the right, so that it ends there."""
        if not self._table.isRightToLeft():
            return column.left + self._margin + indent
        return column.left + column.width - self._margin - indent - self._table.fontMetrics().horizontalAdvance(shown)

    def _paint_spans(self, painter: QPainter, text: str, shown: str, spans: Spans, at: QPoint, height: int) -> None:
        """Mark the searched words behind the text, as far as they are not cut off; also in text from right to left."""
        uncut = len(shown) if shown == text else len(shown) - 1  # less the mark of the cut
        whole = tuple((start, length) for start, length in spans if start + length <= uncut)
        for left, width in self._extents(shown, whole):
            painter.fillRect(QRect(at.x() + left, at.y() + 3, width, height - 6), self._mark)

    def _extents(self, text: str, spans: Spans) -> tuple[tuple[int, int], ...]:
        """Where parts of a text stand as it is drawn, as (left, width) in pixels; remembered, as laying out is slow."""
        key = (text, spans)
        extents = self._marked.get(key)
        if extents is None:
            if len(self._marked) > _KEPT_TEXTS:
                self._marked.clear()
            extents = self._marked[key] = tuple(_measured(QTextLayout(text, self._table.font()), text, spans))
        return extents

    def _paint_placeholder(self, painter: QPainter, columns: list[_Column], area: QRect) -> None:
        """A quiet bar in each column while the row is on its way."""
        bar = QColor(painter.pen().color())
        bar.setAlphaF(0.08)
        third = area.height() // 3
        for column in columns:
            width = max(0, min(column.width - 2 * self._margin, 120))
            start = column.left + self._margin
            left = column.left + column.width - self._margin - width if self._table.isRightToLeft() else start
            painter.fillRect(left, area.top() + third, width, third, bar)

    def _fitted(self, text: str, width: int) -> str:
        """The text cut to the column, remembered: measuring costs more than drawing."""
        key = (text, width)
        fitted = self._elided.get(key)
        if fitted is None:
            if len(self._elided) > _KEPT_TEXTS:
                self._elided.clear()
            fitted = self._table.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._elided[key] = fitted
        return fitted


def _measured(layout: QTextLayout, text: str, spans: Spans) -> Iterator[tuple[int, int]]:
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    for start, length in spans:
        edges = [_x(line, _units(text, place)) for place in (start, start + length)]
        yield min(edges), max(edges) - min(edges)


def _x(line: QTextLine, place: int) -> int:
    position, _ = cast("tuple[float, int]", line.cursorToX(place))  # PySide's stub says object
    return round(position)


def _units(text: str, place: int) -> int:
    """Qt counts in UTF-16, where an emoji is two."""
    return place if text.isascii() else len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
