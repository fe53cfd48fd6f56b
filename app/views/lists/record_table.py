"""The table that a list is looked at in: it paints whole rows itself, so that a repaint costs Python once a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOptionViewItem, QTableView, QWidget

from app.models.rows import ListRow
from app.overriding import override
from app.views.lists.record_model import RecordModel
from app.views.widgets.colors import mark_color

_KEPT_TEXTS = 4000


@dataclass(frozen=True, slots=True)
class _Column:
    """A visible column: where it stands on the screen, and which of a row's texts it shows."""

    left: int
    width: int
    place: int


class RecordTable(QTableView):
    """Rows of a list with selection, keyboard and movable columns as every table has them.

    Signals:
        opened: (row) by double click or Enter.
        edit_wanted, delete_wanted: by F2 and Delete.
        hovered: (row) the row under the mouse, -1 for none.
        looked_at: (first row, last row) what is visible changed.
    """

    opened = Signal(int)
    edit_wanted = Signal()
    delete_wanted = Signal()
    hovered = Signal(int)
    looked_at = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._elided: dict[tuple[str, int], str] = {}
        self._hovered = -1
        self._shown = (-1, -1)
        self._margin = 0
        self._mark = QColor()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Records"))
        self._set_up_headers()
        self.doubleClicked.connect(self._on_double_clicked)

    def _set_up_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns = self.horizontalHeader()
        columns.setSectionsMovable(True)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._fit_to_style()

    def _fit_to_style(self) -> None:
        """Rows as high as their letters need, and texts that begin where those of the header do."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = self.horizontalHeader()
        self._margin = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, header)

    def record_model(self) -> RecordModel:
        """The model, which is always one of ours."""
        model = self.model()
        if not isinstance(model, RecordModel):
            raise TypeError("the table shows records only")
        return model

    def visible_rows(self) -> tuple[int, int]:
        """The first and the last row that can be seen; (0, -1) when there are none."""
        count = self.model().rowCount() if self.model() else 0
        if count == 0:
            return 0, -1
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return max(first, 0), last if last >= 0 else count - 1

    def scroll_to_row(self, row: int) -> None:
        """Make the row the first one that is seen, as far as the list is long enough."""
        self.updateGeometries()  # the scroll bar may not know yet how long the list is
        self.verticalScrollBar().setValue(row)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        model = self.record_model()
        first, last = self.visible_rows()
        if (first, last) != self._shown:
            self._shown = (first, last)
            self.looked_at.emit(first, last)
        columns = list(self._columns(model))
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        current = self.currentIndex().row() if self.hasFocus() else -1
        for number in range(first, last + 1):
            self._paint_row(painter, option, number, model.row(number), columns, is_current=number == current)
        painter.end()

    def _columns(self, model: RecordModel) -> Iterator[_Column]:
        header = self.horizontalHeader()
        for visual in range(header.count()):
            column = header.logicalIndex(visual)
            if not header.isSectionHidden(column):
                yield _Column(self.columnViewportPosition(column), self.columnWidth(column), model.place(column))

    def _paint_row(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        number: int,
        row: ListRow | None,
        columns: list[_Column],
        *,
        is_current: bool,
    ) -> None:
        top, height = self.rowViewportPosition(number), self.rowHeight(number)
        right = columns[-1].left + columns[-1].width if columns else 0
        selected = self.selectionModel().isRowSelected(number, QModelIndex())
        self._paint_background(
            painter, option, QRect(0, top, max(right, self.viewport().width()), height), number, selected
        )
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(self._color_group(), role))
        self._mark = mark_color(option.palette, selected=selected)
        if row is None:
            self._paint_placeholder(painter, columns, top, height)
        else:
            self._paint_texts(painter, row, columns, top, height)
        if is_current:
            pen = painter.pen()
            painter.setPen(option.palette.color(QPalette.ColorRole.Accent))
            painter.drawRect(QRect(0, top, max(right, self.viewport().width()) - 1, height - 1))
            painter.setPen(pen)

    def _color_group(self) -> QPalette.ColorGroup:
        return QPalette.ColorGroup.Active if self.hasFocus() else QPalette.ColorGroup.Inactive

    def _paint_background(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, number: int, selected: bool
    ) -> None:
        state = QStyle.StateFlag.State_Enabled
        if selected:
            state |= QStyle.StateFlag.State_Selected
        if number == self._hovered:
            state |= QStyle.StateFlag.State_MouseOver
        if self.hasFocus():
            state |= QStyle.StateFlag.State_Active
        option.state = state
        option.rect = rect
        option.features = QStyleOptionViewItem.ViewItemFeature.Alternate if number % 2 else option.features.None_
        style = self.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewRow, option, painter, self)
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, self)

    def _paint_texts(self, painter: QPainter, row: ListRow, columns: list[_Column], top: int, height: int) -> None:
        baseline = top + (height + self.fontMetrics().ascent() - self.fontMetrics().descent()) // 2
        for column in columns:
            text = RecordModel.text(row, column.place)
            if not text:
                continue
            shown = self._fitted(text, column.width - 2 * self._margin)
            if row.spans and column.place >= 0 and row.spans[column.place]:
                self._paint_spans(
                    painter, text, shown, row.spans[column.place], QPoint(column.left + self._margin, top), height
                )
            painter.drawText(column.left + self._margin, baseline, shown)

    def _paint_spans(
        self, painter: QPainter, text: str, shown: str, spans: tuple[tuple[int, int], ...], at: QPoint, height: int
    ) -> None:
        """Mark the searched words behind the text, as far as they are not cut off."""
        metrics = self.fontMetrics()
        for start, length in spans:
            if start + length > len(shown) and shown != text:
                continue
            left = metrics.horizontalAdvance(text[:start])
            width = metrics.horizontalAdvance(text[: start + length]) - left
            painter.fillRect(QRect(at.x() + left, at.y() + 3, width, height - 6), self._mark)

    def _paint_placeholder(self, painter: QPainter, columns: list[_Column], top: int, height: int) -> None:
        """A quiet bar in each column while the row is on its way."""
        bar = QColor(painter.pen().color())
        bar.setAlphaF(0.08)
        for column in columns:
            width = max(0, min(column.width - 2 * self._margin, 120))
            painter.fillRect(column.left + self._margin, top + height // 3, width, height // 3, bar)

    def _fitted(self, text: str, width: int) -> str:
        """The text cut to the column, remembered: measuring costs more than drawing."""
        key = (text, width)
        fitted = self._elided.get(key)
        if fitted is None:
            if len(self._elided) > _KEPT_TEXTS:
                self._elided.clear()
            fitted = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._elided[key] = fitted
        return fitted

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._elided.clear()
            self._fit_to_style()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
            case Qt.Key.Key_F2:
                self.edit_wanted.emit()
            case Qt.Key.Key_Delete:
                self.delete_wanted.emit()
            case Qt.Key.Key_Backspace if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.delete_wanted.emit()  # Command and Backspace on macOS
            case _:
                super().keyPressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()
            self.hovered.emit(row)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())
