"""The way that Tab takes through a form whose fields come and go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget


class TabOrder(QObject):
    """Makes the order anew once what has changed is seen: nobody presses Tab before.

    Args:
        controls: says what takes the focus, in reading order.
    """

    def __init__(self, controls: Callable[[], Sequence[QWidget]], parent: QObject) -> None:
        super().__init__(parent)
        self._controls = controls
        self._chained: Sequence[QWidget] = ()
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self._chain)

    def make_soon(self) -> None:
        """Controls came or went."""
        if not self._timer.isActive():
            self._timer.start()

    def make_now(self) -> None:
        """Somebody goes on to the next control."""
        if self._timer.isActive():
            self._timer.stop()
            self._chain()

    def _chain(self) -> None:
        controls = self._controls()
        if controls == self._chained:
            return
        self._chained = controls
        for one, following in pairwise(controls):
            QWidget.setTabOrder(one, following)
