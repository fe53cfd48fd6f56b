"""The access log: rows are added, read, and forgotten when they are old; nothing ever changes one.

On a server a function of the owner's does what is done to it here (`store/guard/accesses.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from app.models.accesses import (
    DAYS_OF_MONTH,
    OPENED_AGAIN,
    Access,
    AccessAct,
    allowed_months,
)
from app.models.narrowing import ALL, Narrowing
from app.models.tables import access, staff
from app.store.clock import now, since_now
from app.store.guard.accesses import FORGOTTEN_AT_ONCE
from app.store.narrowing import within
from app.store.signed_in import known_actor

_READ_ONLY = 8
"""SQLITE_READONLY: the first byte of what a connection says that can't write."""

Place = tuple[object, int]
"""Where a row stands in the log of a record: its moment and its number."""


def is_shared(connection: sa.Connection) -> bool:
    """Whether others than whoever holds the file work with the database."""
    return connection.dialect.name != "sqlite"


def note(
    connection: sa.Connection, act: AccessAct, record_type: str, ids: Sequence[int], detail: str, months: int
) -> None:
    """Add a row for each of these records, in the name of whoever is signed in.

    A file that can't be written has no log of who reads it.

    Args:
        ids: of records; 0 for many that nobody names.
        detail: the field, or how many rows there were.
        months: for how long rows are kept; a server knows that by itself.
    """
    if is_shared(connection):
        given = sa.cast(list(ids), sa.ARRAY(sa.BigInteger))
        connection.execute(sa.select(sa.func.note_accesses(act.value, record_type, given, detail)))
        return
    try:
        _note_in_file(connection, act, record_type, ids, detail)
        _forget(connection, months)
    except sa.exc.OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF != _READ_ONLY:
            raise


def _note_in_file(connection: sa.Connection, act: AccessAct, record_type: str, ids: Sequence[int], detail: str) -> None:
    who = known_actor(connection).staff_id
    row = {"act": act.value, "staff_id": who, "record_type": record_type, "detail": detail}
    for record_id in ids:
        if act is not AccessAct.OPENED or not _was_opened(connection, record_type, record_id, who):
            connection.execute(sa.insert(access).values(record_id=record_id, at=now(connection), **row))


def _was_opened(connection: sa.Connection, record_type: str, record_id: int, staff_id: int) -> bool:
    log = access.c
    same = (log.record_id == record_id, log.record_type == record_type, log.staff_id == staff_id)
    lately = (log.at > since_now(connection, OPENED_AGAIN), log.act == AccessAct.OPENED.value)
    return connection.execute(sa.select(log.id).where(*same, *lately).limit(1)).first() is not None


def _forget(connection: sa.Connection, months: int) -> None:
    """Remove the oldest rows, if their time is over: a few, behind every row that is added."""
    oldest = sa.select(access.c.id).order_by(access.c.id).limit(FORGOTTEN_AT_ONCE)
    kept = timedelta(days=DAYS_OF_MONTH * allowed_months(months))
    is_old = access.c.at < since_now(connection, kept)
    connection.execute(sa.delete(access).where(access.c.id.in_(oldest), is_old))


def read(
    connection: sa.Connection,
    record_type: str,
    record_id: int,
    before: Place | None,
    limit: int,
    narrowing: Narrowing = ALL,
) -> tuple[Access, ...]:
    """Accesses to a record, the latest first, and those to many at once that it may have been among.

    Args:
        before: where the access stands that they end before; None for the latest.
        limit: how many there are at most.
        narrowing: which of them are wanted.
    """
    log = access.c
    conditions = [*_of_record(record_type, record_id), *within(narrowing, access)]
    if before is not None:
        moment = sa.bindparam(None, before[0], log.at.type, unique=True)
        conditions.append(sa.tuple_(log.at, log.id) < sa.tuple_(moment, before[1]))
    columns = (log.id, log.at, log.staff_id, sa.func.coalesce(staff.c.display_name, ""))
    found = (
        sa.select(*columns, log.act, log.record_type, log.record_id, log.detail)
        .outerjoin(staff, staff.c.id == log.staff_id)  # not everybody sees everybody
        .where(*conditions)
        .order_by(log.at.desc(), log.id.desc())
        .limit(limit)
    )
    return tuple(Access(*row[:4], AccessAct(row[4]), *row[5:]) for row in connection.execute(found))


def people_in(connection: sa.Connection, record_type: str, record_id: int) -> tuple[tuple[int, str], ...]:
    """Whoever is in the log of a record, by name."""
    who = sa.select(access.c.staff_id).where(*_of_record(record_type, record_id))
    named = sa.select(staff.c.id, staff.c.display_name).where(staff.c.id.in_(who)).order_by(staff.c.display_name)
    return tuple((row.id, row.display_name or "") for row in connection.execute(named))


def _of_record(record_type: str, record_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return access.c.record_id.in_((0, record_id)), access.c.record_type.in_(("", record_type))
