"""A coloured band over the width of a record, which says what must not be overlooked of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.overriding import override
from app.views.widgets.colors import BAND_WIDTH, band_color, mixed
from app.views.widgets.wrapped_label import WrappedLabel

_SHARE = 0.22
"""How much of its colour is mixed into that of the window: the words on it stay as easy to read."""


class Band(QWidget):
    """A sentence on a tinted ground, with a bar of the full colour where one begins to read; hidden without a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self.label = WrappedLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(12, 5, 10, 5)
        self.line.addWidget(self.label, 1)
        self.hide()

    def say(self, text: str, number: int) -> None:
        """Show a sentence; an empty one shows nothing any more.

        Args:
            number: 0 in quiet colours, else in such as are not overlooked.
        """
        self._number = number
        self.label.setText(text)
        self.label.setAccessibleName(text)
        self.setVisible(bool(text))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color = band_color(self.palette(), self._number)
        painter = QPainter(self)
        painter.fillRect(self.rect(), mixed(self.palette().window().color(), color, _SHARE))
        left = self.width() - BAND_WIDTH if self.isRightToLeft() else 0
        painter.fillRect(left, 0, BAND_WIDTH, self.height(), color)
