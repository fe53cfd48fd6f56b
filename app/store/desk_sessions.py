"""The sessions of a database: one row each, written when it begins, while somebody is active, and when it ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.models.card_numbers import masked
from app.models.company import COMPANY
from app.models.sessions import DeskSession, EndedBy
from app.models.tables import desk_session, staff, table_of
from app.store.backends import is_there, own_backend
from app.store.clock import now, since_now

_GRACE = timedelta(minutes=2)
"""For what a window does that has just noticed that its time is over."""

_FOUND = (
    *("number", "staff_id", "name", "company", "machine", "started_at", "last_activity_at", "is_open"),
    *("ended_at", "ended_by", "ended_by_name", "reason", "description"),
)
"""What a session is made of, in the order in which it is found."""


def start(connection: sa.Connection, number: int, staff_id: int, name: str, company_id: int, machine: str) -> None:
    """Begin a session in this connection's window."""
    values = {"number": number, "staff_id": staff_id, "name": name[:200], "company_id": company_id}
    moments = {"started_at": now(connection), "last_activity_at": now(connection), "backend": own_backend(connection)}
    connection.execute(sa.insert(desk_session).values(**values, machine=machine[:200], **moments))


def touch(connection: sa.Connection, number: int, idle: timedelta) -> None:
    """Somebody was active in the session that long ago."""
    values = {"last_activity_at": since_now(connection, idle), "backend": own_backend(connection)}
    one = (desk_session.c.number == number, desk_session.c.ended_at.is_(None))
    connection.execute(sa.update(desk_session).where(*one).values(values))


def end(
    connection: sa.Connection, number: int, by: EndedBy, name: str = "", reason: str = "", description: str = ""
) -> bool:
    """End a session; False if it was over already."""
    values = {
        "ended_at": now(connection),
        "ended_by": str(by),
        "ended_by_name": name[:200] or None,
        "reason": masked(reason)[:200] or None,
        "description": masked(description) or None,
    }
    one = (desk_session.c.number == number, desk_session.c.ended_at.is_(None))
    return bool(connection.execute(sa.update(desk_session).where(*one).values(values)).rowcount)


def finding(connection: sa.Connection, number: int, idle_minutes: int) -> sa.Select[Any]:
    """Finds what the session of that number is made of (see `made`)."""
    return _finding(connection, idle_minutes, desk_session.c.number == number, 1)


def read_lately(connection: sa.Connection, idle_minutes: int, days: int, most: int) -> tuple[DeskSession, ...]:
    """Those that are open and those of the last days, the latest first."""
    late = desk_session.c.started_at > since_now(connection, timedelta(days))
    return tuple(map(made, connection.execute(_finding(connection, idle_minutes, late, most))))


def _finding(
    connection: sa.Connection, idle_minutes: int, condition: sa.ColumnElement[bool], most: int
) -> sa.Select[Any]:
    own, company = desk_session.c, table_of(COMPANY).c
    columns = sa.select(
        own.number,
        own.staff_id,
        sa.func.coalesce(staff.c.display_name, own.name).label("name"),
        sa.func.coalesce(company.display_name, "").label("company"),
        own.machine,
        own.started_at,
        own.last_activity_at,
        _is_open(connection, idle_minutes).label("is_open"),
        own.ended_at,
        own.ended_by,
        sa.func.coalesce(own.ended_by_name, "").label("ended_by_name"),
        sa.func.coalesce(own.reason, "").label("reason"),
        sa.func.coalesce(own.description, "").label("description"),
    )
    joined = columns.outerjoin(staff, staff.c.id == own.staff_id).outerjoin(
        table_of(COMPANY), company.id == own.company_id
    )
    return joined.where(condition).order_by(own.started_at.desc()).limit(most)


def made(row: Iterable[Any]) -> DeskSession:
    """A session of what was found of it."""
    values = dict(zip(_FOUND, row, strict=True))
    ended_by = values.pop("ended_by")
    return DeskSession(**values, ended_by=EndedBy(ended_by) if ended_by else None)


def _is_open(connection: sa.Connection, idle_minutes: int) -> sa.ColumnElement[bool]:
    """It has not ended, and its window is there: else its connection would be gone or, in a file, its time be over."""
    own = desk_session.c
    if connection.dialect.name == "sqlite":
        until = since_now(connection, timedelta(minutes=idle_minutes) + _GRACE)
        return sa.and_(own.ended_at.is_(None), own.last_activity_at > until)
    return sa.and_(own.ended_at.is_(None), is_there(own.backend))
