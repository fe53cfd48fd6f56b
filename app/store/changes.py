"""The change log: what is written beside every change of a record, and read back by history, undo and live refresh."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from app.models import tables
from app.models.fields import Field, Kind, RecordType, item_type
from app.models.values import Actor, FieldChange, Item, Value


class Act(StrEnum):
    """What was done to a record. A creation has no field rows: what it held is today's record less later changes."""

    CREATED = "created"
    CHANGED = "changed"
    TRASHED = "trashed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record, as the log has it."""

    id: int
    record_id: int
    version: int
    act: Act
    at: datetime
    staff_name: str
    origin: str
    fields: tuple[FieldChange, ...]


def write_change(
    connection: sa.Connection,
    record_type: RecordType,
    record_id: int,
    version: int,
    act: Act,
    at: datetime,
    actor: Actor,
    fields: Iterable[FieldChange] = (),
    batch_id: int | None = None,
) -> None:
    """Append one change and its field rows to the log."""
    row = {
        "record_type": record_type.name,
        "record_id": record_id,
        "version": version,
        "act": act,
        "at": at,
        "staff_id": actor.staff_id,
        "origin": actor.origin,
        "batch_id": batch_id,
    }
    change_id = connection.execute(sa.insert(tables.change).returning(tables.change.c.id), row).scalar_one()
    rows = [
        {
            "change_id": change_id,
            "field": field.field,
            "item_id": field.item_id,
            "old": encoded(field.old),
            "new": encoded(field.new),
        }
        for field in fields
    ]
    if rows:
        connection.execute(sa.insert(tables.change_field), rows)


def changes_of(connection: sa.Connection, record_type: RecordType, record_id: int) -> tuple[Change, ...]:
    """Every change of the record, the latest first."""
    log, who, part = tables.change, tables.staff, tables.change_field
    heads = connection.execute(
        sa.select(log, who.c.display_name)
        .join(who, who.c.id == log.c.staff_id)
        .where(log.c.record_id == record_id, log.c.record_type == record_type.name)
        .order_by(log.c.id.desc())
    ).all()
    parts: dict[int, list[FieldChange]] = {}
    for row in connection.execute(
        sa.select(part)
        .join(log, log.c.id == part.c.change_id)
        .where(log.c.record_id == record_id, log.c.record_type == record_type.name)
    ):
        parts.setdefault(row.change_id, []).append(_field_change(record_type, row))
    return tuple(
        Change(
            head.id,
            head.record_id,
            head.version,
            Act(head.act),
            head.at,
            head.display_name,
            head.origin,
            tuple(parts.get(head.id, ())),
        )
        for head in heads
    )


def latest_change(connection: sa.Connection) -> int:
    """The number of the newest change, 0 in a new database."""
    return int(connection.execute(sa.select(sa.func.max(tables.change.c.id))).scalar() or 0)


def records_changed_since(connection: sa.Connection, change_id: int, limit: int) -> tuple[tuple[str, int], ...]:
    """Type and id of the records changed after the given change, at most `limit` of them, each once."""
    log = tables.change
    rows = connection.execute(
        sa.select(log.c.record_type, log.c.record_id).where(log.c.id > change_id).distinct().limit(limit)
    )
    return tuple((row.record_type, row.record_id) for row in rows)


def encoded(value: Value | Item) -> str | None:
    """A value of the log as JSON text; nothing stays nothing."""
    if value is None or value == ():
        return None
    if isinstance(value, Item):
        filled = {name: _plain(part) for name, part in value.values.items() if part is not None}
        return json.dumps(filled, ensure_ascii=False)
    return json.dumps(_plain(value), ensure_ascii=False)


def decoded(field: Field, text: str | None) -> Value:
    """The value that `encoded` wrote for the field."""
    if text is None:
        return () if field.kind is Kind.TAGS else None
    return _typed(field, json.loads(text))


def _field_change(record_type: RecordType, row: sa.Row[int, str, int, str | None, str | None]) -> FieldChange:
    field = record_type.by_name[row.field]
    if field.kind is not Kind.ITEMS:
        return FieldChange(row.field, decoded(field, row.old), decoded(field, row.new))
    old, new = (_decoded_item(item_type(field), row.item_id, text) for text in (row.old, row.new))
    return FieldChange(row.field, old, new, row.item_id)


def _decoded_item(child: RecordType, item_id: int, text: str | None) -> Item | None:
    if text is None:
        return None
    stored = json.loads(text)
    return Item({part.name: _typed(part, stored.get(part.name)) for part in child.stored_fields}, item_id)


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _typed(field: Field, value: str | int | bool | list[str] | None) -> Value:
    if isinstance(value, list):
        return tuple(value)
    if field.kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    if field.kind is Kind.DATE_TIME and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value
