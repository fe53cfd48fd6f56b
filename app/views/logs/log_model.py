"""A log as a Qt model, as far as it was read; it runs no query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtGui import QFont, QFontMetrics

from app.overriding import override

Index = QModelIndex | QPersistentModelIndex

_NONE = QModelIndex()
_ROOM = 8


class LogWindow(Protocol):
    """A part of a log: its entries, the latest first, and whether there are earlier ones."""

    @property
    def entries(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def more(self) -> bool: ...  # noqa: D102


class LogModel(QAbstractListModel):
    """Entries, the latest first, in one row each unless the log has more to say of one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []
        self._height = 0
        self.has_more = False

    def set_font(self, font: QFont) -> None:
        """Take the font of the view, for the height of its rows."""
        self._height = QFontMetrics(font).height() + _ROOM

    def rows_of(self, window: LogWindow) -> list[Any]:
        """What stands in the rows of a window."""
        return list(window.entries)

    def start(self, window: LogWindow) -> None:
        """Show another log from its latest entry."""
        self.beginResetModel()
        self._rows, self.has_more = self.rows_of(window), window.more
        self.endResetModel()

    def add(self, window: LogWindow) -> None:
        """Take the entries before those that are known."""
        self.has_more = window.more
        self._insert(len(self._rows), self.rows_of(window))

    def precede(self, window: LogWindow) -> bool:
        """Take the entries after those that are known, if the window goes back as far as to them; all others stay."""
        rows = self.rows_of(window)
        places = [self.place_of(row) for row in rows]
        is_next = bool(self._rows) and self.first_place() in places
        if is_next:
            self._insert(0, rows[: places.index(self.first_place())])
        return is_next

    def _insert(self, start: int, rows: list[Any]) -> None:
        if rows:
            self.beginInsertRows(_NONE, start, start + len(rows) - 1)
            self._rows[start:start] = rows
            self.endInsertRows()

    def place_of(self, row: Any) -> Any:
        """Where the entry of a row stands in the log, as its service takes it."""
        raise NotImplementedError

    def first_place(self) -> Any:
        """Where the latest entry stands, None if there is none."""
        return self.place_of(self._rows[0]) if self._rows else None

    def last_place(self) -> Any:
        """Where the earliest entry that is known stands."""
        return self.place_of(self._rows[-1]) if self._rows else None

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._rows)
