"""The server's processes that serve connections: what a window says ends with its own, however the window ends."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def own_backend(connection: sa.Connection) -> sa.ColumnElement[Any]:
    """The number of the one that serves this connection; a file has none."""
    return sa.null() if connection.dialect.name == "sqlite" else sa.func.pg_backend_pid()


def is_there(backend: sa.Column[Any]) -> sa.ColumnElement[bool]:
    """Whether the server still has it. Everybody may know that much of others' connections."""
    found = sa.func.pg_stat_get_activity(backend).table_valued("pid")
    return sa.and_(backend.is_not(None), sa.exists(sa.select(found.c.pid)))
