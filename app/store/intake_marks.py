"""What was taken from other programs is marked in the transaction that stores it, so that nothing is taken twice."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from app.models.tables import UtcDateTime, intake_mark

_MARK = sa.text(
    f"INSERT INTO {intake_mark.name} (mark, at) VALUES (:mark, :at) ON CONFLICT (mark) DO NOTHING"
).bindparams(sa.bindparam("at", type_=UtcDateTime))
"""On a server, whoever marks the same at once waits here until the other has committed, or given up."""


def take(connection: sa.Connection, mark: str) -> bool:
    """Mark something as taken with whatever else this transaction stores; False if it was taken before."""
    return connection.execute(_MARK, {"mark": mark, "at": datetime.now(UTC)}).rowcount == 1
