"""Fewer ways to the server: each question costs one there and back, which is half a second to some.

SQLAlchemy asks every new connection what is known without asking, and psycopg waits until a transaction is begun before it
sends the first statement in it. Neither need be: here the driver begins no transaction by itself, and whatever is first
asked in one takes its beginning along.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg import generators
from psycopg.abc import Params, PQGen
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine.interfaces import DBAPIConnection, ExecutionContext

from app.store.attended import LOOK_SECONDS, AttendedConnection
from app.store.compiling import PLANNED_ONCE, Alike
from app.store.guard.quoting import SCHEMA

T = TypeVar("T")

NAME = "postgresql+prompt"
"""What the URL of an engine begins with that is to be so."""

_AT_ONCE = "AUTOCOMMIT"

READING = "REPEATABLE READ"
"""How the transactions of a connection that only reads are isolated."""

_SENT_BEFORE = 1
"""A statement that is planned once is kept by the server when it comes for the second time: to have it kept is a way of its own, unless
it goes with others."""

_MAJOR = 10_000
"""A server of version 15.4 says 150004."""


class Parcel(psycopg.Pipeline):
    """What goes on one way goes when all of it is there: psycopg would send each part as it comes, and look for answers in between."""

    def _communicate_gen(self) -> PQGen[None]:
        yield from ()

    def _fetch_gen(self, *, flush: bool) -> PQGen[None]:
        """Send it, and read all answers; of several failures the first says what was wrong."""
        first: psycopg.Error | None = None
        try:
            if self.command_queue:
                yield from super()._communicate_gen()
        except psycopg.Error as error:
            first = error
        try:
            yield from super()._fetch_gen(flush=flush)
        except psycopg.Error as error:
            first = first or error
        if first is not None:
            raise first


class PromptConnection(AttendedConnection):
    """One whose transactions are begun by their first statement.

    Attributes:
        level: how they are isolated from others; "" where each statement stands for itself.
        is_to_begin: one is wanted, and nothing was asked in it yet.
        is_ending: the last one was told to end, and nobody has heard the answer: whatever is asked next hears it first.
        sent: what goes on one way together, as it is asked; None where each waits for its answer.
    """

    level = ""
    is_to_begin = False
    is_ending = False
    sent: list[tuple[str, PromptCursor]] | None = None

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self.cursor_factory = PromptCursor
        self.prepare_threshold = _SENT_BEFORE
        self.autocommit = True

    def wait(self, gen: PQGen[T], interval: float = LOOK_SECONDS, timeout: float | None = None) -> T:
        """Wait as ever, for what is asked now."""
        self.hear_end()
        return super().wait(gen, interval, timeout)

    def end(self) -> None:
        """End a transaction that only read. Nothing hangs on the answer, so that nobody waits for it."""
        self.pgconn.send_query(b"COMMIT")
        self.is_ending = True
        if self.pgconn.flush():
            self.hear_end()

    def hear_end(self) -> None:
        """Hear how the last transaction ended, if nobody has yet: nothing that came behind that is heard before."""
        if self.is_ending:
            self.is_ending = False
            (answer,) = super().wait(generators.execute(self.pgconn))
            if answer.status != psycopg.pq.ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(answer)

    def begin(self) -> None:
        """Begin the transaction that is wanted."""
        self.is_to_begin = False
        self.wait(self._exec_command(f"BEGIN ISOLATION LEVEL {self.level}".encode()))

    @contextmanager
    def pipeline(self) -> Iterator[psycopg.Pipeline]:
        """Psycopg's, as a parcel."""
        with self.lock:
            self._check_connection_ok()
            self.hear_end()
            self._pipeline = self._pipeline or Parcel(self)
        with super().pipeline() as pipeline:
            yield pipeline

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is executed within is on its way at once; the answers are there after it."""
        with self.pipeline():
            if self.is_to_begin:
                self.begin()
            yield

    @contextmanager
    def on_one_way(self, dialect: sa.Dialect) -> Iterator[None]:
        """The same of what SQLAlchemy executes.

        Raises:
            DBAPIError: what was refused first, which needn't be the statement at which that was noticed.
        """
        if self.sent is not None:
            yield
            return
        self.sent = []
        try:
            with self.together():
                yield
        except (sa.exc.DBAPIError, psycopg.Error) as error:
            raise _of_first_refused(error, self.sent, dialect) from error
        finally:
            self.sent = None


class PromptCursor(psycopg.Cursor[tuple[Any, ...]]):
    """Sends the beginning of a transaction along with its first statement."""

    def execute(
        self, query: Any, params: Params | None = None, *, prepare: bool | None = False, **options: Any
    ) -> PromptCursor:
        """Execute as psycopg does. What may be several statements goes by itself: nothing can be sent along with those.

        Args:
            query: to send.
            params: its values.
            prepare: None to have the server keep it, and its plan, once it was sent some times.
            options: psycopg's others.
        """
        driver = _of(self.connection)
        driver.require_unstopped()
        if driver.sent is not None:
            driver.sent.append((str(query), self))
        if not driver.is_to_begin:
            return super().execute(query, params, prepare=prepare, **options)
        if params is None or ";" in str(query):
            driver.begin()
            return super().execute(query, params, prepare=prepare, **options)
        with driver.together():
            super().execute(query, params, prepare=prepare, **options)
        return self

    @property
    def description(self) -> list[Any] | None:
        """Of each column what SQLAlchemy asks for, its name and its type; psycopg would look up much more each time."""
        answer = self.pgresult
        if answer is None or not answer.nfields:
            return None
        nothing = (None,) * 5
        return [
            ((answer.fname(place) or b"").decode(), answer.ftype(place), *nothing) for place in range(answer.nfields)
        ]

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        """The same with many rows, which psycopg sends together."""
        driver = _of(self.connection)
        if driver.sent is not None:
            driver.sent.append((str(query), self))
        if driver.is_to_begin:
            driver.begin()
        super().executemany(query, params_seq, **options)


class PromptDialect(Alike, PGDialect_psycopg):
    """Takes from the connection what the server has said of itself, and from the program what it has set."""

    supports_statement_cache = True

    def __init__(self, **options: Any) -> None:
        super().__init__(use_native_hstore=False, **options)  # type: ignore[no-untyped-call]

    def _get_server_version_info(self, connection: sa.Connection) -> tuple[int, int]:
        number = _of(connection.connection.driver_connection).info.server_version
        return number // _MAJOR, number % _MAJOR

    def _get_default_schema_name(self, connection: sa.Connection) -> str:
        return SCHEMA

    def _set_backslash_escapes(self, connection: sa.Connection) -> None:
        said = _of(connection.connection.driver_connection).info.parameter_status("standard_conforming_strings")
        self._backslash_escapes = said == "off"

    def get_default_isolation_level(self, dbapi_conn: DBAPIConnection) -> Any:
        """That which the engine has set for the connection."""
        return _of(dbapi_conn).level

    def set_isolation_level(self, dbapi_connection: DBAPIConnection, level: Any) -> None:
        """Have the next transactions begun so; without any wait."""
        _of(dbapi_connection).level = "" if level == _AT_ONCE else level

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: ExecutionContext | None = None) -> None:
        """Say of each statement whether it is planned once."""
        is_planned_once = context is not None and PLANNED_ONCE.keys() <= context.execution_options.keys()
        cursor.execute(statement, parameters, prepare=None if is_planned_once else False)

    def do_begin(self, dbapi_connection: Any) -> None:
        """Have the first statement take the beginning along."""
        driver = _of(dbapi_connection)
        driver.is_to_begin = bool(driver.level)

    def do_commit(self, dbapi_connection: Any) -> None:
        """Where nothing was asked, there is nothing to end."""
        driver = _of(dbapi_connection)
        driver.is_to_begin = False
        if driver.level == READING and driver.pgconn.transaction_status == psycopg.pq.TransactionStatus.INTRANS:
            driver.end()
        else:
            super().do_commit(dbapi_connection)  # type: ignore[no-untyped-call]

    def do_rollback(self, dbapi_connection: Any) -> None:
        """The same; what was told to end is over."""
        driver = _of(dbapi_connection)
        driver.is_to_begin = False
        if not driver.is_ending:
            super().do_rollback(dbapi_connection)  # type: ignore[no-untyped-call]


def _of_first_refused(
    error: sa.exc.DBAPIError | psycopg.Error, sent: list[tuple[str, PromptCursor]], dialect: sa.Dialect
) -> BaseException:
    refused = next((statement for statement, cursor in sent if cursor.pgresult is None), "")
    is_lost = isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated
    original = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if original is None:
        return error
    return sa.exc.DBAPIError.instance(
        refused, None, original, psycopg.Error, connection_invalidated=is_lost, dialect=dialect
    )


def _of(connection: Any) -> PromptConnection:
    driver = getattr(connection, "driver_connection", connection)
    if not isinstance(driver, PromptConnection):
        raise TypeError("no connection of ours")
    return driver


registry.register(NAME.replace("+", "."), __name__, PromptDialect.__name__)
