"""Buttons that can't be pressed for some seconds."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

_LOOK_MS = 200


class Countdown(QObject):
    """Says on the first of them how many seconds are left.

    Signals:
        ended: they can be pressed again, as far as the time goes.
    """

    ended = Signal()

    def __init__(self, buttons: Sequence[QPushButton], parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons = buttons
        self._text = buttons[0].text()
        self._until = 0.0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._show)

    def is_running(self) -> bool:
        """Whether they still can't be pressed."""
        return self._timer.isActive()

    def start(self, seconds: float) -> None:
        """Keep them from being pressed for so long; nothing happens for no time at all."""
        if seconds > 0:
            self._until = monotonic() + seconds
            self._timer.start()
            self._show()

    def _show(self) -> None:
        left = ceil(self._until - monotonic())
        if left <= 0:
            self._timer.stop()
        for button in self._buttons:
            button.setEnabled(left <= 0)
        words = self.tr("{act} (in {seconds} s)")
        self._buttons[0].setText(self._text if left <= 0 else words.format(act=self._text, seconds=left))
        if left <= 0:
            self.ended.emit()
