"""What somebody gets with plain SQL, and what they are refused."""

from __future__ import annotations

from typing import Any

import psycopg


def one(connection: psycopg.Connection[Any], statement: str, *parameters: Any) -> Any:
    """The first value of the first row, if there is one."""
    row = connection.execute(statement, parameters).fetchone()
    return row[0] if row else None


def refused(connection: psycopg.Connection[Any], statement: str, *parameters: Any) -> bool:
    """Whether the server refuses it as beyond one's rights; what it does is taken back."""
    try:
        with connection.transaction(force_rollback=True):
            if statement.startswith("COPY"):
                _copied(connection, statement)
            else:
                connection.execute(statement, parameters or None)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def _copied(connection: psycopg.Connection[Any], statement: str) -> None:
    with connection.cursor().copy(statement) as copy:
        list(copy)
