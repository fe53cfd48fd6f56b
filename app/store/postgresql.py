"""A shared database on a PostgreSQL server: how it is connected to and made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.pool import ConnectionPoolEntry

from app.models.servers import ServerAddress
from app.store import passwords, servers
from app.store.server_functions import CHANGES, PRESENCE, make_functions

SCHEMA = "deskbook"
"""Ours, so that nothing of a database that others use as well is in the way."""

_HEARD = "heard, by channel"

_SETTINGS = {
    "search_path": f"{SCHEMA},public",
    "timezone": "UTC",
    "jit": "off",  # it takes longer than the queries that it is meant to speed up
    "plan_cache_mode": "force_custom_plan",  # which index helps depends on the very words that are looked for
}
_TEXT_COLUMNS = sa.text(
    "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a"
    " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation l ON l.oid = a.attcollation"
    " WHERE c.relnamespace = to_regnamespace(:schema) AND c.relkind = 'r' AND NOT a.attisdropped"
    " AND l.collname = 'default' AND c.relname NOT LIKE '%\\_text'"
)


def engine(address: ServerAddress, *, listens: bool = False) -> sa.Engine:
    """One connection at a time, made when it is needed, with the password that this process was told.

    Args:
        address: of the database.
        listens: the connection hears of changes (see `heard`).
    """

    def connected() -> psycopg.Connection[tuple[Any, ...]]:
        return servers.connect(address, passwords.password_for(address) or "", _SETTINGS)

    made = sa.create_engine("postgresql+psycopg://", creator=connected, pool_size=1, max_overflow=0)
    if listens:
        sa.event.listen(made, "connect", _listen)
    return made


def _listen(connection: psycopg.Connection[Any], record: ConnectionPoolEntry) -> None:
    counts = record.info[_HEARD] = Counter[str]()

    def hear(notice: psycopg.Notify) -> None:
        counts[notice.channel] += 1

    connection.add_notify_handler(hear)
    connection.execute(f"LISTEN {CHANGES}; LISTEN {PRESENCE}")
    connection.commit()


def heard(connection: sa.Connection, channel: str = CHANGES) -> int:
    """How often this connection has heard of others' changes, or what else there is a channel for.

    What came since its last statement is not counted yet.
    """
    return int(connection.info.get(_HEARD, {}).get(channel, 0))


def migrate(connection: sa.Connection) -> None:
    """Bring the database to the newest revision, from nothing as well, inside the transaction that the caller began."""
    from app.store import migrations

    connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    migrations.migrate(connection)
    _compare_by_bytes(connection)
    make_functions(connection)


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


def interrupter(connection: sa.Connection) -> Callable[[], None]:
    """How another thread stops the statement that runs on this connection."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("no connection to a server")
    return driver.cancel_safe
