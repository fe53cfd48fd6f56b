"""A shared database on a PostgreSQL server: how it is connected to and made."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import sqlalchemy as sa

from app.errors import CancelledError
from app.models.servers import ServerAddress
from app.store import passwords
from app.store.server_functions import make_functions

SCHEMA = "deskbook"
"""Ours, so that nothing of a database that others use as well is in the way."""

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


def engine(address: ServerAddress) -> sa.Engine:
    """One connection at a time, made when it is needed."""
    hosts = {
        "host": ",".join(host.name for host in address.hosts),
        "port": ",".join(str(host.port) for host in address.hosts),
    }
    made = sa.create_engine(
        "postgresql+psycopg://",
        pool_size=1,
        max_overflow=0,
        connect_args={
            **hosts,
            "dbname": address.database,
            "user": address.user,
            "password": passwords.password_for(address),
            "sslmode": str(address.tls),
            "connect_timeout": 10,
            "application_name": "Deskbook",
            "client_encoding": "UTF8",
            "options": " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items()),
            **({"sslrootcert": address.ca_file} if address.ca_file else {}),
        },
    )
    return made


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


def translated(error: Exception, address: ServerAddress) -> Exception:
    """The failure as one of ours if it is the world's fault, else the error itself."""
    original = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return CancelledError() if isinstance(original, psycopg.errors.QueryCanceled) else error
