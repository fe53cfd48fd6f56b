"""The table that a list is looked at in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from app.overriding import override
from app.views.lists.record_model import RecordModel

if TYPE_CHECKING:
    from app.views.lists.row_painter import RowPainter


class RecordTable(QTableView):
    """Rows of a list with selection, keyboard and movable columns as every table has them.

    Signals:
        opened: (row) by double click or Enter.
        edit_wanted, delete_wanted: by F2 and Delete.
        hovered: (row) the row under the mouse, -1 for none.
        resized: there is more or less room for the rows.
        looked_at: (first row, last row) what is visible changed.
    """

    opened = Signal(int)
    edit_wanted = Signal()
    delete_wanted = Signal()
    hovered = Signal(int)
    resized = Signal()
    looked_at = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter: RowPainter | None = None
        self._hovered = -1
        self._shown = (-1, -1)
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
        """Rows as high as their letters need."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)

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

    def select_only(self, row: int) -> None:
        """Make a row the current one and the only one selected, whatever keys are held down meanwhile."""
        index = self.model().index(row, max(self.currentIndex().column(), 0))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        first, last = self.visible_rows()
        if (first, last) != self._shown:
            self._shown = (first, last)
            self.looked_at.emit(first, last)
        if last < first:
            return
        if self._painter is None:
            from app.views.lists.row_painter import RowPainter  # the window stands before it has rows

            self._painter = RowPainter(self)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        self._painter.paint(self.record_model(), first, last, self._hovered, option)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._painter = None
            self._fit_to_style()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever only comes here has gone to no row yet: Qt would make the first one current, unless it was the mouse."""
        is_nowhere = not self.currentIndex().isValid()
        super().focusInEvent(QFocusEvent(event.type(), Qt.FocusReason.MouseFocusReason) if is_nowhere else event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                event.ignore()  # means something to some windows around the table
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
            case Qt.Key.Key_F2:
                self.edit_wanted.emit()
            case Qt.Key.Key_Delete:
                self.delete_wanted.emit()
            case Qt.Key.Key_Backspace if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.delete_wanted.emit()  # Command and Backspace on macOS
            case Qt.Key.Key_Home | Qt.Key.Key_End if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.select_only(0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1)
            case _:
                super().keyPressEvent(event)

    @override
    def reset(self) -> None:
        super().reset()
        self._hovered = -1  # until the mouse moves, nobody knows which row is under it now

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters typed here look for nothing: Qt would ask every one of a million rows."""

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
