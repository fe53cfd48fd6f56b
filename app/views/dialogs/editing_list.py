"""The records that are being edited just now, in every window: what, by whom and since when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.models.catalogue import RECORD_TYPES
from app.models.desk_types import DESK_TYPES
from app.models.values import RecordKey
from app.views.words import clock_time, isolated, label_of

if TYPE_CHECKING:
    from app.services.presence import EditingRow

_ROLE = Qt.ItemDataRole.UserRole


class EditingList(QWidget):
    """What is chosen stays chosen while others come and go.

    Signals:
        freed: (RecordKey, session) a record is to be taken from the window that has it.
        opened: (RecordKey) of a record that is to be looked at.
    """

    freed = Signal(object, object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._free: set[int] = set()  # the sessions whose records can be freed
        self.tree = QTreeWidget(self)
        self.none_label = QLabel(self.tr("Nobody is editing anything just now."), self)
        self.free_button = QPushButton(self.tr("&Free it"), self)
        self.open_button = QPushButton(self.tr("&View"), self)
        self._arrange()
        self.tree.itemSelectionChanged.connect(self._on_chosen)
        self.tree.itemActivated.connect(self._open)
        self.open_button.clicked.connect(self._open)
        self.free_button.clicked.connect(self._on_free)
        self.show_rows(())

    def _arrange(self) -> None:
        self.tree.setAccessibleName(self.tr("Records that are being edited"))
        self.tree.setHeaderLabels([self.tr("Record"), self.tr("Type"), self.tr("Edited by"), self.tr("Since")])
        self.tree.setRootIsDecorated(False)
        self.tree.setAlternatingRowColors(True)
        self.tree.setUniformRowHeights(True)
        for column, letters in enumerate((40, 16, 30)):
            self.tree.setColumnWidth(column, self.fontMetrics().averageCharWidth() * letters)
        self.none_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none_label.setWordWrap(True)
        acts = QHBoxLayout()
        for button in (self.open_button, self.free_button):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text().replace("&", ""))
            acts.addWidget(button)
        acts.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.none_label, 1)
        layout.addLayout(acts)

    def show_rows(
        self, rows: Sequence[EditingRow], own_session: int = 0, own_staff_id: int = 0, *, may_free: bool = False
    ) -> None:
        """Show who edits what.

        Args:
            rows: in their order.
            own_session: of this window, whose own records it need not free.
            own_staff_id: of who looks, who may free what they edit in other windows.
            may_free: anybody's record can be freed.
        """
        chosen = self._chosen()
        others = [row.editing for row in rows if row.editing.session != own_session]
        self._free = {each.session for each in others if may_free or each.staff_id == own_staff_id}
        self.tree.clear()
        for row in rows:
            each = row.editing
            since = clock_time(each.since)
            kind = label_of(RECORD_TYPES[each.record_type]) if each.record_type in RECORD_TYPES else ""
            item = QTreeWidgetItem(self.tree, [isolated(row.title), kind, isolated(each.name), since])
            item.setData(0, _ROLE, (each.record_type, each.record_id, each.session))
            item.setSelected(item.data(0, _ROLE) == chosen)
        self.tree.setVisible(bool(rows))
        self.none_label.setVisible(not rows)
        self._on_chosen()

    def _chosen(self) -> tuple[str, int, int] | None:
        items = self.tree.selectedItems()
        if not items:
            return None
        type_name, record_id, session = items[0].data(0, _ROLE)
        return str(type_name), int(record_id), int(session)

    def _on_chosen(self) -> None:
        chosen = self._chosen()
        self.open_button.setEnabled(chosen is not None and chosen[0] in DESK_TYPES)
        self.free_button.setEnabled(chosen is not None and chosen[2] in self._free)
        self.free_button.setVisible(bool(self._free))

    def _open(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen[0] in DESK_TYPES:
            self.opened.emit(RecordKey(*chosen[:2]))

    def _on_free(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.freed.emit(RecordKey(*chosen[:2]), chosen[2])
