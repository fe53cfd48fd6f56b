"""The table in which the lines of an invoice are typed, cell by cell: Tab goes to the next cell, Enter to the next line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.models.invoice import INVOICE_LINE
from app.overriding import override
from app.views.forms.editors import text_of
from app.views.forms.editors_record import RecordEditor
from app.views.invoices.lines_model import AMOUNT, COLUMNS, LinesModel

if TYPE_CHECKING:
    from app.background import DatabaseTasks

Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemDelegate.EndEditHint

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NOT_LEFT = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""What takes the focus for a while comes back: a list of products that were found, another window."""

_LETTERS = (24, 6, 10, 6, 6, 6, 11)
"""How wide the columns are at least."""

_MOST_SHOWN, _LEAST_SHOWN = 14, 3


class LineDelegate(QStyledItemDelegate):
    """Has the model follow every keystroke, so that the totals do; the first column finds products by what is typed.

    Signals:
        product_picked: the id of a product, which a line is now of.
        line_wanted: somebody pressed Enter: they want to go on with the next line.
    """

    product_picked = Signal(object)
    line_wanted = Signal()

    def __init__(self, model: LinesModel, tasks: DatabaseTasks, table: LinesTable) -> None:
        super().__init__(table)
        self._model, self._tasks, self._table = model, tasks, table
        self._before: tuple[QPersistentModelIndex, str, int | None] = (QPersistentModelIndex(), "", None)

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        place, row = QPersistentModelIndex(index), self._model.rows[index.row()]
        self._before = (place, row.texts.get(COLUMNS[index.column()], ""), row.product_id)
        if index.column() == 0:
            return self._product_editor(parent, place)
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setAccessibleName(str(self._model.headerData(index.column(), Qt.Orientation.Horizontal)))
        line.textEdited.connect(lambda text: self._follow(place, text))
        line.installEventFilter(self)
        return line

    def _product_editor(self, parent: QWidget, place: QPersistentModelIndex) -> RecordEditor:
        editor = RecordEditor(INVOICE_LINE.by_name["product_id"], self._tasks, parent)
        editor.line.setFrame(False)
        editor.line.setClearButtonEnabled(False)
        editor.line.setPlaceholderText(self.tr("A product, or any text"))
        editor.line.setAccessibleName(str(self._model.headerData(0, Qt.Orientation.Horizontal)))
        editor.line.setMaxLength(INVOICE_LINE.by_name["text"].max_length)
        editor.setAutoFillBackground(True)
        editor.setFocusProxy(editor.line)
        editor.edited.connect(lambda: self._take(editor, place))
        editor.line.installEventFilter(self)
        return editor

    def _follow(self, place: QPersistentModelIndex, text: str) -> None:
        if place.isValid():
            self._model.set_text(place.row(), COLUMNS[place.column()], text)

    def _take(self, editor: RecordEditor, place: QPersistentModelIndex) -> None:
        if not place.isValid():
            return
        number, _, text = text_of(editor.raw()).partition("|")
        product_id = int(number) if number.isdecimal() else None
        is_news = product_id is not None and product_id != self._model.rows[place.row()].product_id
        self._model.pick(place.row(), product_id, text)
        if is_news:
            self.product_picked.emit(product_id)

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        row = self._model.rows[index.row()]
        text = row.texts.get(COLUMNS[index.column()], "")
        if isinstance(editor, RecordEditor):
            if editor.line.text() != text:
                cursor = editor.line.cursorPosition()
                editor.show_raw(f"{row.product_id or ''}|{text}")
                editor.line.setCursorPosition(cursor)
        elif isinstance(editor, QLineEdit) and editor.text() != text:
            editor.setText(text)

    @override
    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """The model has followed already."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        editor = self._editor_of(watched)
        if editor is None:
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            is_ours = event.key() == Qt.Key.Key_Escape  # it leaves the cell, not the form
            event.setAccepted(is_ours)
            return is_ours
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(editor, event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _NOT_LEFT:
            self._close(editor, _Hint.NoHint)
        return False

    def _editor_of(self, watched: QObject) -> QWidget | None:
        if isinstance(watched, RecordEditor):
            return watched
        if not isinstance(watched, QLineEdit):
            return None
        above = watched.parent()
        return above if isinstance(above, RecordEditor) else watched

    def _on_key(self, editor: QWidget, event: QKeyEvent) -> bool:
        is_plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() in _ENTER and is_plain:
            self._close(editor, _Hint.NoHint)
            self.line_wanted.emit()
        elif event.key() == Qt.Key.Key_Tab:
            self._close(editor, _Hint.EditNextItem)
        elif event.key() == Qt.Key.Key_Backtab:
            self._close(editor, _Hint.EditPreviousItem)
        elif event.key() == Qt.Key.Key_Escape:
            self._close(editor, _Hint.NoHint)
            self._take_back()
        else:
            return False
        return True

    def _take_back(self) -> None:
        """The cell says again what it said before somebody typed into it."""
        place, text, product_id = self._before
        if place.isValid() and place.column() == 0:
            self._model.pick(place.row(), product_id, text)
        elif place.isValid():
            self._model.set_text(place.row(), COLUMNS[place.column()], text)

    def _close(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Once: an editor that is being closed, by this or by the table, loses the focus as well."""
        if not self._table.is_typed_into():
            return
        if isinstance(editor, RecordEditor):
            editor.stop_searching()
        self.closeEditor.emit(editor, hint)


class LinesTable(QTableView):
    """As high as its lines, up to a screenful."""

    def __init__(self, model: LinesModel, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = model
        self.setModel(model)
        self.delegate = LineDelegate(model, tasks, self)
        self.setItemDelegate(self.delegate)
        self.setTabKeyNavigation(False)  # Tab leaves the table, unless a cell is being typed into
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 12)
        self._set_widths()
        self.clicked.connect(self._on_clicked)
        self.delegate.line_wanted.connect(self._next_line)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self.fit)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self.horizontalScrollBar().rangeChanged.connect(lambda: self._fitting.start())
        self._fitting.timeout.connect(self.fit)
        self.fit()

    def _set_widths(self) -> None:
        header, letter = self.horizontalHeader(), self.fontMetrics().averageCharWidth()
        header.setMinimumSectionSize(letter * min(_LETTERS))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, letters in enumerate(_LETTERS):
            needed = self.fontMetrics().horizontalAdvance(str(self.lines.headerData(column, Qt.Orientation.Horizontal)))
            header.resizeSection(column, max(letter * letters, needed + 10))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        header = self.horizontalHeader()
        others = sum(header.sectionSize(column) for column in range(1, header.count()))
        least = self.fontMetrics().averageCharWidth() * _LETTERS[0]
        header.resizeSection(0, max(least, self.viewport().width() - others))

    def fit(self) -> None:
        """Take the room that the lines need: more than a screenful scrolls."""
        shown = max(_LEAST_SHOWN, min(self.lines.rowCount(), _MOST_SHOWN))
        bar = self.horizontalScrollBar()
        height = shown * self.verticalHeader().defaultSectionSize() + self.horizontalHeader().sizeHint().height()
        height += (bar.sizeHint().height() if bar.maximum() else 0) + 2 * self.frameWidth()
        if height != self.height():
            self.setFixedHeight(height)

    def is_typed_into(self) -> bool:
        """Whether a cell is open."""
        return self.state() is QAbstractItemView.State.EditingState

    def type_into(self, row: int, column: int = 0) -> None:
        """Open a cell to be typed into."""
        index = self.lines.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        self.edit(index)

    def _next_line(self) -> None:
        if self.currentIndex().row() + 1 < self.lines.rowCount():
            self.type_into(self.currentIndex().row() + 1)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() < AMOUNT:
            self.edit(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        index = self.currentIndex()
        if event.key() in _ENTER and is_plain and index.isValid():
            self.edit(index) if index.column() < AMOUNT else self._next_line()
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.lines.remove(index.row())
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(0, 0))
