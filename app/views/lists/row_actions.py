"""View, Edit and Delete, offered at the right end of the row under the mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.views.lists.record_table import RecordTable


class RowActions(QWidget):
    """Three small buttons that follow the mouse; the keyboard has Enter, F2, Delete and the context menu.

    Signals:
        view_wanted, edit_wanted, trash_wanted: (row) of the table.
    """

    view_wanted = Signal(int)
    edit_wanted = Signal(int)
    trash_wanted = Signal(int)

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table.viewport())
        self._table = table
        self._row = -1
        self.setAutoFillBackground(True)
        self.view_button = self._button(self.tr("View"))
        self.edit_button = self._button(self.tr("Edit"))
        self.trash_button = self._button(self.tr("Delete"))
        self.view_button.clicked.connect(lambda: self.view_wanted.emit(self._row))
        self.edit_button.clicked.connect(lambda: self.edit_wanted.emit(self._row))
        self.trash_button.clicked.connect(lambda: self.trash_wanted.emit(self._row))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(2)
        for button in (self.view_button, self.edit_button, self.trash_button):
            layout.addWidget(button)
        self.hide()
        table.record_model().modelReset.connect(self.hide)  # other rows stand there now
        table.resized.connect(self._place)
        for bar in (table.verticalScrollBar(), table.horizontalScrollBar()):
            bar.valueChanged.connect(self.hide)

    def show_for(self, row: int, *, edits: bool = True, trashes: bool = True) -> None:
        """Stand in that row, or nowhere for -1; without what may not be done."""
        self.edit_button.setVisible(edits)
        self.trash_button.setVisible(trashes)
        if row < 0 and self.underMouse():
            return
        self._row = row
        if row < 0:
            self.hide()
            return
        self._place()
        self.show()

    def _place(self) -> None:
        width, height = self.sizeHint().width(), self._table.rowHeight(self._row)
        top = self._table.rowViewportPosition(self._row)
        self.setGeometry(self._table.viewport().width() - width, top, width, height)

    def _button(self, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setAccessibleName(text)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button
