"""The one door to background work on a database: reads and writes have a thread each, the window never waits.

Where the connection to a server is lost, what was asked waits, fails or is found out about (see `lost_work`). A worker holds a
number and the operation, never a widget: the last reference to a QObject must not die off the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from app.collector import let_go
from app.errors import CancelledError, FileError, FileProblem, ServerError, ServerProblem
from app.lost_work import Cut, Do, Doubt, Lanes, LostWork, write
from app.pressing import PRESS_MS, Pressing
from app.tickets import Failed, Failure, Tickets

if TYPE_CHECKING:  # imported by the opening thread, while the window is being painted
    import sqlalchemy as sa

    from app.models.servers import Place
    from app.store.database import Database

T = TypeVar("T")

_LAST, _PATIENT, _PROMPT = -2, -1, 0
"""Nothing above 0: Qt gives what it starts on an idle thread that priority, and others would overtake it."""


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
        self._keeps, self._opens = self._lane(), self._lane()
        self._tickets = Tickets(self.failed.emit)
        self._lock = Lock()
        self._put_off: dict[int, Callable[[], None]] = {}
        self._held: list[Database] = []
        self._is_closed = False
        self.lost_work = LostWork(self._lanes(), self)
        self._pressing = Pressing(self._reads, self._tickets.is_waited_for, self._tickets.is_pressed, self)
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
        unless: Callable[[], bool] = bool,
    ) -> None:
        """Open a database in the background and work on it from then on; until then the one before is worked with.

        What was asked of the one before is still done there; then it is let go. Where a key is needed, the system's
        keyring is asked for it, which may take its time.

        Args:
            owner: who gets the answer.
            place: the file, or the shared database.
            on_success: gets the database, on the GUI thread.
            on_error: gets the failure.
            frozen: nobody changes the file any more, and nor shall we.
            unless: asked when the database is there; if it says so, the one before is worked with still, and `on_error`
                gets a `CancelledError`.
        """

        def fail(error: Exception) -> None:
            if isinstance(error, FileError) and error.problem is FileProblem.KEY_NEEDED and error.path is not None:
                again = partial(self._open, owner, place, on_success, on_error, frozen, unless)
                self.aside(owner, partial(_unlock, error.path), lambda _: again(), on_error)
            elif isinstance(error, ServerError) and error.problem is ServerProblem.WRONG_PASSWORD:
                again = partial(self._open, owner, place, on_success, on_error, frozen, unless)
                found = partial(_find_password, place)
                self.aside(owner, found, lambda is_found: again() if is_found else on_error(error), on_error)
            else:
                on_error(error)

        self._open(owner, place, on_success, fail, frozen, unless)

    def _open(
        self,
        owner: QObject,
        place: Place,
        on_success: Callable[[Database], None],
        on_error: Failed,
        frozen: bool,
        unless: Callable[[], bool],
    ) -> None:
        def run() -> Database:
            from app.store.database import open_database

            database = open_database(place, frozen=frozen, in_window=True)
            with self._lock:
                self._held.append(database)
            return database

        def use(database: Database) -> None:
            if unless():
                self._held.remove(database)
                self._opens.start(database.close, _LAST)
                on_error(CancelledError())
                return
            before, lent = self._database, self._lent
            self._database, self._lent = database, None
            self.lost_work.forget()
            if before is not None:
                self._let_go(before)
            on_success(database)
            self._begin_put_off(lent)

        ticket = self._tickets.expect(owner, use, on_error)
        self._start(self._opens, ticket, run, _PROMPT)

    def read(
        self,
        owner: QObject,
        operation: Callable[[sa.Connection], T],
        on_success: Callable[[T], None],
        on_error: Failed | None = None,
        *,
        patient: bool = False,
        glances: bool = False,
    ) -> int:
        """Read in one transaction; the answer comes only if `owner` still lives.

        Where the connection is lost, the read is done when there is another; where the file is lent, when it is back.

        Args:
            patient: gives way to any other read and is begun again after it; for what may take seconds.
            glances: what is asked need not be answered as of one moment, so that on a server there is no transaction.

        Returns:
            A ticket to cancel it with.
        """
        ticket = self._tickets.expect(owner, on_success, on_error, presses=not patient)
        begin = partial(self._begin_read, ticket, operation, patient=patient, glances=glances)
        if self._database is None and isinstance(self._lent, Path) and not self._is_closed:
            self._put_off[ticket] = begin
        else:
            begin()
        self._pressing.press()
        return ticket

    def _begin_read(
        self, ticket: int, operation: Callable[[sa.Connection], object], *, patient: bool, glances: bool
    ) -> None:
        database, lent = self._database, self._lent

        def run() -> object:
            opened = _opened(database, lent)

            def stoppable(connection: sa.Connection) -> AbstractContextManager[None]:
                return self._pressing.stoppable(ticket, opened.interrupter(connection), patient=patient)

            with (opened.glancing if glances else opened.reading)(stoppable) as connection:
                return operation(connection)

        again = partial(self._begin_read, ticket, operation, patient=patient, glances=glances)
        minded = partial(self.lost_work.minding, database, run, again)
        self._start(self._reads, ticket, minded, _PATIENT if patient else _PROMPT)

    def _begin_put_off(self, lent: Place | None) -> None:
        """What was asked while the file was lent is read now; of another one nobody wants to know it any more."""
        put_off, self._put_off = self._put_off, {}
        for ticket, begin in put_off.items():
            if lent == self.place:
                begin()
            else:
                self._on_finished(ticket, Failure(CancelledError()))

    def write(
        self,
        owner: QObject,
        operation: Callable[[sa.Connection], T],
        on_success: Callable[[T], None],
        on_error: Failed | None = None,
        on_doubt: Callable[[str], None] | None = None,
        *,
        patient: bool = False,
    ) -> int:
        """Write in one transaction: when `on_success` is called, what was written is on the disk.

        Args:
            owner: who gets the answer.
            operation: is done a second time where the connection was lost under the first before anything was committed.
            on_success: gets the answer.
            on_error: gets the failure; nothing was written then.
            on_doubt: the connection was lost while it was being committed; gets the mark by which it can be found out,
                and one of the others is called once there is another connection.
            patient: what else is to be written goes first.
        """
        ticket = self._tickets.expect(owner, on_success, on_error, on_doubt)
        database, lent = self._database, self._lent

        def run() -> T | Doubt:
            return write(_opened(database, lent), operation)

        minded = partial(self.lost_work.minding, database, run)
        self._start(self._writes, ticket, minded, _PATIENT if patient else _PROMPT)
        if database is not None and isinstance(database.place, Path) and not self._is_closed:
            self._writes.start(partial(_tidy, database), _PATIENT)
        return ticket

    def aside(
        self, owner: QObject, act: Callable[[], T], on_success: Callable[[T], None], on_error: Failed | None = None
    ) -> None:
        """Do what takes a while and needs no database: ask the system's keyring, look into a folder."""
        self._start(self._asides, self._tickets.expect(owner, on_success, on_error), act, _PROMPT)

    def keep(
        self, owner: QObject, act: Callable[[], T], on_success: Callable[[T], None], on_error: Failed | None = None
    ) -> None:
        """Do something about unsaved text: in a lane where nothing else is waited for, and to its end even when closing."""
        self._start(self._keeps, self._tickets.expect(owner, on_success, on_error), act, _PROMPT)

    def lend(self, owner: QObject, then: Callable[[], None]) -> None:
        """Let the file go when everything asked of it is done; until one is opened, reads wait, and writes are refused."""
        before, self._database = self._database, None
        if before is None:
            then()
            return
        self._lent = before.place
        self._held.remove(before)

        def let_readers_go(_: None) -> None:
            self._start(self._reads, self._tickets.expect(owner, lambda _: then(), None), before.reader.dispose, _LAST)

        self._start(self._writes, self._tickets.expect(owner, let_readers_go, None), before.writer.dispose, _LAST)

    def cancel(self, ticket: int) -> None:
        """Drop a read: its answer will not come, and a statement that runs for it is stopped."""
        self._tickets.drop(ticket)
        self._pressing.press()

    def is_idle(self) -> bool:
        """Whether every operation has been answered."""
        return not self._tickets.is_anybody_waiting()

    def close(self) -> None:
        """Finish the writes that were begun, drop the reads, and let the file go; nothing is begun any more."""
        self._is_closed = True
        self._tickets.drop_all()
        self._put_off.clear()
        while not self._reads.waitForDone(PRESS_MS):
            self._pressing.press()
            self._pressing.give_up()
        self._writes.waitForDone()
        for lane in (self._opens, self._asides, self._keeps):
            lane.waitForDone()
        for database in self._held:
            database.close()
        self._held.clear()
        self._database = None

    def _lanes(self) -> Lanes:
        """What lost work may have done here."""

        def doing(lane: QThreadPool) -> Do:
            return lambda run, then, fail: self._start(lane, self._tickets.expect(self, then, fail), run, _PROMPT)

        def refuse(ticket: int, error: Exception) -> None:
            self._on_finished(ticket, Failure(error))

        return Lanes(doing(self._reads), doing(self._writes), self._on_finished, refuse, self._tickets.doubt)

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

    def _start(self, lane: QThreadPool, ticket: int, run: Callable[[], object], priority: int) -> None:
        may_drop = lane in (self._reads, self._opens)
        if self._is_closed:  # a timer that fires while everything ends
            self._tickets.drop(ticket)
            return

        def work() -> None:  # holds a number and the operation, no widget
            if may_drop and not self._tickets.is_waited_for(ticket):
                return
            try:
                answer = run()
            except CancelledError as error:
                let_go(error)
                if self._tickets.is_waited_for(ticket) and priority == _PATIENT:  # it made way
                    self._start(lane, ticket, run, priority)
                    return
                self._finished.emit(ticket, Failure(error))
            except Exception as error:  # noqa: BLE001 - every failure belongs to whoever asked
                let_go(error)
                self._finished.emit(ticket, Failure(error))
            else:  # kept by no name above: a failure holds this very frame
                self._finished.emit(ticket, answer)

        lane.start(work, priority)

    def _on_finished(self, ticket: int, answer: object) -> None:
        if isinstance(answer, (Cut, Doubt)):
            self.lost_work.take(ticket, answer, self._database)
        else:
            self._tickets.answer(ticket, answer)


def _tidy(database: Database) -> None:
    from app.store.upkeep import tidy

    tidy(database)


def _unlock(path: Path) -> None:
    from app.store.unlocking import unlock

    unlock(path)


def _find_password(place: Place) -> bool:
    """Whether the keyring had a password that this process didn't know."""
    from app.store.unlocking import find_password

    return find_password(place)


def _opened(database: Database | None, lent: Place | None) -> Database:
    if database is None and isinstance(lent, Path):
        raise FileError(FileProblem.LENT, lent)
    if database is None and lent is not None:  # only when whoever has it open is not admitted any more
        raise ServerError(ServerProblem.SHUT_OUT, lent)
    if database is None:
        raise RuntimeError("no database is open")
    return database
