"""The one door to background work on a database: reads and writes have a thread each, the window never waits.

A worker holds a number and the operation, never a widget: the last reference to a QObject must not die off the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from shiboken6 import isValid

from app.errors import CancelledError, FileError, FileProblem

if TYPE_CHECKING:  # imported by the reading thread, while the window is being painted
    import sqlalchemy as sa

    from app.models.servers import Place
    from app.store.database import Database

T = TypeVar("T")
Failed = Callable[[Exception], None]

_LAST, _PATIENT, _PROMPT = -2, -1, 0
"""Nothing above 0: Qt gives what it starts on an idle thread that priority, and others would overtake it."""

_PRESS_MS = 10
"""How often a read that is to stop is interrupted again: between two of its statements there is nothing to interrupt."""


@dataclass(frozen=True, slots=True)
class _Failure:
    error: Exception


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who gets the answer; kept on the GUI thread."""

    owner: QObject
    on_success: Callable[[Any], None]
    on_error: Failed | None
    presses: bool = False  # patient reads make way for it


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
        self._lent: Place | None = None
        self._reads, self._writes, self._asides = self._lane(), self._lane(), self._lane()
        self._keeps = self._lane()
        self._tickets = count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._lock = Lock()
        self._running: _Running | None = None
        self._held: list[Database] = []
        self._is_closed = False
        self._presser = QTimer(self, interval=_PRESS_MS)
        self._presser.timeout.connect(self._on_pressed)
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @property
    def place(self) -> Place | None:
        """The file or shared database that is open, if one is."""
        return self._database.place if self._database else None

    def open(
        self,
        owner: QObject,
        place: Place,
        on_success: Callable[[Database], None],
        on_error: Failed,
        *,
        frozen: bool = False,
    ) -> None:
        """Open a database in the background and work on it from then on.

        What was asked of the one before is still done there; then it is let go. Where a key is needed, the system's
        keyring is asked for it, which may take its time.

        Args:
            owner: who gets the answer.
            place: the file, or the shared database.
            on_success: gets the database, on the GUI thread.
            on_error: gets the failure.
            frozen: nobody changes the file any more, and nor shall we.
        """

        def fail(error: Exception) -> None:
            if isinstance(error, FileError) and error.problem is FileProblem.KEY_NEEDED and error.path is not None:
                again = partial(self._open, owner, place, on_success, on_error, frozen=frozen)
                self.aside(owner, partial(_unlock, error.path), lambda _: again(), on_error)
            else:
                on_error(error)

        self._open(owner, place, on_success, fail, frozen=frozen)

    def _open(
        self,
        owner: QObject,
        place: Place,
        on_success: Callable[[Database], None],
        on_error: Failed,
        *,
        frozen: bool,
    ) -> None:
        def run() -> Database:
            from app.store.database import open_database

            database = open_database(place, frozen=frozen)
            with self._lock:
                self._held.append(database)
            return database

        def use(database: Database) -> None:
            before, self._database, self._lent = self._database, database, None
            if before is not None:
                self._let_go(before)
            on_success(database)

        ticket = self._expect(owner, use, on_error)
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
        ticket = self._expect(owner, on_success, on_error, presses=not patient)
        database, lent = self._database, self._lent

        def run() -> T:
            with _opened(database, lent).reading() as connection:
                self._announce(_Running(ticket, patient, _opened(database, lent).interrupter(connection)))
                try:
                    if ticket not in self._waiting:  # cancelled when nothing was announced yet
                        raise CancelledError
                    return operation(connection)
                finally:
                    self._announce(None)

        self._start(self._reads, ticket, run, _PATIENT if patient else _PROMPT)
        self._press()
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
        database, lent = self._database, self._lent

        def run() -> T:
            with _opened(database, lent).writing() as connection:
                return operation(connection)

        self._start(self._writes, ticket, run, _PROMPT)
        if database is not None and isinstance(database.place, Path) and not self._is_closed:
            self._writes.start(partial(_tidy, database), _PATIENT)
        return ticket

    def aside(
        self, owner: QObject, act: Callable[[], T], on_success: Callable[[T], None], on_error: Failed | None = None
    ) -> None:
        """Do what takes a while and needs no database: ask the system's keyring, look into a folder."""
        self._start(self._asides, self._expect(owner, on_success, on_error), act, _PROMPT)

    def keep(
        self, owner: QObject, act: Callable[[], T], on_success: Callable[[T], None], on_error: Failed | None = None
    ) -> None:
        """Do something about unsaved text: in a lane where nothing else is waited for, and to its end even when closing."""
        self._start(self._keeps, self._expect(owner, on_success, on_error), act, _PROMPT)

    def lend(self, owner: QObject, then: Callable[[], None]) -> None:
        """Let the file go when everything asked of it is done; until one is opened, acts are told that it is in use."""
        before, self._database = self._database, None
        if before is None:
            then()
            return
        self._lent = before.place
        self._held.remove(before)

        def let_readers_go(_: None) -> None:
            self._start(self._reads, self._expect(owner, lambda _: then(), None), before.reader.dispose, _LAST)

        self._start(self._writes, self._expect(owner, let_readers_go, None), before.writer.dispose, _LAST)

    def cancel(self, ticket: int) -> None:
        """Drop a read: its answer will not come, and a statement that runs for it is stopped."""
        self._waiting.pop(ticket, None)
        self._press()

    def is_idle(self) -> bool:
        """Whether every operation has been answered."""
        return not self._waiting

    def close(self) -> None:
        """Finish the writes that were begun, drop the reads, and let the file go; nothing is begun any more."""
        self._is_closed = True
        self._waiting.clear()
        while not self._reads.waitForDone(_PRESS_MS):
            self._press()
        self._writes.waitForDone()
        self._asides.waitForDone()
        self._keeps.waitForDone()
        for database in self._held:
            database.close()
        self._held.clear()
        self._database = None

    def _lane(self) -> QThreadPool:
        """One thread that works through operations in order, the prompt ones first."""
        lane = QThreadPool(self)
        lane.setMaxThreadCount(1)
        lane.setExpiryTimeout(-1)
        return lane

    def _let_go(self, database: Database) -> None:
        """Close a file behind everything that was asked of it."""
        self._held.remove(database)
        self._reads.start(database.reader.dispose, _LAST)
        if database.writer is not database.reader:
            self._writes.start(database.writer.dispose, _LAST)

    def _expect(
        self, owner: QObject, on_success: Callable[[T], None], on_error: Failed | None, *, presses: bool = False
    ) -> int:
        ticket = next(self._tickets)
        self._waiting[ticket] = _Waiting(owner, on_success, on_error, presses)
        return ticket

    def _start(self, lane: QThreadPool, ticket: int, run: Callable[[], object], priority: int) -> None:
        is_read = lane is self._reads
        if self._is_closed:  # a timer that fires while everything ends
            self._waiting.pop(ticket, None)
            return

        def work() -> None:  # holds a number and the operation, no widget
            if is_read and ticket not in self._waiting:
                return
            try:
                answer = run()
            except CancelledError as error:
                if ticket in self._waiting and priority == _PATIENT:  # it made way
                    self._start(lane, ticket, run, priority)
                    return
                self._finished.emit(ticket, _Failure(error))
            except Exception as error:  # noqa: BLE001 - every failure belongs to whoever asked
                self._finished.emit(ticket, _Failure(error))
            else:  # kept by no name above: a failure holds this very frame
                self._finished.emit(ticket, answer)

        lane.start(work, priority)

    def _announce(self, running: _Running | None) -> None:
        with self._lock:
            self._running = running

    def _press(self) -> None:
        """Stop the read under way if nobody waits for it, or if it is to make way; again and again until it has."""
        presses = any(waiting.presses for waiting in self._waiting.values())
        with self._lock:
            running = self._running
            if running and (running.ticket not in self._waiting or (running.patient and presses)):
                running.interrupt()
        self._presser.start()

    def _on_pressed(self) -> None:
        if self._reads.activeThreadCount():
            self._press()
        else:
            self._presser.stop()

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


def _tidy(database: Database) -> None:
    from app.store.upkeep import tidy

    tidy(database)


def _unlock(path: Path) -> None:
    from app.store.unlocking import unlock

    unlock(path)


def _opened(database: Database | None, lent: Place | None) -> Database:
    if database is None and lent is not None:
        raise FileError(FileProblem.LOCKED, lent if isinstance(lent, Path) else None)
    if database is None:
        raise RuntimeError("no database is open")
    return database
