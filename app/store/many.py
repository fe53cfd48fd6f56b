"""What happens to many records at once without reading them: moved to the trash and back, or removed for good.

Few statements whatever the number, each with the changes that belong to it; only a unit of work calls them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.models import tables
from app.models.fields import RecordType, item_type
from app.models.tables import TRASHED, table_of, text_table_of
from app.models.values import Actor, State
from app.store.changes import Act
from app.store.portions import portions


@dataclass(frozen=True, slots=True)
class LogCommon:
    """What the changes of one act have in common."""

    actor: Actor
    at: datetime
    batch_id: int | None
    undoes: int | None


def move_records(
    connection: sa.Connection, record_type: RecordType, ids: Sequence[int], state: State, act: Act, common: LogCommon
) -> int:
    """Give records another state and return how many had not had it."""
    table = table_of(record_type)
    moved = 0
    for some in portions(ids):
        others = sa.select(table.c.id).where(table.c.id.in_(some), table.c.state != state).order_by(table.c.id)
        moving = connection.scalars(others.with_for_update(key_share=True)).all()  # nobody else moves them meanwhile
        connection.execute(
            sa.update(table)
            .where(table.c.id.in_(moving))
            .values(
                state=state,
                version=table.c.version + 1,
                changed_at=common.at,
                changed_by=common.actor.staff_id,
            )
        )
        _log(connection, record_type, moving, act, common, table.c.version)
        moved += len(moving)
    return moved


def purge_records(connection: sa.Connection, record_type: RecordType, ids: Sequence[int], common: LogCommon) -> int:
    """Remove what is in the trash, its child rows, search text and the values in its history; a last change stays."""
    table = table_of(record_type)
    purged = 0
    for some in portions(ids):
        trashed = sa.select(table.c.id).where(table.c.id.in_(some), table.c.state == TRASHED).order_by(table.c.id)
        leaving = connection.scalars(trashed.with_for_update()).all()
        _log(connection, record_type, leaving, Act.PURGED, common, table.c.version + 1)
        _forget_values(connection, record_type, leaving)
        _remove(connection, record_type, leaving)
        purged += len(leaving)
    return purged


def _log(
    connection: sa.Connection,
    record_type: RecordType,
    ids: Sequence[int],
    act: Act,
    common: LogCommon,
    version: sa.ColumnElement[int],
) -> None:
    """One change a record, taken from the records' own rows."""
    log, table = tables.change, table_of(record_type)
    columns = {
        log.c.record_type: sa.literal(record_type.name),
        log.c.record_id: table.c.id,
        log.c.version: version,
        log.c.act: sa.literal(act.value),
        log.c.at: sa.literal(common.at, log.c.at.type),
        log.c.staff_id: sa.literal(common.actor.staff_id),
        log.c.origin: sa.literal(common.actor.origin),
        log.c.batch_id: sa.literal(common.batch_id, log.c.batch_id.type),
        log.c.undoes: sa.literal(common.undoes, log.c.undoes.type),
    }
    rows = sa.select(*columns.values()).where(table.c.id.in_(ids)).order_by(table.c.id)
    connection.execute(sa.insert(log).from_select(list(columns), rows))


def _forget_values(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> None:
    """On a server nobody deletes from the log; a function does it for those who may purge, and empties references, too."""
    if connection.dialect.name != "sqlite":
        connection.execute(
            sa.select(sa.func.forget_values(record_type.name, sa.literal(list(ids), sa.ARRAY(sa.BigInteger))))
        )
        return
    log, part = tables.change, tables.change_field
    of_them = sa.select(log.c.id).where(log.c.record_id.in_(ids), log.c.record_type == record_type.name)
    connection.execute(sa.delete(part).where(part.c.change_id.in_(of_them)))


def _remove(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> None:
    table, text = table_of(record_type), text_table_of(record_type)
    if text is not None:
        connection.execute(sa.delete(text).where(text.c.id.in_(ids)))
    if connection.dialect.name == "sqlite":
        _remove_parts(connection, record_type, ids)
    connection.execute(sa.delete(table).where(table.c.id.in_(ids)))


def _remove_parts(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> None:
    """On a server they go with their record, also those that whoever purges it may not read."""
    for field in record_type.item_fields:
        child = table_of(item_type(field))
        connection.execute(sa.delete(child).where(child.c[f"{record_type.name}_id"].in_(ids)))
    table = table_of(record_type)
    for field in record_type.value_fields:
        if field.target == record_type.name:  # among themselves they may refer to each other
            connection.execute(sa.update(table).where(table.c.id.in_(ids)).values({field.name: None}))
