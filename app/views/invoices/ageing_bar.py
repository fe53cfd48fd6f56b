"""How old what somebody owes is, as a bar: what is not due yet, then by how long it is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.overriding import override
from app.views.widgets.colors import error_color, soft_color, warning_color

_GAP = 1
_LEAST = 3
"""So wide is a part at least, so that little is seen as well."""


class AgeingBar(QWidget):
    """One part for each amount that is more than nothing, as wide as its share; the words stand beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._amounts: tuple[Decimal, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_amounts(self, amounts: Sequence[Decimal]) -> None:
        """Show these, what is not due yet first."""
        self._amounts = tuple(max(amount, Decimal(0)) for amount in amounts)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, max(6, self.fontMetrics().height() // 2))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 8, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        whole = sum(self._amounts, Decimal(0))
        if not whole:
            return
        painter = QPainter(self)
        shown = [(place, amount) for place, amount in enumerate(self._amounts) if amount]
        room = self.width() - _GAP * (len(shown) - 1) - _LEAST * len(shown)
        left = 0.0
        for place, amount in shown:
            width = _LEAST + room * float(amount / whole)
            painter.fillRect(QRectF(left, 0, width, self.height()), self._color(place))
            left += width + _GAP

    def _color(self, place: int) -> QColor:
        """From the amber of what is a little late to the red of what is very late."""
        if place == 0:
            return soft_color(self.palette())
        late, very_late = warning_color(self.palette()), error_color(self.palette())
        share = (place - 1) / max(len(self._amounts) - 2, 1)
        mixed = (near * (1 - share) + far * share for near, far in zip(_rgb(late), _rgb(very_late), strict=True))
        return QColor.fromRgbF(*mixed)


def _rgb(color: QColor) -> tuple[float, float, float]:
    return color.redF(), color.greenF(), color.blueF()
