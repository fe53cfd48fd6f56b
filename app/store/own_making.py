"""What people made themselves: they may take it back without a right to delete, as long as nobody else has to do with it.

It goes to the trash, and comes back from there; purging takes the right to purge. Who made a record stands in its row, who
changed it in the log, which nobody takes anything from: so a server asks the same of those who come with plain SQL
(`store/guard/own_making.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from app.errors import NotAllowedError
from app.models import tables
from app.models.catalogue import belonging
from app.models.fields import Field, RecordType
from app.models.rights import RIGHTS_COME_FROM, Act, Hold
from app.models.tables import ACTIVE, table_of
from app.models.values import Record
from app.store.eyes import is_held_to
from app.store.portions import portions
from app.store.reach import require_on, sight_of, within_reach

FREE = ""


def why_held(record_type: RecordType, maker: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    """SQL: what keeps somebody from taking back a row of the type, a `Hold`; `FREE` if nothing does."""
    if record_type.name in RIGHTS_COME_FROM:
        return sa.literal(Hold.RIGHTS_FOLLOW.value)
    table, log = table_of(record_type), tables.change
    of_record = (log.c.record_id == table.c.id, log.c.record_type == sa.literal(record_type.name))
    holds = (
        (Hold.OTHERS_MADE, table.c.created_by.is_distinct_from(maker)),
        *((Hold.NUMBERED, number) for number in _numbers(record_type, table)),
        (Hold.OTHERS_CHANGED, sa.exists(sa.select(log.c.id).where(*of_record, log.c.staff_id != maker))),
        *(hold for other, field in belonging(record_type) for hold in _of_belonging(table, other, field, maker)),
    )
    return sa.case(*((is_so, sa.literal(hold.value)) for hold, is_so in holds), else_=sa.literal(FREE))


_Held = tuple[Hold, sa.ColumnElement[bool]]


def _of_belonging(table: sa.Table, other: RecordType, field: Field, maker: sa.ColumnElement[int]) -> Iterator[_Held]:
    """What belongs to a record would be out of sight with it: what others made, and what was issued, whoever made it."""
    rows = table_of(other).alias()
    own = (rows.c[field.name] == table.c.id, rows.c.state == ACTIVE)
    for hold, condition in (
        *((Hold.NUMBERED, number) for number in _numbers(other, rows)),
        (Hold.OTHERS_ADDED, rows.c.created_by.is_distinct_from(maker)),
    ):
        yield hold, sa.exists(sa.select(rows.c.id).where(*own, condition))


def _numbers(record_type: RecordType, rows: sa.FromClause) -> Iterator[sa.ColumnElement[bool]]:
    """Whether a number was given that stays for ever."""
    return (rows.c[field.name].is_not(None) for field in record_type.fields if field.gapless)


def held_back(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> dict[int, Hold]:
    """Those of the records that the connection's eyes may neither delete nor take back, with what keeps them from it."""
    sight = sight_of(connection)
    if sight is None or sight.reaches(Act.DELETE, record_type.name).everything:
        return {}
    ask = _asked_of_server if is_held_to(connection, sight) else _asked
    return {
        int(record_id): Hold(hold)
        for some in portions(ids)
        for record_id, hold in connection.execute(ask(connection, record_type, some, sight.person.staff_id))
        if hold != FREE
    }


def _asked(connection: sa.Connection, record_type: RecordType, ids: Sequence[int], maker: int) -> sa.Select[Any]:
    table = table_of(record_type)
    seen = sa.and_(sa.true(), *within_reach(connection, record_type))
    deleted = sa.and_(sa.true(), *within_reach(connection, record_type, Act.DELETE))
    hold = sa.case((seen, why_held(record_type, sa.literal(maker))), else_=sa.literal(Hold.OTHERS_MADE.value))
    return sa.select(table.c.id, hold).where(table.c.id.in_(ids), sa.not_(deleted))


def _asked_of_server(
    connection: sa.Connection, record_type: RecordType, ids: Sequence[int], maker: int
) -> sa.Select[Any]:
    """It knows also of what the person doesn't see."""
    one = sa.func.unnest(sa.literal(list(ids), sa.ARRAY(sa.BigInteger))).column_valued("one")
    beyond = sa.func.may(record_type.name, Act.DELETE.value, one).is_not(sa.true())
    return sa.select(one, sa.func.held_back(record_type.name, one)).where(beyond)


def hold_of(connection: sa.Connection, record_type: RecordType, record_id: int, maker: int) -> Hold | None:
    """What keeps a member of staff from taking a record back, as far as whoever asks sees it."""
    table = table_of(record_type)
    hold = connection.scalar(sa.select(why_held(record_type, sa.literal(maker))).where(table.c.id == record_id))
    return Hold(hold) if hold else None


def require_movable(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> None:
    """See that each of the records may be moved to the trash, or back from there.

    Raises:
        NotAllowedError: one of them may not; it is named.
    """
    sight = sight_of(connection)
    if sight is not None and sight.is_borrowed:
        raise NotAllowedError(Act.DELETE, record_type.name)
    if held := held_back(connection, record_type, ids):
        raise NotAllowedError(Act.DELETE, record_type.name, min(held))


def require_record_movable(connection: sa.Connection, record_type: RecordType, stored: Record) -> None:
    """The same of a record that was read in this transaction, whose row says most often all that there is to know."""
    try:
        require_on(connection, Act.DELETE, stored)
    except NotAllowedError:
        require_movable(connection, record_type, [stored.id])
