"""What becomes of work on a shared database whose connection is lost.

Reads are begun again once there is another connection. A write that was not committed failed, and whoever asked for it is
told. One that was just being committed is in doubt: whether it is stored is looked up by its mark.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app.errors import AppError, CancelledError, InDoubtError, ServerError, ServerProblem

if TYPE_CHECKING:
    from app.store.database import Database

T = TypeVar("T")

_MARK_BYTES = 16
"""By which no other save is marked."""

_DIED = (ServerProblem.LOST, ServerProblem.STOPPED)


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection was lost under a piece of work; `again` begins it anew, where that does no harm."""

    database: Database
    error: ServerError
    again: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a write would have answered, if it is stored."""

    database: Database
    error: InDoubtError
    answer: object


Do = Callable[[Callable[[], Any], Callable[[Any], None], Callable[[Exception], None]], None]
"""Have something done in the background, then call one of the two back."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """How to have something done on the database, and to answer whoever waits for it, by the number they wait under.

    Attributes:
        read, write: have it done where reads or writes are done.
        answer: tell what came of a piece of work.
        refuse: tell that nothing came of it.
        doubt: tell that nobody knows yet, and by which mark it will be known.
    """

    read: Do
    write: Do
    answer: Callable[[int, object], None]
    refuse: Callable[[int, Exception], None]
    doubt: Callable[[int, str], None]


class LostWork(QObject):
    """Belongs to the GUI thread, but that workers look whether the connection is lost, and say that it is.

    Signals:
        lost: (error) there is no connection to the shared database any more, or another attempt to get one failed.
        back: there is a connection again; what waited for one is begun after this.
        busy: (error) a read has waited for long for what others have locked, and goes on waiting.
    """

    busy = Signal(object)
    lost = Signal(object)
    back = Signal()

    def __init__(self, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._down: Database | None = None
        self._is_told = False
        self._held: dict[int, Callable[[], None]] = {}
        self._doubts: dict[int, Doubt] = {}

    @property
    def is_lost(self) -> bool:
        """Whether the shared database that is open can't be reached, as far as is known."""
        return self._down is not None

    def forget(self) -> None:
        """Another database is worked with from now on: what waits for the one before is answered by nothing any more."""
        waiting = (*self._held, *self._doubts)
        self._be_there()
        for ticket in waiting:
            self._lanes.refuse(ticket, CancelledError())

    def _be_there(self) -> None:
        self._down, self._is_told = None, False
        self._held.clear()
        self._doubts.clear()

    def minding(
        self, database: Database | None, run: Callable[[], object], again: Callable[[], None] | None = None
    ) -> object:
        """Do it unless there is no connection; if it is lost under it, all that comes after is to know.

        For workers: each attempt to get a connection may take seconds.
        """
        if database is None or isinstance(database.place, Path):
            return run()
        if database is self._down:
            return Cut(database, ServerError(ServerProblem.LOST, database.place), again)
        try:
            answer = run()
        except ServerError as error:
            if again is not None and error.problem is ServerProblem.BUSY:
                return Cut(database, error, again)
            if not error.is_of_connection:
                raise
            answer = Cut(database, error, again)
        except AppError:
            raise
        except Exception as error:
            behind = _upgrade_behind(database, error, reads=again is not None)
            if behind is None:
                raise
            answer = Cut(database, behind, again)
        if isinstance(answer, (Cut, Doubt)):
            self._down = database
        return answer

    def take(self, ticket: int, cut: Cut | Doubt, database: Database | None) -> None:
        """A piece of work was cut off; whoever waits for it is told, or waits on.

        Args:
            ticket: under which somebody waits.
            cut: what was lost.
            database: the one that is open now.
        """
        is_open = cut.database is database
        if not is_open and self._down is cut.database:  # said too late to matter
            self._down = None
        if isinstance(cut, Doubt) and is_open:
            self._down = cut.database  # even if it seems to be back: only with another connection it is looked up
            self._doubts[ticket] = cut
            self._lanes.doubt(ticket, cut.error.mark)
        elif isinstance(cut, Cut) and cut.again is not None and is_open:
            if self.is_lost:
                self._held[ticket] = cut.again
            else:  # it is back meanwhile, or what others have locked is waited for once more
                cut.again()
            if cut.error.problem is ServerProblem.BUSY:
                self.busy.emit(cut.error)
        else:
            self._lanes.refuse(ticket, cut.error)
        if is_open and self.is_lost and not self._is_told:
            self._is_told = True
            self.lost.emit(cut.error)

    def reconnect(self) -> None:
        """Try to get a connection again; `back` or `lost` says what came of it."""
        database = self._down
        if database is not None:
            look = partial(self._look_for_marks, database)
            self._lanes.read(partial(_read_again, database), lambda _: look(), self._on_lost_still)

    def _look_for_marks(self, database: Database) -> None:
        """Get the other connection as well, and find out what became of all that is in doubt by now."""
        if database is self._down:
            marks = tuple(doubt.error.mark for doubt in self._doubts.values())
            then = partial(self._on_back, database, marks)
            self._lanes.write(partial(_write_again, database, marks), then, self._on_lost_still)

    def _on_lost_still(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if self.is_lost:
            self.lost.emit(error)

    def _on_back(self, database: Database, asked: tuple[str, ...], found: frozenset[str]) -> None:
        if database is not self._down:  # another was opened meanwhile
            return
        doubts, held = dict(self._doubts), dict(self._held)
        if any(doubt.error.mark not in asked for doubt in doubts.values()):  # cut off while the others were looked for
            self._look_for_marks(database)
            return
        self._be_there()
        self.back.emit()
        for ticket, doubt in doubts.items():
            if doubt.error.mark in found:
                self._lanes.answer(ticket, doubt.answer)
            else:
                self._lanes.refuse(ticket, doubt.error)
        for again in held.values():
            again()


def write(database: Database, operation: Callable[[Any], T]) -> T | Doubt:
    """Have something written, and committed if nothing goes wrong; on a server a second time if that does no harm.

    A connection may have died while nobody used it, which is found out only now. As long as nothing was to be committed,
    nothing was.
    """
    try:
        return _write_once(database, operation)
    except ServerError as error:
        if error.problem not in _DIED:
            raise
    return _write_once(database, operation)


def _write_once(database: Database, operation: Callable[[Any], T]) -> T | Doubt:
    import secrets  # by the writing thread: it loads a library for cryptography

    answers: list[T] = []
    try:
        with database.writing(secrets.token_hex(_MARK_BYTES)) as connection:
            answers.append(operation(connection))
    except InDoubtError as error:
        return Doubt(database, error, answers[0])
    return answers[0]


def _upgrade_behind(database: Database, error: Exception, *, reads: bool) -> ServerError | None:
    """What is told instead of a failure for which the program would have to be wrong."""
    from app.store.reaching import upgrade_behind

    return upgrade_behind(database, error, database.reader if reads else database.writer)


def _read_again(database: Database) -> None:
    """Get another connection to read with; what the one before had made for itself is gone."""
    from app.store.reaching import reach_reader

    reach_reader(database)


def _write_again(database: Database, marks: tuple[str, ...]) -> frozenset[str]:
    """Get another connection to write with, and find out which of the marks are there."""
    from app.store.reaching import reach_writer

    return reach_writer(database, marks)
