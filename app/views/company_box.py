"""For which operating company one works: its customers are listed, and new ones are its."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

_EVERY = 0


class CompanyBox(QComboBox):
    """Chooses among the companies of a database; where there is one, there is nothing to choose.

    Signals:
        chosen: (id) the person chose a company, 0 for all of them.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Operating company"))
        self.setToolTip(self.tr("Whose customers are listed, and to whom new ones belong"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(lambda: self.chosen.emit(self.company_id()))

    def company_id(self) -> int:
        """The company that is chosen, 0 for all of them."""
        return int(self.currentData() or _EVERY)

    def offer(self, companies: Sequence[tuple[int, str]], chosen: int) -> None:
        """Offer these companies, by id and name; what was chosen and is no longer there leaves all of them chosen."""
        self.clear()
        self.addItem(self.tr("All companies"), _EVERY)
        for company_id, name in companies:
            self.addItem(name, company_id)
        self.setCurrentIndex(max(self.findData(chosen), 0))
