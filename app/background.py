"""The one door to background work on a database: reads and writes have a thread each, the window never waits.

A worker holds a number and the operation, never a widget: the last reference to a QObject must not die off the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from shiboken6 import isValid

from app.errors import CancelledError

if TYPE_CHECKING:  # imported by the reading thread, while the window is being painted
    import sqlalchemy as sa

    from app.store.database import Database

T = TypeVar("T")
Failed = Callable[[Exception], None]

_PATIENT, _PROMPT = 0, 1


@dataclass(frozen=True, slots=True)
class _Failure:
    error: Exception


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who gets the answer; kept on the GUI thread."""

    owner: QObject
    on_success: Callable[[Any], None]
    on_error: Failed | None


@dataclass(frozen=True, slots=True)
class _Running:
    """The read under way, and how to stop it."""

    ticket: int
    patient: bool
    interrupt: Callable[[], None]


class DatabaseTasks(QObject):
    """Runs operations on the open database and calls back on the GUI thread.

    Signals:
        failed: an operation failed and nobody asked to be told; the window shows it.
    """

    failed = Signal(object)
    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database: Database | None = None
        self._reads, self._writes = self._lane(), self._lane()
        self._tickets = count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._lock = Lock()
        self._running: _Running | None = None
        self._asked_to_give_way: set[int] = set()
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def open(self, owner: QObject, path: Path, on_success: Callable[[Database], None], on_error: Failed) -> None:
        """Open a file in the background and work on it from then on; the one before is let go."""

        def run() -> Database:
            from app.store.database import open_database

            before, self._database = self._database, open_database(path)
            if before is not None:
                before.close()
            return self._database

        ticket = self._expect(owner, on_success, on_error)
        self._start(self._reads, ticket, run, _PROMPT)

    def read(
        self,
        owner: QObject,
        operation: Callable[[sa.Connection], T],
        on_success: Callable[[T], None],
        on_error: Failed | None = None,
        *,
        patient: bool = False,
    ) -> int:
        """Read in one transaction; the answer comes only if `owner` still lives.

        Args:
            patient: gives way to any other read and is begun again after it; for what may take seconds.

        Returns:
            A ticket to cancel it with.
        """
        ticket = self._expect(owner, on_success, on_error)

        def run() -> T:
            database = self._opened()
            with database.reading() as connection:
                self._announce(_Running(ticket, patient, database.interrupter(connection)))
                try:
                    return operation(connection)
                finally:
                    self._announce(None)

        if not patient:
            self._make_way()
        self._start(self._reads, ticket, run, _PATIENT if patient else _PROMPT)
        return ticket

    def write(
        self,
        owner: QObject,
        operation: Callable[[sa.Connection], T],
        on_success: Callable[[T], None],
        on_error: Failed | None = None,
    ) -> int:
        """Write in one transaction: when `on_success` is called, what was written is on the disk."""
        ticket = self._expect(owner, on_success, on_error)

        def run() -> T:
            with self._opened().writing() as connection:
                return operation(connection)

        self._start(self._writes, ticket, run, _PROMPT)
        return ticket

    def cancel(self, ticket: int) -> None:
        """Drop a read: its answer will not come, and a statement that runs for it is stopped."""
        self._waiting.pop(ticket, None)
        with self._lock:
            if self._running and self._running.ticket == ticket:
                self._running.interrupt()

    def is_idle(self) -> bool:
        """Whether every operation has been answered."""
        return not self._waiting

    def close(self) -> None:
        """Finish the writes that were begun, drop the reads, and let the file go."""
        for ticket in list(self._waiting):
            self.cancel(ticket)
        self._reads.waitForDone()
        self._writes.waitForDone()
        if self._database is not None:
            self._database.close()
            self._database = None

    def _lane(self) -> QThreadPool:
        """One thread that works through operations in order, the prompt ones first."""
        lane = QThreadPool(self)
        lane.setMaxThreadCount(1)
        lane.setExpiryTimeout(-1)
        return lane

    def _expect(self, owner: QObject, on_success: Callable[[T], None], on_error: Failed | None) -> int:
        ticket = next(self._tickets)
        self._waiting[ticket] = _Waiting(owner, on_success, on_error)
        return ticket

    def _start(self, lane: QThreadPool, ticket: int, run: Callable[[], object], priority: int) -> None:
        is_read = lane is self._reads

        def work() -> None:  # holds a number and the operation, no widget
            if is_read and ticket not in self._waiting:
                return
            try:
                answer = run()
            except CancelledError as error:
                if self._was_asked_to_give_way(ticket):
                    self._start(lane, ticket, run, priority)
                    return
                answer = _Failure(error)
            except Exception as error:  # noqa: BLE001 - every failure belongs to whoever asked
                answer = _Failure(error)
            self._finished.emit(ticket, answer)

        lane.start(QRunnable.create(work), priority)

    def _announce(self, running: _Running | None) -> None:
        with self._lock:
            self._running = running

    def _make_way(self) -> None:
        with self._lock:
            if self._running and self._running.patient:
                self._asked_to_give_way.add(self._running.ticket)
                self._running.interrupt()

    def _was_asked_to_give_way(self, ticket: int) -> bool:
        with self._lock:
            asked = ticket in self._asked_to_give_way
            self._asked_to_give_way.discard(ticket)
        return asked

    def _opened(self) -> Database:
        if self._database is None:
            raise RuntimeError("no database is open")
        return self._database

    def _on_finished(self, ticket: int, answer: object) -> None:
        waiting = self._waiting.pop(ticket, None)
        if waiting is None or not isValid(waiting.owner):
            return
        if not isinstance(answer, _Failure):
            waiting.on_success(answer)
        elif waiting.on_error is not None:
            waiting.on_error(answer.error)
        elif not isinstance(answer.error, CancelledError):
            self.failed.emit(answer.error)
