"""The accesses to a record as a Qt model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt

from app.overriding import override
from app.views.accesses.words import entry_words
from app.views.logs.log_model import Index, LogModel
from app.views.words import tip

if TYPE_CHECKING:
    from app.services.access_log import Entry


class AccessModel(LogModel):
    """An access in each row."""

    @override
    def place_of(self, row: Entry) -> tuple[object, int]:
        return row.place

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            words = entry_words(self._rows[index.row()])
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return QSize(0, self._height) if role == Qt.ItemDataRole.SizeHintRole else None
