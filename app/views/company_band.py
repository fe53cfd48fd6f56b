"""The colour of the operating company that one works for, across the top of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QToolBar, QWidget

from app.overriding import override
from app.views.widgets.colors import company_color
from app.views.words import tip

if TYPE_CHECKING:
    from app.services.companies import CompanyRow

_HEIGHT = 6


class CompanyBand(QToolBar):
    """Hidden where there is no colour, or where one works for several companies at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = ""
        self.setObjectName("company")
        self.setMovable(False)
        self.setFixedHeight(_HEIGHT)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.toggleViewAction().setVisible(False)
        self.hide()

    def show_company(self, company: CompanyRow | None) -> None:
        """Have the colour of this company from now on."""
        self.colour = company.colour if company else ""
        name = self.tr("You work for {company}").format(company=company.name) if company else ""
        self.setToolTip(tip(name))
        self.setAccessibleName(name)
        self.setVisible(bool(self.colour))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), company_color(self.colour, self.palette()))
        painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.update()


def swatch(colour: str, palette: QPalette, side: int) -> QIcon:
    """The colour of a company, beside its name."""
    picture = QPixmap(side, side)
    picture.fill(company_color(colour, palette))
    return QIcon(picture)
