"""The records that are open for editing: one row for each and the window that has it, which dies if it isn't renewed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.models.presence import LIFETIME, Editing
from app.models.tables import editing, staff
from app.store.backends import is_there, own_backend
from app.store.clock import now, since_now

Key = tuple[str, int]
"""A record: its type and id."""

_LONG_DEAD = timedelta(hours=1)


def read(connection: sa.Connection) -> tuple[Editing, ...]:
    """Everything that is being edited, by the names that people have now."""
    return tuple(Editing(*row) for row in connection.execute(finding(connection)))


def finding(connection: sa.Connection) -> sa.Select[Any]:
    """Finds what each of them is made of."""
    own = editing.c
    columns = sa.select(
        own.record_type,
        own.record_id,
        own.session,
        own.staff_id,
        sa.func.coalesce(staff.c.display_name, own.name),
        own.since,
        sa.func.coalesce(own.asked_by, ""),
        sa.func.coalesce(own.freed_by, ""),
    )
    return columns.outerjoin(staff, staff.c.id == own.staff_id).where(*_alive(connection))


def renew(connection: sa.Connection, session: int, records: Collection[Key]) -> set[Key]:
    """Have a window edit these records for another while; those are returned that it still does.

    Others died meanwhile, while the computer slept or the server was away, and somebody else may have come since.
    """
    if not records:
        return set()
    own = editing.c
    key = sa.tuple_(own.record_type, own.record_id)
    alive = (own.session == session, key.in_(sorted(records)), *_alive(connection))
    values = {"renewed_at": now(connection), "backend": own_backend(connection)}
    returned = sa.update(editing).where(*alive).values(values).returning(own.record_type, own.record_id)
    return {(row[0], row[1]) for row in connection.execute(returned)}


def begin(connection: sa.Connection, key: Key, session: int, staff_id: int, name: str) -> None:
    """Have a window edit a record, behind whoever does already.

    Of two who come at once, the clock of the database says who was the first; until both can see each other, each may
    think that it was.

    Args:
        connection: within a transaction of the window's own connection, with which the row will end on a server.
        key: the record.
        session: the window.
        staff_id: who sits at it.
        name: and what they are called.
    """
    values = {"record_type": key[0], "record_id": key[1], "session": session, "staff_id": staff_id, "name": name[:200]}
    moments = {"since": now(connection), "renewed_at": now(connection), "backend": own_backend(connection)}
    connection.execute(sa.insert(editing).values(**values, **moments))


def ask(connection: sa.Connection, key: Key, session: int, name: str) -> None:
    """Let the other windows that edit a record know that somebody would like to have it."""
    own = editing.c
    others = (own.record_type == key[0], own.record_id == key[1], own.session != session)
    connection.execute(sa.update(editing).where(*others).values(asked_by=name[:200]))


def free(connection: sa.Connection, key: Key, session: int, name: str) -> None:
    """Take a record from the window that has it, which is told by whom."""
    own = editing.c
    one = (own.record_type == key[0], own.record_id == key[1], own.session == session)
    connection.execute(sa.update(editing).where(*one).values(freed_by=name[:200]))


def forget(connection: sa.Connection, key: Key, session: int) -> None:
    """The window edits the record no longer."""
    own = editing.c
    one = (own.record_type == key[0], own.record_id == key[1], own.session == session)
    connection.execute(sa.delete(editing).where(*one))


def bury(connection: sa.Connection) -> None:
    """Remove what long dead windows left behind."""
    connection.execute(sa.delete(editing).where(editing.c.renewed_at < since_now(connection, _LONG_DEAD)))


def mark(connection: sa.Connection) -> int:
    """Something that is another as soon as anything here may be; it means something to the same connection only."""
    if connection.dialect.name == "sqlite":
        from app.store.sqlite import data_version

        return data_version(connection)
    from app.store.postgresql import heard
    from app.store.server_functions import PRESENCE

    return heard(connection, PRESENCE)


def _alive(connection: sa.Connection) -> tuple[sa.ColumnElement[bool], ...]:
    """Renewed lately, by a clock that may have been put back meanwhile, and with a connection that is there."""
    own = editing.c
    recent = own.renewed_at.between(since_now(connection, LIFETIME), since_now(connection, -LIFETIME))
    if connection.dialect.name == "sqlite":
        return (recent,)
    return recent, is_there(own.backend)
