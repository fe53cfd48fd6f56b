"""A tiny chart: a bar for each month."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.overriding import override
from app.views.widgets.colors import soft_color
from app.views.words import tip

_BAR, _GAP = 0.55, 0.25
"""In heights of a letter."""


class MonthBars(QWidget):
    """As high as a line of text; what it shows stands in its accessible description and in its tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Sequence[int], said: str) -> None:
        """Show a bar for each number; `said` is the same in words."""
        self.counts = tuple(counts)
        self.setAccessibleDescription(said)
        self.setToolTip(tip(said))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(round(len(self.counts) * (_BAR + _GAP) * height), height)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        height = self.fontMetrics().height()
        most = max(self.counts, default=0)
        painter = QPainter(self)
        bar, ground = self.palette().color(QPalette.ColorRole.Highlight), soft_color(self.palette())
        for place, count in enumerate(self.counts):
            share = max(count / most, 0.15) if count else 0.0
            tall = max(share * (height - 1), 1.0)
            left = place * (_BAR + _GAP) * height
            painter.fillRect(QRectF(left, height - tall, _BAR * height, tall), bar if count else ground)
