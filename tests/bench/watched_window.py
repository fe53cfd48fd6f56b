"""The real window, told apart from what people start only by being watched: see `child_window`."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QWheelEvent

import app.main
from app.paths import HOME_VARIABLE
from app.views.lists.record_table import RecordTable
from app.views.main_window import MainWindow
from tests.bench.child_key import take_key

_STEP_MS = 30
_SETTLED_MS = 3_000
"""When the start is over: the list is counted, and the collector has set aside what stands."""

_CALM_TICKS = 6
"""For so many looks nothing is asked of the database when what followed a call is over; the window itself looks for news more rarely."""

_TYPED = ("m", "ma", "mar", "maria", "maria s", "", "example", "2", "20", "207", "", "zzz", "")


class WatchedTable(RecordTable):
    """Says when it has painted a row with text for the first time."""

    rows_painted: Callable[[], None] | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        said = WatchedTable.rows_painted
        if said is not None and self.record_model().row(0) is not None:
            WatchedTable.rows_painted = None
            said()


class WatchedWindow(MainWindow):
    """Says when it was painted for the first time, and begins what was asked for when its first rows are there."""

    begin: Callable[[MainWindow], None]
    is_painted = False

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        WatchedTable.rows_painted = self._on_rows_painted

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            QTimer.singleShot(0, self, lambda: say(f"painted {time.monotonic()}"))

    def _on_rows_painted(self) -> None:
        say(f"rows {time.monotonic()}")
        QTimer.singleShot(0, self, lambda: WatchedWindow.begin(self))


class Walk(QObject):
    """Goes about in the window as a hurried person would, until the time is over."""

    def __init__(self, window: MainWindow, seconds: float) -> None:
        super().__init__(window)
        self._window, self._table = window, window.customers.list.table
        self._until = time.monotonic() + seconds
        self._chance = random.Random(1)
        self._steps = 0
        self._last = 0.0
        self._gaps: list[float] = []
        self._ticker = QTimer(window, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._ticker.timeout.connect(self._on_tick)
        self._stepper = QTimer(window, interval=_STEP_MS)
        self._stepper.timeout.connect(self._on_step)

    def start(self) -> None:
        """Begin."""
        say("walking")
        self._last = time.perf_counter()
        self._ticker.start()
        self._stepper.start()

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self._gaps.append(1000 * (now - self._last))
        self._last = now

    def _on_step(self) -> None:
        self._steps += 1
        if time.monotonic() > self._until:
            self._ticker.stop()
            self._stepper.stop()
            gaps = sorted(self._gaps)
            say("gaps " + json.dumps({"longest": gaps[-5:], "p99": gaps[int(0.99 * len(gaps))], "steps": self._steps}))
            self._window.close()
        elif self._steps % 50 == 0:
            self._window.toolbar.search_edit.setText(_TYPED[self._steps // 50 % len(_TYPED)])
        elif self._steps % 9 == 0:
            bar = self._table.verticalScrollBar()
            bar.setValue(self._chance.randint(0, bar.maximum()))
        else:
            self._turn_wheel()

    def _turn_wheel(self) -> None:
        viewport = self._table.viewport()
        middle = viewport.rect().center()
        event = QWheelEvent(
            QPointF(middle),
            QPointF(viewport.mapToGlobal(middle)),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QCoreApplication.sendEvent(viewport, event)


def stall(seconds: float = 0, settled: float = _SETTLED_MS / 1000) -> Callable[[MainWindow], None]:
    """Walk about once the start is over, so many seconds after the first rows."""

    def begin(window: MainWindow) -> None:
        walk = Walk(window, seconds)
        QTimer.singleShot(round(1000 * settled), walk.start)

    return begin


def visit_ends(window: MainWindow) -> None:
    """Go to the last row and back to the first, wait for their texts each time, then for the word to end."""
    table = window.customers.list.table
    places = iter((table.scrollToBottom, table.scrollToTop))
    timer = QTimer(window, interval=20)
    counted = False

    def step() -> None:
        nonlocal counted
        model = table.record_model()
        counted = counted or window.customers.list.source.is_counted
        first, last = table.visible_rows()
        if not counted or model.row(last) is None or model.row(first) is None:
            return
        if (visit := next(places, None)) is not None:
            visit()
            return
        timer.stop()
        QTimer.singleShot(_SETTLED_MS, window, wait)

    def wait() -> None:
        say("visited")
        sys.stdin.readline()
        window.close()

    timer.timeout.connect(step)
    timer.start()


def tell_of_callers(window: MainWindow) -> None:
    """Say where commands reach the window, then each customer who came up and was painted, until a line ends it."""
    pane, told, calm = window.customers.pane, [0], [0]
    settling = QTimer(window, interval=50)

    def on_changed() -> None:
        if pane.record_id() not in (told[-1], 0):
            told.append(pane.record_id())
            pane.repaint()
            say(f"popped {time.monotonic()} {told[-1]}")
            calm[0] = 0
            settling.start()

    def on_tick() -> None:
        calm[0] = calm[0] + 1 if window._tasks.is_idle() else 0
        if calm[0] == _CALM_TICKS:
            settling.stop()
            say("settled")

    settling.timeout.connect(on_tick)

    def begin() -> None:
        pane.state_changed.connect(on_changed)
        QTimer.singleShot(_SETTLED_MS, window, lambda: say(f"home {os.environ[HOME_VARIABLE]}"))

    QTimer.singleShot(_SETTLED_MS, window, begin)


def say(text: str) -> None:
    """One line for the parent."""
    print(text, flush=True)


def start(what: str, path: str, *more: str) -> int:
    """Start the program as its command does, with its window and table watched."""
    take_key()
    acts: dict[str, Callable[[MainWindow], None]] = {
        "start": lambda window: window.close(),
        "memory": visit_ends,
        "pop": tell_of_callers,
        "stall": stall(*map(float, more)),
    }
    WatchedWindow.begin = staticmethod(acts[what])
    app.main.MainWindow = WatchedWindow
    app.views.lists.record_list.RecordTable = WatchedTable
    from app.__main__ import main as deskbook

    return deskbook([path])
