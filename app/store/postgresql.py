"""A shared database on a PostgreSQL server: how it is connected to and made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.pool import ConnectionPoolEntry

from app.models.logins import BETWEEN
from app.models.servers import ServerAddress
from app.store import gate
from app.store.attended import AttendedConnection
from app.store.compiling import PLANNED_ONCE, SHARED
from app.store.database import REVISION
from app.store.guard.quoting import SCHEMA
from app.store.interrupting import Interrupter
from app.store.promptness import NAME, READING, PromptConnection
from app.store.server_functions import CHANGES, PRESENCE, make_functions
from app.store.succession import Succession

__all__ = ["SCHEMA", "engine", "heard", "interrupter", "migrate"]

_HEARD, _ASKED = "heard, by channel", "last asked"

HEARTBEAT_SECONDS = 10.0
"""How often a window that only listens asks something, to know that somebody is there."""

_SETTINGS = {
    "timezone": "UTC",
    "jit": "off",  # it takes longer than the queries that it is meant to speed up
    "plan_cache_mode": "auto",  # see `compiling.PLANNED_ONCE`
    "tcp_keepalives_idle": "10",  # the server ends the session of a computer that went away, with whatever it had locked
    "tcp_keepalives_interval": "5",
}
OF_WINDOWS = {"lock_timeout": "10s"}
"""Of those who can say that something takes too long, and be asked to try again."""

_TEXT_COLUMNS = sa.text(
    "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a"
    " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation l ON l.oid = a.attcollation"
    " WHERE c.relnamespace = to_regnamespace(:schema) AND c.relkind = 'r' AND NOT a.attisdropped"
    " AND l.collname = 'default' AND c.relname NOT LIKE '%\\_text'"
)

_TRIGRAMS_ARE_IN = "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'"


def engine(address: ServerAddress, *, listens: bool = False, is_prompt: bool = False) -> sa.Engine:
    """One connection at a time, made when it is needed, with the password that this process was told.

    Args:
        address: of the database.
        listens: the connection is to read with, and hears of changes (see `heard`).
        is_prompt: a person waits for it: it goes the way to the server as seldom as it can, and waits for what others have
            locked for some seconds only.
    """
    settings = {**_SETTINGS, **(OF_WINDOWS if is_prompt else {}), gate.SETTING: REVISION}
    if is_prompt and not listens:
        settings["plan_cache_mode"] = "force_generic_plan"  # see `compiling.PLANNED_ONCE`
    kind = PromptConnection if is_prompt else AttendedConnection
    if BETWEEN in address.user:  # their own views, where something is withheld from them
        settings["search_path"] = f'"$user",{SCHEMA}'
    made = sa.create_engine(
        f"{NAME}://" if is_prompt else "postgresql+psycopg://",
        creator=Succession(address, settings, kind).connect,
        pool_size=1,
        max_overflow=0,
        execution_options=SHARED if listens else {**SHARED, **PLANNED_ONCE} if is_prompt else {},
        # What reads sees one state of everything, as in a file; what writes sees what it waited for.
        isolation_level=READING if listens else "READ COMMITTED",
    )
    if listens:
        sa.event.listen(made, "connect", _listen)
    return made


def _listen(connection: psycopg.Connection[Any], record: ConnectionPoolEntry) -> None:
    counts = record.info[_HEARD] = Counter[str]()
    record.info[_ASKED] = monotonic()

    def hear(notice: psycopg.Notify) -> None:
        counts[notice.channel] += 1

    connection.add_notify_handler(hear)
    connection.execute(f"LISTEN {CHANGES}; LISTEN {PRESENCE}")
    connection.commit()


def heard(connection: sa.Connection, channel: str = CHANGES) -> int:
    """How often this connection has heard of others' changes, or what else there is a channel for.

    It asks nobody, so that it costs nothing however far the server is. Now and then it does ask whether the server is there
    still and the database as it was; after a change that is asked with the rights (see `Eyes.follow`).

    Raises:
        ServerError: somebody upgrades the database, or has.
    """
    driver, counts = _driver(connection), connection.info[_HEARD]
    try:
        if isinstance(driver, PromptConnection):
            driver.hear_end()
        driver.pgconn.consume_input()
        while word := driver.pgconn.notifies():
            if driver.pgconn.notify_handler is not None:
                driver.pgconn.notify_handler(word)
    except psycopg.OperationalError as error:
        connection.invalidate(error)
        raise
    if monotonic() - connection.info[_ASKED] > HEARTBEAT_SECONDS:
        require_open(connection)
    return int(counts[channel])


def require_open(connection: sa.Connection) -> None:
    """Ask whether the database can be worked with still.

    Raises:
        ServerError: somebody upgrades it, or has.
    """
    connection.info[_ASKED] = monotonic()
    gate.require_open_at(connection)


def migrate(connection: sa.Connection) -> None:
    """Make a database of the newest revision from nothing, inside the transaction that the caller began."""
    take_step(connection, "head", is_last=True)


def take_step(connection: sa.Connection, revision: str, *, is_last: bool, scripts: Path | None = None) -> None:
    """Bring the database to a revision, inside the transaction that the caller began.

    Whoever is connected may make roles; what is made belongs to a role of its own, which nobody signs in as.

    Args:
        revision: a later one, or `head`.
        is_last: what the program needs beside the tables is made, too.
        scripts: the folder of the migrations, if not the program's.
    """
    from app.store import migrations
    from app.store.guard import columns, making, roles

    prefix = roles.role_prefix(connection)
    making.make_ground(connection, prefix)
    with making.as_owner(connection, prefix):
        columns.forget(connection)
        with _trigrams_named(connection):
            migrations.migrate(connection, revision, scripts or migrations.SCRIPTS)
        _compare_by_bytes(connection)
        if is_last:
            making.make_who(connection, prefix)
            make_functions(connection)
            making.make_guard(connection, prefix)


@contextmanager
def _trigrams_named(connection: sa.Connection) -> Iterator[None]:
    """Have indexes of trigrams made with the extension's own, wherever it is: nothing else of that schema is looked at."""
    schema = connection.exec_driver_sql(_TRIGRAMS_ARE_IN).scalar_one()

    def name_them(
        _connection: sa.Connection, _cursor: object, statement: str, parameters: object, _context: object, _many: bool
    ) -> tuple[str, object]:
        return statement.replace(" gin_trgm_ops", f" {schema}.gin_trgm_ops"), parameters

    sa.event.listen(connection, "before_cursor_execute", name_them, retval=True)
    try:
        yield
    finally:
        sa.event.remove(connection, "before_cursor_execute", name_them)


def _compare_by_bytes(connection: sa.Connection) -> None:
    """Have every text compared as a local file does, whatever the server's language.

    Search texts are left out: nothing is sorted by them.
    """
    columns = connection.execute(_TEXT_COLUMNS, {"schema": SCHEMA}).all()
    by_table: dict[str, list[str]] = {}
    for table, column, kind in columns:
        by_table.setdefault(table, []).append(f'ALTER COLUMN "{column}" TYPE {kind} COLLATE "C"')
    for table, changes in by_table.items():
        connection.execute(sa.text(f'ALTER TABLE "{table}" {", ".join(changes)}'))


def _driver(connection: sa.Connection) -> AttendedConnection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, AttendedConnection):
        raise TypeError("no connection to a server")
    return driver


def interrupter(connection: sa.Connection) -> Interrupter:
    """How another thread stops the statement that runs on this connection."""
    return Interrupter(_driver(connection))
