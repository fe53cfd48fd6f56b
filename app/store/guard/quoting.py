"""Statements that take no parameters, as those do that make functions and roles: names and texts within them."""

from __future__ import annotations

import sqlalchemy as sa

SCHEMA = "deskbook"
"""Ours, so that nothing of a database that others use as well is in the way."""

SEARCHED = f"pg_catalog, {SCHEMA}, pg_temp"
"""Where functions look for what they name: with nothing in the way that somebody may have made of the same name."""

SAFELY = f"SECURITY DEFINER SET search_path = {SEARCHED}"
"""With the owner's rights."""


NO_LOGIN = "DB010"
"""What the server says where nobody could sign in under a name; what the problem is called comes with it."""


def name(identifier: str) -> str:
    """An identifier."""
    escaped = identifier.replace('"', '""')
    return f'"{escaped}"'


def literal(text: str) -> str:
    """A text."""
    escaped = text.replace("'", "''")
    return f"'{escaped}'" if "\\" not in escaped else "E'{}'".format(escaped.replace("\\", "\\\\"))


def run(connection: sa.Connection, *statements: str) -> None:
    """Run them as they are; the driver would take `%` for the beginning of a parameter."""
    for statement in statements:
        connection.exec_driver_sql(statement.replace("%", "%%"))
