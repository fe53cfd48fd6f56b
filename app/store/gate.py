"""Who may write to a shared database, and who has it alone while it is upgraded or filled.

Whoever has it alone holds an advisory lock of the server for as long as the connection lives; a killed one lets it go. A
trigger asks for the same lock, shared, before every change, and compares what the connection takes the revision for with
what it is: so a window that was opened before an upgrade can't write in the old shape after it. Neither costs a way to the
server.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import sqlalchemy as sa

from app.errors import ServerError, ServerProblem
from app.store.database import REVISION
from app.store.guard.quoting import SAFELY, SCHEMA
from app.store.revisions import problem_of_server

LOCK = 0x4473_6B62
"""The lock's number, which every database has for itself."""

SETTING = "deskbook.revision"
"""What a connection takes for the revision; one that says nothing, such as a person's with psql, isn't asked."""

CODES = {
    "DB001": ServerProblem.UPGRADING,
    "DB002": ServerProblem.NEWER,
    "DB003": ServerProblem.NEEDS_UPGRADE,
}
"""By which codes the trigger refuses."""

_GUARDED = ("change", "draft")
"""Whatever is saved writes into one of them."""

PATIENCE = "30s"
"""For the saves and copies under way to come to their end; who wants to save meanwhile is refused already."""

_LET_IN = f"""
CREATE OR REPLACE FUNCTION let_in() RETURNS trigger LANGUAGE plpgsql
{SAFELY} AS $$
DECLARE
    known text := current_setting('{SETTING}', true);
    stored text;
BEGIN
    IF NOT pg_try_advisory_xact_lock_shared({LOCK}) THEN
        RAISE EXCEPTION 'the database is being upgraded' USING ERRCODE = 'DB001';
    END IF;
    IF known <> '' THEN
        SELECT version_num INTO stored FROM alembic_version;
        IF stored > known THEN
            RAISE EXCEPTION 'the database is at revision %%', stored USING ERRCODE = 'DB002';
        ELSIF stored < known THEN
            RAISE EXCEPTION 'the database is at revision %%', stored USING ERRCODE = 'DB003';
        END IF;
    END IF;
    RETURN NULL;
END $$
"""
_ASK = """
CREATE OR REPLACE TRIGGER {0}_let_in BEFORE INSERT OR UPDATE OR DELETE ON {0}
FOR EACH STATEMENT EXECUTE FUNCTION let_in()
"""
_HOLDERS = sa.text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    f" AND classid = 0 AND objid = {LOCK} AND objsubid = 1 AND pid <> pg_backend_pid()"
)
STATE: tuple[sa.ColumnElement[str], sa.ColumnElement[bool]] = (
    sa.table("alembic_version", sa.column("version_num", sa.String), schema=SCHEMA).c.version_num,
    sa.literal_column(f"pg_try_advisory_xact_lock_shared({LOCK})", sa.Boolean),
)
"""The revision, and whether nobody has the database alone; asked together with something else, they cost nothing."""


_ARRIVED: sa.ColumnElement[bool] = sa.func.current_setting(SETTING, True).is_not(None)
"""Whether the server was told what the connection was made with: something between can leave it out."""


def make_gate(connection: sa.Connection) -> None:
    """Make the trigger, or bring it up to date."""
    connection.exec_driver_sql(_LET_IN)
    for table in _GUARDED:
        connection.exec_driver_sql(_ASK.format(table))


def require_open(stored: str, *, is_free: bool) -> None:
    """See that a database that says so of its `STATE` can be worked with.

    Raises:
        ServerError: it can't.
    """
    problem = problem_of_server(stored, REVISION, is_held=not is_free)
    if problem is not None:
        raise ServerError(problem, None, stored)


def require_open_at(connection: sa.Connection, *more: sa.ColumnElement[Any]) -> Sequence[Any]:
    """Ask a database whether it can be worked with, and something more on the same way; returns the answers to that.

    Raises:
        ServerError: it can't; `NOT_OURS` where it says nothing of it.
    """
    try:
        row = connection.execute(sa.select(*STATE, _ARRIVED, *more)).first()
    except sa.exc.ProgrammingError as error:
        if isinstance(error.orig, psycopg.errors.UndefinedTable):
            raise ServerError(ServerProblem.NOT_OURS) from error
        raise
    if row is None:
        raise ServerError(ServerProblem.NOT_OURS)
    stored, is_free, is_direct, *answers = row
    if not is_direct:
        raise ServerError(ServerProblem.POOLED)
    require_open(stored, is_free=is_free)
    return answers


def require_direct(connection: sa.Connection) -> None:
    """See that the server knows what the connection was made with.

    Raises:
        ServerError: something between has left it out.
    """
    if not connection.execute(sa.select(_ARRIVED)).scalar_one():
        raise ServerError(ServerProblem.POOLED)


@contextmanager
def alone(connection: sa.Connection, patience: str = PATIENCE) -> Iterator[None]:
    """Keep everybody else from saving until the end, or until the connection is gone; nobody has to be asked.

    The saves under way are waited for. The connection is outside of any transaction, and is not asked for the revision
    that it takes the database to be at from here on.

    Args:
        connection: to the server.
        patience: how long they are waited for, as the server reads it.

    Raises:
        ServerError: `UPGRADING`, somebody else has it alone; `IN_USE`, saves don't come to an end.
    """
    with connection.begin():
        _take(connection, patience)
        connection.exec_driver_sql(f"SELECT set_config('{SETTING}', '', false)")
    try:
        yield
    finally:
        with suppress(sa.exc.DBAPIError), connection.begin():  # a lost connection has let it go already
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK})")


def _take(connection: sa.Connection, patience: str) -> None:
    if connection.execute(_HOLDERS).scalar_one():
        raise ServerError(ServerProblem.UPGRADING)
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{patience}'")
    try:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK})")
    except sa.exc.OperationalError as error:
        if isinstance(error.orig, psycopg.errors.LockNotAvailable):
            raise ServerError(ServerProblem.IN_USE) from error
        raise
