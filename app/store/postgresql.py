"""A shared database on a PostgreSQL server: how it is connected to and made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.pool import ConnectionPoolEntry

from app.models.servers import ServerAddress
from app.store import passwords, servers
from app.store.guard.quoting import SCHEMA
from app.store.server_functions import CHANGES, make_functions

__all__ = ["SCHEMA", "engine", "heard", "interrupter", "migrate"]

_HEARD = "changes heard of"

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
        listens: the connection is to read with, and hears of changes (see `heard`).
    """

    def connected() -> psycopg.Connection[tuple[Any, ...]]:
        return servers.connect(address, passwords.password_for(address) or "", _SETTINGS)

    made = sa.create_engine(
        "postgresql+psycopg://",
        creator=connected,
        pool_size=1,
        max_overflow=0,
        # What reads sees one state of everything, as in a file; what writes sees what it waited for.
        isolation_level="REPEATABLE READ" if listens else "READ COMMITTED",
    )
    if listens:
        sa.event.listen(made, "connect", _listen)
    return made


def _listen(connection: psycopg.Connection[Any], record: ConnectionPoolEntry) -> None:
    record.info[_HEARD] = 0

    def hear(_: psycopg.Notify) -> None:
        record.info[_HEARD] += 1

    connection.add_notify_handler(hear)
    connection.execute(f"LISTEN {CHANGES}")
    connection.commit()


def heard(connection: sa.Connection) -> int:
    """How often this connection has heard of others' changes; what came since its last statement is not counted yet."""
    return int(connection.info.get(_HEARD, 0))


def migrate(connection: sa.Connection) -> None:
    """Bring the database to the newest revision, from nothing as well, inside the transaction that the caller began.

    Whoever is connected may make roles; what is made belongs to a role of its own, which nobody signs in as.
    """
    from app.store import migrations
    from app.store.guard import making, roles

    prefix = roles.role_prefix(connection)
    making.make_ground(connection, prefix)
    with making.as_owner(connection, prefix):
        migrations.migrate(connection)
        _compare_by_bytes(connection)
        making.make_who(connection, prefix)
        make_functions(connection)
        making.make_guard(connection, prefix)


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
