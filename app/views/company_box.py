"""For which operating company one works: its customers are listed, and new ones are its."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QWidget

from app.overriding import override
from app.views.company_band import swatch

if TYPE_CHECKING:
    from app.services.companies import CompanyRow

_EVERY = 0


class CompanyBox(QComboBox):
    """Chooses among the companies of a database; where there is one, there is nothing to choose.

    Signals:
        chosen: (id) the person chose a company, 0 for all of them.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._companies: tuple[CompanyRow, ...] = ()
        self.setAccessibleName(self.tr("Operating company"))
        self.setToolTip(self.tr("Whose customers are listed, and to whom new ones belong"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(lambda: self.chosen.emit(self.company_id()))

    def company_id(self) -> int:
        """The company that is chosen, 0 for all of them."""
        return int(self.currentData() or _EVERY)

    def offer(self, companies: Sequence[CompanyRow], chosen: int) -> None:
        """Offer these companies; what was chosen and is no longer there leaves all of them chosen."""
        self._companies = tuple(companies)
        self.clear()
        self.addItem(self.tr("All companies"), _EVERY)
        for company in companies:
            self.addItem(company.name, company.id)
        self.setCurrentIndex(max(self.findData(chosen), 0))
        self._show_colours()

    def company(self) -> CompanyRow | None:
        """The company that one works for; None where that may be any of several."""
        if len(self._companies) == 1:
            return self._companies[0]
        return next((company for company in self._companies if company.id == self.company_id()), None)

    def step(self) -> None:
        """Choose the next company, behind the last one all of them, as the person does."""
        if len(self._companies) > 1:
            self.setCurrentIndex((self.currentIndex() + 1) % self.count())
            self.chosen.emit(self.company_id())

    def _show_colours(self) -> None:
        for place, company in enumerate(self._companies, 1):
            icon = swatch(company.colour, self.palette(), self.fontMetrics().ascent()) if company.colour else QIcon()
            self.setItemIcon(place, icon)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._show_colours()
