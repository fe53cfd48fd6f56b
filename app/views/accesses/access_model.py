"""The accesses to a record as a Qt model; it runs no query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics

from app.overriding import override
from app.views.accesses.words import entry_words

if TYPE_CHECKING:
    from app.services.access_log import Entry, Window

Index = QModelIndex | QPersistentModelIndex

_NONE = QModelIndex()
_ROOM = 8
_TEXT = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


class AccessModel(QAbstractListModel):
    """Accesses, the latest first, as far as they were read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._height = 0
        self.has_more = False

    def set_font(self, font: QFont) -> None:
        """Take the font of the view, for the height of its rows."""
        self._height = QFontMetrics(font).height() + _ROOM

    def start(self, window: Window) -> None:
        """Show other accesses from the latest."""
        self.beginResetModel()
        self._entries, self.has_more = list(window.entries), window.more
        self.endResetModel()

    def add(self, window: Window) -> None:
        """Take the accesses before those that are known."""
        self.has_more = window.more
        if window.entries:
            self.beginInsertRows(_NONE, len(self._entries), len(self._entries) + len(window.entries) - 1)
            self._entries += window.entries
            self.endInsertRows()

    def last_place(self) -> Any:
        """Where the earliest access that is known stands, None if there is none."""
        return self._entries[-1].place if self._entries else None

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in _TEXT:
            return entry_words(self._entries[index.row()])
        return QSize(0, self._height) if role == Qt.ItemDataRole.SizeHintRole else None
