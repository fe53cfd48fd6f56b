"""Bringing a shared database to today's shape while nobody else saves in it; killed, it goes on with the next step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import sqlalchemy as sa

from app.errors import ServerError, ServerProblem
from app.models.servers import ServerAddress
from app.store import gate, postgresql
from app.store.copying import Progress
from app.store.database import stored_revision
from app.store.failures import translating
from app.store.migrations import SCRIPTS, newest_revision, revisions_after
from app.store.revisions import is_unfinished
from app.store.server_functions import CHANGES

_BYTES_A_SECOND = 10_000_000
"""Of the whole database in each step: most steps take far less than that (docs/decisions/0024)."""

_TRIES = 5
"""Of a step that got into a deadlock with people who were reading."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an upgrade has before it.

    Attributes:
        revision: of the database now.
        steps: the revisions that lead to the newest one.
        size: of the database, in bytes.
    """

    revision: str
    steps: tuple[str, ...]
    size: int

    def seconds(self) -> int:
        """How long it takes at most, as far as anybody can say before."""
        return max(1, len(self.steps) * self.size // _BYTES_A_SECOND)


def plan_upgrade(address: ServerAddress, scripts: Path = SCRIPTS) -> Plan:
    """See what there is to do.

    Raises:
        ServerError: it can't be upgraded: `NEWER` where another program wrote it, `UNFINISHED` where half a copy lies.
    """
    with _connected(address) as connection, connection.begin():
        return _plan(connection, address, scripts)


def upgrade_on_server(
    address: ServerAddress,
    on_progress: Progress,
    scripts: Path = SCRIPTS,
    fill: Callable[[sa.Connection], None] = lambda connection: None,
) -> int:
    """Take every step, each in a transaction of its own; returns how many there were.

    From the first to the last nobody else can save: who tries is told so, and windows hear that it begins and that it is
    over. Killed, it lets the others go on reading, and leaves a database of one of the revisions between.

    Args:
        address: signs in as the owner of the tables.
        on_progress: hears how many steps of how many are done.
        scripts: the folder of the migrations.
        fill: adds to its records what newer ones were made with, with the last step.

    Raises:
        ServerError: as `plan_upgrade`; `UPGRADING` where somebody else is at it, `IN_USE` where saves don't come to an end.
    """
    with _connected(address) as connection, gate.alone(connection):
        with connection.begin():
            steps = _plan(connection, address, scripts).steps
            _tell(connection)
        for number, revision in enumerate(steps):
            on_progress(number, len(steps))
            is_last = revision == steps[-1]
            _take_step(connection, revision, fill if is_last else None, scripts)
        on_progress(len(steps), len(steps))
        return len(steps)


def _take_step(
    connection: sa.Connection, revision: str, fill: Callable[[sa.Connection], None] | None, scripts: Path
) -> None:
    """Take one; the last of them brings along what fills the tables."""
    for left in reversed(range(_TRIES)):
        try:
            with connection.begin():
                postgresql.take_step(connection, revision, is_last=fill is not None, scripts=scripts)
                if fill is not None:
                    fill(connection)
                _tell(connection)
        except sa.exc.OperationalError as error:
            if not left or not isinstance(error.orig, psycopg.errors.DeadlockDetected):
                raise
        else:
            return


def _tell(connection: sa.Connection) -> None:
    """Have every window look, as after a change."""
    connection.exec_driver_sql(f"NOTIFY {CHANGES}")


def _plan(connection: sa.Connection, address: ServerAddress, scripts: Path) -> Plan:
    gate.require_direct(connection)
    revision, newest = stored_revision(connection, address), newest_revision(scripts)
    if is_unfinished(revision):
        raise ServerError(ServerProblem.UNFINISHED, address)
    if revision > newest:
        raise ServerError(ServerProblem.NEWER, address, revision)
    size = int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    return Plan(revision, revisions_after(revision, scripts), size)


@contextmanager
def _connected(address: ServerAddress) -> Iterator[sa.Connection]:
    engine = postgresql.engine(address)
    try:
        with translating(address), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
