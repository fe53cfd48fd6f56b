"""Stopping reads: those that nobody waits for any more, and patient ones that are to make way for others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, QTimer

from app.errors import CancelledError

if TYPE_CHECKING:
    from app.store.database import Interrupter

PRESS_MS = 10
"""How often a read that is to stop is interrupted again: between two of its statements there is nothing to interrupt."""


@dataclass(frozen=True, slots=True)
class _Running:
    """The read under way, and how to stop it."""

    ticket: int
    patient: bool
    interrupt: Interrupter


class Pressing(QObject):
    """Belongs to the GUI thread; the thread that reads says what it reads."""

    def __init__(
        self, lane: QThreadPool, is_wanted: Callable[[int], bool], presses: Callable[[], bool], parent: QObject
    ) -> None:
        """Watch over the reads of a lane.

        Args:
            lane: where one read runs at a time.
            is_wanted: whether anybody waits for the answer of a ticket.
            presses: whether any read waits that patient ones make way for.
            parent: owns this.
        """
        super().__init__(parent)
        self._lane, self._is_wanted, self._presses = lane, is_wanted, presses
        self._lock = Lock()
        self._running: _Running | None = None
        self._timer = QTimer(self, interval=PRESS_MS)
        self._timer.timeout.connect(self._on_time)

    @contextmanager
    def stoppable(self, ticket: int, interrupt: Interrupter, *, patient: bool) -> Iterator[None]:
        """What is done within can be stopped; called by the thread that reads."""
        self._announce(_Running(ticket, patient, interrupt))
        try:
            if not self._is_wanted(ticket):  # cancelled when nothing was announced yet
                raise CancelledError
            yield
        finally:
            self._announce(None)
            interrupt.settle()

    def press(self) -> None:
        """Stop the read under way if nobody waits for it, or if it is to make way; again and again until it has."""
        presses = self._presses()
        with self._lock:
            running = self._running
            if running and (not self._is_wanted(running.ticket) or (running.patient and presses)):
                running.interrupt()
        self._timer.start()

    def give_up(self) -> None:
        """Have whoever waits for a server's answer wait no longer."""
        with self._lock:
            if self._running:
                self._running.interrupt.give_up()

    def _announce(self, running: _Running | None) -> None:
        with self._lock:
            self._running = running

    def _on_time(self) -> None:
        if self._lane.activeThreadCount():
            self.press()
        else:
            self._timer.stop()
