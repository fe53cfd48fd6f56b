"""The operating companies in a list to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.overriding import override
from app.views.widgets.colors import soft_color

if TYPE_CHECKING:
    from app.services.companies import CompanyRow

_ROW = Qt.ItemDataRole.UserRole


class CompanyList(QListWidget):
    """Names and codes; those that are not active are said to be so.

    Signals:
        moved: the person moved the cursor; `current_row` says where to.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Operating companies"))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(2)
        self.currentItemChanged.connect(self.moved)

    def show_rows(self, rows: Sequence[CompanyRow], wanted_id: int) -> None:
        """Show these companies, with the cursor on one of them or, for 0, on none."""
        with QSignalBlocker(self):
            self.clear()
            for row in rows:
                self.addItem(self._item(row))
        self.go_to(wanted_id)

    def _item(self, row: CompanyRow) -> QListWidgetItem:
        text = f"{row.name}  ({row.code})"
        item = QListWidgetItem(text if row.active else self.tr("{company}, not active").format(company=text))
        item.setData(_ROW, row)
        item.setToolTip(item.text())
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

    def go_to(self, company_id: int) -> None:
        """Put the cursor on a company or, for 0, on none, without telling."""
        with QSignalBlocker(self):
            self.setCurrentRow(-1)
            for number in range(self.count()):
                if self.item(number).data(_ROW).id == company_id:
                    self.setCurrentRow(number)

    def current_row(self) -> CompanyRow | None:
        """The company under the cursor."""
        item = self.currentItem()
        row: CompanyRow | None = item.data(_ROW) if item else None
        return row
