"""The rights of a role as a table: types of record by acts, each cell the reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.models.rights import EVERY
from app.models.role import ACTS, REACHES
from app.overriding import override
from app.views.forms.options import Option
from app.views.words import label_of, tip

Index = QModelIndex | QPersistentModelIndex
Rights = Mapping[tuple[str, str], str]
"""The reach by type of record and act."""

NONE = REACHES[0].value
_NOTHING = "–"


class RightsModel(QAbstractTableModel):
    """Holds one reach for each cell; what is not there reaches nothing.

    A line of its own says what holds for all types that have none; theirs show it in brackets.

    Signals:
        rights_changed: by the person.
    """

    rights_changed = Signal()

    def __init__(self, records: Iterable[Option], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known = tuple(records)
        self._records = self._known
        self._rights: dict[tuple[str, str], str] = {}
        self._reaches = {reach.value: label_of(reach) for reach in REACHES}

    def rights(self) -> Rights:
        """What is allowed, cell by cell."""
        return dict(sorted(self._rights.items()))

    def show_rights(self, rights: Rights) -> None:
        """Show what is allowed; types of record that only a newer program knows have a line as well."""
        self.beginResetModel()
        known = {option.value for option in self._known}
        others = sorted({type_name for type_name, _ in rights} - known)
        self._records = (*self._known, *(Option(name, name) for name in others))
        self._rights = dict(rights)
        self.endResetModel()

    def set_reach(self, cells: Iterable[QModelIndex], reach: str) -> None:
        """Give cells a reach, as the person does."""
        for cell in cells:
            type_name, act = self._key(cell)
            self._name(type_name)
            if reach != NONE or self._says_of_others(type_name):
                self._rights[type_name, act] = reach
            else:
                self._rights.pop((type_name, act), None)
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.rights_changed.emit()

    def reach_of(self, cell: Index) -> str:
        """How far the right of a cell reaches; that of a type of which nothing is said, as far as that of all others."""
        type_name, act = self._key(cell)
        return self._rights.get((type_name if self._is_named(type_name) else EVERY, act), NONE)

    def _is_named(self, type_name: str) -> bool:
        """Whether the role says something of the type itself, be it that nothing is allowed."""
        return any(name == type_name for name, _ in self._rights)

    def _says_of_others(self, type_name: str) -> bool:
        """Whether it says something of all other types, which saying nothing of this one would let in again."""
        return type_name != EVERY and self._is_named(EVERY)

    def _name(self, type_name: str) -> None:
        """Say of the type itself what has been said of all others, before one of its cells is changed."""
        if self._says_of_others(type_name) and not self._is_named(type_name):
            self._rights |= {(type_name, act.value): self._rights.get((EVERY, act.value), NONE) for act in ACTS}

    def _is_own(self, cell: Index) -> bool:
        return self._is_named(self._key(cell)[0])

    def _key(self, cell: Index) -> tuple[str, str]:
        return self._records[cell.row()].value, ACTS[cell.column()].value

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._records)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(ACTS)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        reach = self.reach_of(index)
        label = self._reaches.get(reach, reach)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _NOTHING if reach == NONE else label if self._is_own(index) else f"({label})"
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return tip(f"{self._records[index.row()].label}, {label_of(ACTS[index.column()])}: {label}")
            case _:
                return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return label_of(ACTS[section])
        return self._records[section].label
