"""The values of one pick list as a list that is renamed, ticked and moved in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication

from app.overriding import override
from app.views.widgets.colors import soft_color
from app.views.words import tip

if TYPE_CHECKING:
    from app.services.pick_lists import PickValue

Index = QModelIndex | QPersistentModelIndex


class PickValueModel(QAbstractListModel):
    """Shows every change at once, and tells about it; whoever stores it shows what was stored.

    Signals:
        renamed: (PickValue, str) a value is to be read otherwise.
        offered: (PickValue, bool) a value is to be offered, or no longer.
        reordered: the values stand in another order.
    """

    renamed = Signal(object, str)
    offered = Signal(object, bool)
    reordered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values: list[PickValue] = []

    def show_values(self, values: Sequence[PickValue]) -> None:
        """Show these values; if nothing differs, nothing moves."""
        if list(values) != self.values:
            self.beginResetModel()
            self.values = list(values)
            self.endResetModel()

    def row_of(self, value_id: int) -> int:
        """Where a value stands, -1 if it doesn't."""
        return next((row for row, value in enumerate(self.values) if value.id == value_id), -1)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.values)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = self.values[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return value.label
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if value.active else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._explanation(value))
        if role == Qt.ItemDataRole.ForegroundRole and not value.active:
            return soft_color(QGuiApplication.palette())
        return None

    def _explanation(self, value: PickValue) -> str:
        if not value.active:
            return self.tr("No longer offered; records that hold it keep it.")
        if value.value != value.label:
            return self.tr("Stored, imported and exported as {value}").format(value=value.value)
        return ""

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        known = self.values[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            is_offered = Qt.CheckState(value) is Qt.CheckState.Checked
            self.values[index.row()] = replace(known, active=is_offered)
            self.offered.emit(known, is_offered)
        elif role == Qt.ItemDataRole.EditRole and value.strip() not in ("", known.label):
            self.values[index.row()] = replace(known, label=value.strip())
            self.renamed.emit(known, value.strip())
        else:
            return False
        self.dataChanged.emit(index, index)
        return True

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled  # between the values, not onto one
        flag = Qt.ItemFlag
        return (
            flag.ItemIsEnabled
            | flag.ItemIsSelectable
            | flag.ItemIsEditable
            | flag.ItemIsUserCheckable
            | flag.ItemIsDragEnabled
            | flag.ItemNeverHasChildren
        )

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    @override
    def moveRows(
        self, sourceParent: Index, sourceRow: int, count: int, destinationParent: Index, destinationChild: int
    ) -> bool:
        if not self.beginMoveRows(
            QModelIndex(), sourceRow, sourceRow + count - 1, QModelIndex(), destinationChild
        ):  # it stands there already
            return False
        moved = self.values[sourceRow : sourceRow + count]
        del self.values[sourceRow : sourceRow + count]
        at = destinationChild - count if destinationChild > sourceRow else destinationChild
        self.values[at:at] = moved
        self.endMoveRows()
        self.reordered.emit()
        return True
