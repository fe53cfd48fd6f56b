"""The question for which operating company something new is, where one works for several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.views.company_band import swatch
from app.views.words import tip

if TYPE_CHECKING:
    from app.services.companies import CompanyRow

_MOST_ROWS = 8
_LETTERS = 44


class CompanyQuestion(QDialog):
    """A company is chosen by arrow and Return, or with a click; the one that was chosen last is chosen already."""

    def __init__(
        self, companies: Sequence[CompanyRow], chosen: int, then: Callable[[int], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._then = then
        self.setWindowTitle(self.tr("Operating company"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.label = QLabel(self.tr("For which &operating company is it?"), self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Operating companies"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.label.setBuddy(self.list)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel, self)
        layout = QVBoxLayout(self)
        for widget in (self.label, self.list, self.buttons):
            layout.addWidget(widget)
        self._offer(companies, chosen)
        self.list.itemDoubleClicked.connect(lambda _: self.accept())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._answer)

    def _offer(self, companies: Sequence[CompanyRow], chosen: int) -> None:
        for company in companies:
            item = QListWidgetItem(company.name, self.list)
            item.setToolTip(tip(company.name))
            item.setData(Qt.ItemDataRole.UserRole, company.id)
            ascent = self.fontMetrics().ascent()
            item.setIcon(swatch(company.colour, self.palette(), ascent) if company.colour else QIcon())
        places = {company.id: place for place, company in enumerate(companies)}
        self.list.setCurrentRow(places.get(chosen, 0))
        rows = min(max(len(companies), 3), _MOST_ROWS)
        self.list.setMinimumHeight(rows * self.list.sizeHintForRow(0) + 2 * self.list.frameWidth())
        self.resize(self.fontMetrics().averageCharWidth() * _LETTERS, self.sizeHint().height())
        self.list.setFocus()

    def _answer(self) -> None:
        self._then(int(self.list.currentItem().data(Qt.ItemDataRole.UserRole)))
