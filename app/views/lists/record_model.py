"""A list of any length as a Qt model: it knows the count and holds only the rows around what is looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from app.models.fields import Field, RecordType
from app.models.rows import ListRow

Index = QModelIndex | QPersistentModelIndex

BLOCK = 100
"""Rows are fetched and forgotten in blocks of so many."""

KEPT_BLOCKS = 60

_NONE = QModelIndex()


class RecordModel(QAbstractTableModel):
    """Shows rows; runs no query. Every listable field is a column, and the view decides which are visible.

    Signals:
        block_wanted: (first row, number of rows) of a block that the view shows and the model lacks.
    """

    block_wanted = Signal(int, int)

    ROW_ROLE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, record_type: RecordType, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fields: tuple[Field, ...] = record_type.listable_fields
        self._places: dict[str, int] = {}
        self._blocks: OrderedDict[int, tuple[ListRow | None, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._count = 0

    def start(self, columns: Sequence[str], rows: Sequence[ListRow], count: int, first: int = 0) -> None:
        """Show another list, of which the rows from `first` on are known already.

        Args:
            columns: the fields that the rows' texts belong to.
            count: how many rows there are, as far as is known by now.
        """
        self.beginResetModel()
        self._places = {name: place for place, name in enumerate(columns)}
        self._blocks.clear()
        self._asked.clear()
        self._count = count
        self._take(first, rows)
        self.endResetModel()

    def set_count(self, count: int) -> None:
        """Learn the number of rows; the rows at hand stay."""
        if count > self._count:
            self.beginInsertRows(_NONE, self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(_NONE, count, self._count - 1)
            self._count = count
            self.endRemoveRows()
        self._asked.clear()

    def add_block(self, first: int, rows: Sequence[ListRow]) -> None:
        """Take rows that were asked for."""
        self._asked.discard(first // BLOCK)
        self._take(first, rows)
        last = min(first + len(rows), self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.fields) - 1))

    def row(self, number: int) -> ListRow | None:
        """The row if it is at hand; otherwise its block is asked for."""
        block = self._blocks.get(number // BLOCK)
        found = block[number % BLOCK] if block and number % BLOCK < len(block) else None
        if found is None and number // BLOCK not in self._asked:
            self._asked.add(number // BLOCK)
            self.block_wanted.emit(number // BLOCK * BLOCK, BLOCK)
        return found

    def known_id(self, number: int) -> int | None:
        """The id of a row at hand; asks for nothing."""
        block = self._blocks.get(number // BLOCK)
        found = block[number % BLOCK] if block and number % BLOCK < len(block) else None
        return found.id if found else None

    def forget_requests(self) -> None:
        """Requests were dropped, so what is still needed must be asked for again."""
        self._asked.clear()

    def place(self, column: int) -> int:
        """Where a column's text stands in a row's texts, or -1 if it was not fetched."""
        return self._places.get(self.fields[column].name, -1)

    def column_of(self, name: str) -> int:
        """The column of a field."""
        return next(column for column, field in enumerate(self.fields) if field.name == name)

    def _take(self, first: int, rows: Sequence[ListRow]) -> None:
        """Sort rows into blocks; a block that is only partly known is filled up by what was known before."""
        for number in range(first // BLOCK, (first + len(rows) + BLOCK - 1) // BLOCK):
            start = number * BLOCK
            block = list(self._blocks.get(number, (None,) * BLOCK))
            for place in range(max(start, first), min(start + BLOCK, first + len(rows))):
                block[place - start] = rows[place - first]
            self._blocks[number] = tuple(block)
            self._blocks.move_to_end(number)
        while len(self._blocks) > KEPT_BLOCKS:
            self._blocks.popitem(last=False)

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else self._count

    @override
    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.fields)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == self.ROW_ROLE:
            return self.row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row, place = self.row(index.row()), self.place(index.column())
            return row.texts[place] if row and 0 <= place < len(row.texts) else ""
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.fields[section].label
        return None
