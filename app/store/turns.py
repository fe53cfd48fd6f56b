"""Turns, where a rule looks at several records: whoever saves one sees what the one before saved of the others.

In a file everybody who writes waits for everybody else anyway; on a server only those do who want the same record.
"""

from __future__ import annotations

import sqlalchemy as sa

PICTURES = "pictures"
"""The turn of whoever looks whether a picture is there already, and keeps it if it isn't; or forgets it if nobody has it."""

FILES = "files"
"""The same of attached files."""

_OURS = "deskbook"
"""Other programs may have turns of their own."""


def take_turn(connection: sa.Connection, what: str) -> None:
    """Have nobody else take a turn at the same before this transaction ends.

    The records that are to be saved are locked before, by everybody: so no two can wait for each other.
    """
    if connection.dialect.name != "sqlite":
        number = sa.func.hashtextextended(f"{_OURS} {what}", 0)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


def turn_at(what: str) -> str:
    """SQL: the same, as a function of the server takes it."""
    return f"pg_advisory_xact_lock(hashtextextended('{_OURS} {what}', 0))"
