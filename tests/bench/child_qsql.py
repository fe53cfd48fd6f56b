"""What a Qt programmer would have picked, as a process of its own: QSqlTableModel on the table of customers.

Arguments: `FILE SEED`. It searches and jumps about, tells how long that took, then scrolls to the last row and waits.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtSql import QSqlDatabase, QSqlTableModel
from PySide6.QtWidgets import QApplication, QTableView

_FIRST = 50
_JUMPS = 3
_SEARCHED = ("display_name", "customer_code", "email", "phone", "city", "business_name", "department")


class _Model(QSqlTableModel):
    """Active customers by name."""

    def __init__(self) -> None:
        super().__init__()
        self.setTable("customer")
        self.setSort(self.fieldIndex("display_name_key"), Qt.SortOrder.AscendingOrder)

    def narrow(self, condition: str) -> None:
        """Show those, and have the first rows at hand."""
        self.setFilter(f"state = 'active' AND {condition}")
        if not self.select():
            raise RuntimeError(self.lastError().text())
        self._look_at(min(self.rowCount(), _FIRST))

    def jump(self, row: int) -> None:
        """Fetch until the row is there, and look at 50 from it on."""
        while self.rowCount() <= row + _FIRST and self.canFetchMore():
            self.fetchMore()
        self._look_at(_FIRST, row)

    def _look_at(self, many: int, first: int = 0) -> None:
        for row in range(first, first + many):
            for column in range(10):
                self.index(row, column).data()


def main() -> int:
    """Do all of it."""
    application = QApplication(sys.argv[:1])
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(sys.argv[1])
    if not database.open():
        raise RuntimeError(database.lastError().text())
    words = json.loads(sys.argv[2])
    rows = int(sys.argv[3])
    searched = [min(_timed(lambda word=word: _Model().narrow(_likes(word))) for _ in range(2)) for word in words]
    chance = random.Random(1)
    jumped = []
    for _ in range(_JUMPS):
        model = _Model()
        model.narrow("1")
        jumped.append(_timed(lambda model=model: model.jump(chance.randrange(rows - 2 * _FIRST))))
        model.clear()
    print("times " + json.dumps({"search": searched, "jump": jumped}), flush=True)
    _scroll_to_end(application)
    return 0


def _likes(word: str) -> str:
    word = word.replace("'", "''")
    return "(" + " OR ".join(f"{column} LIKE '%{word}%'" for column in _SEARCHED) + ")"


def _scroll_to_end(application: QApplication) -> None:
    model = _Model()
    model.narrow("1")
    view = QTableView()
    view.setModel(model)
    view.resize(1200, 800)
    view.show()
    while model.canFetchMore():
        model.fetchMore()
        view.scrollToBottom()
    application.processEvents()
    view.viewport().repaint()
    print("visited", flush=True)
    sys.stdin.readline()


def _timed(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    sys.exit(main())
