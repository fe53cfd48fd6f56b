"""A label for text of any length: what doesn't fit is cut with an ellipsis and stands in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.overriding import override
from app.views.words import tip

_SHOWN = 1000
"""Nobody's window shows more; a longer text would only take long to measure."""


class ElidedLabel(QLabel):
    """One line of plain text that takes the width it is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._align()

    def _align(self) -> None:
        """Begin where the window's lines begin: left to itself, a name in Arabic goes to the far end of it."""
        is_turned = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_turned else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def full_text(self) -> str:
        """The text, whether or not all of it is seen."""
        return self._full

    def show_text(self, text: str) -> None:
        """Show a text; line breaks become spaces."""
        self._full = " ".join(text.split())
        self.setAccessibleName(self._full[:_SHOWN])
        self._elide()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    @override
    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._full[:_SHOWN]) + 2 * self.margin() + 1
        return QSize(width, super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._elide()
        elif event.type() is QEvent.Type.LayoutDirectionChange:
            self._align()

    def _elide(self) -> None:
        text = self._full[:_SHOWN]
        elided = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.contentsRect().width())
        if elided != self.text():
            self.setText(elided)
            self.updateGeometry()
        self.setToolTip(tip(text) if elided != self._full else "")
