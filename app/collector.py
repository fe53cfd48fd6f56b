"""Python's cyclic garbage collector, kept to the GUI thread.

Left to itself it runs in whichever thread allocates, and destroying a widget in a database thread crashes the process. So it
is off in the window's process, and a timer runs it on the GUI thread; what stands after the start is set aside for good.
"""

from __future__ import annotations

import gc
import traceback

from PySide6.QtCore import QObject, QTimer

YOUNG_MS = 1_000
ALL_MS = 60_000


def let_go(error: BaseException) -> None:
    """Free in this thread what the functions still hold that a failure ended; where they were remains to be read.

    A failure and its functions hold each other, and so would go with the garbage, cursors too. To end a cursor is to wait for
    whatever runs on its connection: on the GUI thread, the window would stand still so long.
    """
    chain: list[BaseException] = []
    following: list[BaseException | None] = [error]
    while following:
        one = following.pop()
        if one is not None and one not in chain:
            chain.append(one)
            traceback.clear_frames(one.__traceback__)
            following += [one.__cause__, one.__context__]


class GarbageCollector(QObject):
    """Collects young garbage every second, all of it every minute."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._young = QTimer(self, interval=YOUNG_MS)
        self._young.timeout.connect(lambda: gc.collect(1))
        self._all = QTimer(self, interval=ALL_MS)
        self._all.timeout.connect(gc.collect)

    def start(self) -> None:
        """Set aside what stands now, and begin."""
        gc.collect()
        gc.freeze()
        self._young.start()
        self._all.start()
