"""A bare PySide6 window with a table, as a process of its own: the floor of start and memory.

Arguments: `start` to paint 30 rows of standard items and end, or `memory N` to visit both ends of N rows made up on the
fly and to wait; lines on the standard output tell how far it is, a line on the standard input ends it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

COLUMNS = 10
_ROWS = 30
_NONE = QModelIndex()


class _Window(QMainWindow):
    """Says when it was painted for the first time."""

    def __init__(self, painted: Callable[[], None]) -> None:
        super().__init__()
        self._painted: Callable[[], None] | None = painted

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._painted is not None:
            QTimer.singleShot(0, self._painted)
            self._painted = None


class _ManyRows(QAbstractTableModel):
    """Rows without any data behind them."""

    def __init__(self, rows: int, parent: QMainWindow) -> None:
        super().__init__(parent)
        self._rows = rows

    def rowCount(self, parent: QModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: QModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else COLUMNS

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return f"Text {index.row()}" if role == Qt.ItemDataRole.DisplayRole else None


def main() -> int:
    """Show the window that was asked for."""
    application = QApplication(sys.argv[:1])
    window = _Window(lambda: _say(f"painted {time.monotonic()}"))
    window.resize(1240, 780)
    table = QTableView(window)
    window.setCentralWidget(table)
    if sys.argv[1] == "start":
        table.setModel(_few_rows(window))
        window._painted = lambda: (_say(f"painted {time.monotonic()}"), application.quit())
        window.show()
        return application.exec()
    table.setModel(_ManyRows(int(sys.argv[2]), window))
    window.show()
    _visit_ends(application, table)
    _say("visited")
    sys.stdin.readline()
    return 0


def _few_rows(window: QMainWindow) -> QStandardItemModel:
    model = QStandardItemModel(_ROWS, COLUMNS, window)
    for row in range(_ROWS):
        for column in range(COLUMNS):
            model.setItem(row, column, QStandardItem(f"Text {row} {column}"))
    return model


def _visit_ends(application: QApplication, table: QTableView) -> None:
    for visit in (table.scrollToBottom, table.scrollToTop):
        application.processEvents()
        visit()
        table.viewport().repaint()


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
