"""How long nobody has touched the program: by mouse and keyboard in its windows, over the computer's sleep as well."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Signal
from PySide6.QtGui import QGuiApplication, QSinglePointEvent, QWindow

from app.overriding import override

_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove,
    QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress,
})  # fmt: skip
_MOVES = frozenset({QEvent.Type.MouseMove})


def steady_seconds() -> float:
    """A clock that nobody sets, and that goes on while the computer sleeps.

    Python's own monotonic clock stands still meanwhile on Linux and macOS; on Windows it goes on.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    else:
        return time.monotonic()


class IdleClock(QObject):
    """Listens at the windows of the system, of which there are few: at every widget it would cost each repaint.

    Signals:
        expired: somebody touches the program after their time was over; the touch goes nowhere.

    Attributes:
        limit_seconds: that time.
        now: the clock, in seconds.
    """

    expired = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.now: Callable[[], float] = steady_seconds
        self.limit_seconds = float("inf")
        self._touched_at = self.now()
        self._place = QPointF()
        self._is_listening = False

    def start(self) -> None:
        """Begin to listen; this moment counts as touched."""
        self.touch()
        if not self._is_listening:
            self._is_listening = True
            for window in QGuiApplication.topLevelWindows():
                window.installEventFilter(self)
            QGuiApplication.instance().focusWindowChanged.connect(self._on_focus)  # type: ignore[union-attr]

    def touch(self) -> None:
        """Somebody is there."""
        self._touched_at = self.now()

    def idle_seconds(self) -> float:
        """For how long nobody has been."""
        return max(self.now() - self._touched_at, 0.0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _TOUCHES or (kind in _MOVES and not self._has_moved(event)):
            return False
        if self.idle_seconds() >= self.limit_seconds:
            self.expired.emit()
            return True
        self.touch()
        return False

    def _has_moved(self, event: QEvent) -> bool:
        """Systems report the mouse as moved when something beneath it has."""
        if not isinstance(event, QSinglePointEvent):
            return True
        before, self._place = self._place, event.globalPosition()
        return before != self._place

    def _on_focus(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)
