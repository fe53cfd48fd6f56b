"""Which columns a list shows and in which order, by keyboard as well as by mouse; the list follows at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.views.lists.columns import Columns
from app.views.words import tip

_LETTERS, _LINES = 52, 30
_NAME = Qt.ItemDataRole.UserRole


class ColumnsDialog(QDialog):
    """Ticked columns are shown, in the order of the list; one at least stays."""

    def __init__(self, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.setWindowTitle(self.tr("Columns"))
        self.list = QListWidget(self)
        self.up_button = self._move_button(self.tr("Move &up"), "Alt+Up", -1)
        self.down_button = self._move_button(self.tr("Move &down"), "Alt+Down", 1)
        self.reset_button = QPushButton(self.tr("As de&livered"), self)
        self._lay_out()
        self._fill()
        self.reset_button.clicked.connect(self._on_reset)
        self.list.itemChanged.connect(self._on_ticked)
        self.list.model().rowsMoved.connect(self._arrange)
        self.list.currentRowChanged.connect(self._show_acts)
        self.list.setCurrentRow(0)

    def _move_button(self, text: str, keys: str, by: int) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setShortcut(QKeySequence(keys))
        button.setToolTip(tip(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)))
        button.clicked.connect(lambda: self._move(by))
        return button

    def _lay_out(self) -> None:
        self.list.setAccessibleName(self.tr("Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.reset_button.setAutoDefault(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        side = QVBoxLayout()
        for button in (self.up_button, self.down_button, self.reset_button):
            side.addWidget(button)
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        layout = QVBoxLayout(self)
        layout.addLayout(middle, 1)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * _LETTERS, self.fontMetrics().lineSpacing() * _LINES)

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for name, label, is_shown in self._columns.listed():
            item = QListWidgetItem(label, self.list)
            item.setData(_NAME, name)
            item.setCheckState(Qt.CheckState.Checked if is_shown else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)

    def _items(self) -> list[QListWidgetItem]:
        return list(map(self.list.item, range(self.list.count())))

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count():
            self.list.insertItem(row + by, self.list.takeItem(row))
            self.list.setCurrentRow(row + by)
            self._arrange()

    def _on_ticked(self, item: QListWidgetItem) -> None:
        if not any(each.checkState() is Qt.CheckState.Checked for each in self._items()):
            item.setCheckState(Qt.CheckState.Checked)
            return
        self._arrange()

    def _arrange(self) -> None:
        items = self._items()
        self._columns.arrange([(item.data(_NAME), item.checkState() is Qt.CheckState.Checked) for item in items])

    def _on_reset(self) -> None:
        self._columns.reset()
        self._fill()
        self.list.setCurrentRow(0)

    def _show_acts(self, row: int) -> None:
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < self.list.count() - 1)
