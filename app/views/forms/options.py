"""The values that a list of an editor offers: a model that many editors share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.models.folding import fold
from app.overriding import override


@dataclass(frozen=True, slots=True)
class Option:
    """What is stored and what people read."""

    value: str
    label: str


class OptionsModel(QAbstractListModel):
    """A list of options that never changes; many combo boxes may show the same one."""

    def __init__(self, options: Iterable[Option], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.options = tuple(options)
        self._rows = {option.value: row for row, option in enumerate(self.options)}
        self._by_text = {fold(option.value): row for row, option in enumerate(self.options)}
        self._by_text |= {fold(option.label): row for row, option in enumerate(self.options)}

    def row_of(self, value: str) -> int:
        """Where a value stands, -1 if it isn't offered."""
        return self._rows.get(value, -1)

    def row_of_text(self, text: str) -> int:
        """Where a typed label or code stands, case and accents aside; -1 if it is neither."""
        return self._by_text.get(fold(text[:300]), -1)

    def only_row_with(self, text: str) -> int:
        """Where the one option stands in whose label the text occurs; -1 if there is none or more than one."""
        folded = fold(text[:300])
        rows = [row for row, option in enumerate(self.options) if folded in fold(option.label)]
        return rows[0] if folded and len(rows) == 1 else -1

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.options)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        option = self.options[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return option.label
        return option.value if role == Qt.ItemDataRole.UserRole else None
