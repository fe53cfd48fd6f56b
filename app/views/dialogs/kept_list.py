"""The records of one type of the settings, in a list to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.models.rows import KeptRow
from app.overriding import override
from app.views.widgets.colors import soft_color
from app.views.words import tip

_ROW = Qt.ItemDataRole.UserRole


class KeptList(QListWidget):
    """Names, and what tells them apart; those that are not active are said to be so.

    Signals:
        moved: the person moved the cursor; `current_row` says where to.
    """

    moved = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make the list; `name` is what screen readers call it."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(2)
        self.currentItemChanged.connect(self.moved)

    def show_rows(self, rows: Sequence[KeptRow], wanted_id: int) -> None:
        """Show these records, with the cursor on one of them or, for 0, on none."""
        with QSignalBlocker(self):
            self.clear()
            for row in rows:
                self.addItem(self._item(row))
        self.go_to(wanted_id)

    def _item(self, row: KeptRow) -> QListWidgetItem:
        text = f"{row.name}  ({row.detail})" if row.detail else row.name
        item = QListWidgetItem(text if row.active else self.tr("{name}, not active").format(name=text))
        item.setData(_ROW, row)
        item.setToolTip(tip(item.text()))
        if not row.active:
            item.setForeground(soft_color(self.palette()))
        return item

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            for item in map(self.item, range(self.count())):
                if not item.data(_ROW).active:
                    item.setForeground(soft_color(self.palette()))

    def go_to(self, record_id: int) -> None:
        """Put the cursor on a record or, for 0, on none, without telling."""
        with QSignalBlocker(self):
            self.setCurrentRow(-1)
            for number in range(self.count()):
                if self.item(number).data(_ROW).id == record_id:
                    self.setCurrentRow(number)

    def current_row(self) -> KeptRow | None:
        """The record under the cursor."""
        item = self.currentItem()
        row: KeptRow | None = item.data(_ROW) if item else None
        return row

    def neighbour_of(self, record_id: int) -> int:
        """The record below another one, or above it where that is the last; 0 if there is none."""
        ids = [self.item(number).data(_ROW).id for number in range(self.count())]
        if record_id not in ids:
            return 0
        place = ids.index(record_id)
        others = (*ids[place + 1 : place + 2], *ids[:place][-1:])
        return others[0] if others else 0
