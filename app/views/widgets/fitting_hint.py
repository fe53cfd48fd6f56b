"""The words in an empty line of text, as many of them as there is room for: half a hint says something else, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLineEdit

from app.overriding import override

_EDGES = 3
"""How many letters the edges of a line take together."""


class FittingHint(QObject):
    """Shows the first of some hints that fits into a line; they grow shorter, and the last is shown wherever the others don't fit."""

    def __init__(self, line: QLineEdit, hints: Sequence[str]) -> None:
        super().__init__(line)
        self._line, self._hints = line, hints
        line.installEventFilter(self)
        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._fit()
        return False

    def _fit(self) -> None:
        metrics = self._line.fontMetrics()
        room = self._line.width() - _EDGES * metrics.averageCharWidth()
        fitting = (hint for hint in self._hints if metrics.horizontalAdvance(hint) <= room)
        hint = next(fitting, self._hints[-1])
        if hint != self._line.placeholderText():
            self._line.setPlaceholderText(hint)
