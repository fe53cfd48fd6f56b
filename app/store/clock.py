"""The one clock that all windows of a database go by: the server's or, for a file, that of the computer they share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from app.models.tables import UtcDateTime


def now(connection: sa.Connection) -> sa.ColumnElement[datetime]:
    """This moment, not that at which the transaction began."""
    if connection.dialect.name == "sqlite":
        return sa.bindparam(None, datetime.now(UTC), UtcDateTime(), unique=True)
    return sa.func.clock_timestamp(type_=UtcDateTime())


def since_now(connection: sa.Connection, passed: timedelta) -> sa.ColumnElement[datetime]:
    """The moment before which that much time has passed; of a negative time, one to come."""
    if connection.dialect.name == "sqlite":
        return sa.bindparam(None, datetime.now(UTC) - passed, UtcDateTime(), unique=True)
    span = sa.bindparam(None, passed, sa.Interval(), unique=True)
    return sa.type_coerce(sa.func.clock_timestamp(type_=UtcDateTime()) - span, UtcDateTime())
