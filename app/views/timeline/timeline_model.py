"""A timeline as a Qt model, as far as it was read: days, and below each what happened on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.overriding import override
from app.views.timeline.words import day_heading, said
from app.views.words import tip

if TYPE_CHECKING:
    from app.services.timeline import Entry, Page

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole

_NONE = QModelIndex()


class TimelineModel(QAbstractListModel):
    """It runs no query; `place` is where the next page begins."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Entry | str] = []
        self.has_more = False
        self.place: Any = None

    def start(self, page: Page) -> bool:
        """Show a timeline from its latest entry; False if it is what is shown already."""
        rows = list(_with_days(page.entries, ""))
        self.has_more, self.place = page.more, page.place
        if rows == self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def add(self, page: Page) -> None:
        """Take what happened before what is known."""
        self.has_more, self.place = page.more, page.place
        last = self._rows[-1] if self._rows else ""
        rows = list(_with_days(page.entries, "" if isinstance(last, str) else day_heading(last)))
        if rows:
            self.beginInsertRows(_NONE, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def entry(self, row: int) -> Entry | None:
        """What happened, by the place of its row; None for a day."""
        found = self._rows[row] if 0 <= row < len(self._rows) else ""
        return None if isinstance(found, str) else found

    def entries(self) -> int:
        """How many things that happened are known."""
        return sum(not isinstance(row, str) for row in self._rows)

    def row_of(self, wanted: Entry | None) -> int:
        """Where the same thing stands now, however it reads; -1 if it is not among what is known."""
        if wanted is None:
            return -1
        same = (wanted.key, wanted.moment)
        found = (
            place for place, row in enumerate(self._rows) if not isinstance(row, str) and (row.key, row.moment) == same
        )
        return next(found, -1)

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else said(row)
        return tip(said(row)) if role == Qt.ItemDataRole.ToolTipRole and not isinstance(row, str) else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.ItemNeverHasChildren  # keys go past it
        return super().flags(index)


def _with_days(entries: Sequence[Entry], day: str) -> Iterator[Entry | str]:
    for entry in entries:
        if (heading := day_heading(entry)) != day:
            day = heading
            yield day
        yield entry
