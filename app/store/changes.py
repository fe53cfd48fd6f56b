"""The change log: what is written beside every change of a record, and read back by history, undo and live refresh."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.models import tables
from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, Kind, RecordType, item_type
from app.models.narrowing import ALL, ChangeNarrowing
from app.models.values import Actor, FieldChange, Item, Value
from app.store.guard.quoting import SCHEMA
from app.store.narrowing import within
from app.store.portions import portions
from app.store.prepared import written

_ADD_CHANGE = sa.insert(tables.change).inline()
_ADD_FIELDS = sa.insert(tables.change_field)
_SAID = ("field", "item_id", "old", "new")

_NO_VALUE = (KeyError, ValueError, TypeError, AttributeError)
"""Raised by what no save can have written but somebody past the program did: history goes on without it."""


class Act(StrEnum):
    """What was done to a record. A creation has no field rows: what it held is today's record less later changes.

    A purge leaves the record's changes without their field rows, and itself as the last word. Noted is an undo that had
    nothing left to take back, because others had.
    """

    CREATED = "created"
    CHANGED = "changed"
    TRASHED = "trashed"
    RESTORED = "restored"
    PURGED = "purged"
    NOTED = "noted"


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
    staff_id: int = 0
    record_type: str = ""
    batch_id: int | None = None
    undoes: int | None = None


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
    undoes: int | None = None,
) -> None:
    """Append one change and its field rows to the log; `undoes` is the change that it takes back."""
    row = {
        "record_type": record_type.name,
        "record_id": record_id,
        "version": version,
        "act": act,
        "at": at,
        "staff_id": actor.staff_id,
        "origin": actor.origin,
        "batch_id": batch_id,
        "undoes": undoes,
    }
    rows = [(field.field, field.item_id, encoded(field.old), encoded(field.new)) for field in fields]
    if connection.dialect.name == "sqlite":
        change_id = connection.execute(sa.insert(tables.change).returning(tables.change.c.id), row).scalar_one()
        if rows:
            said = [{"change_id": change_id, **dict(zip(_SAID, part, strict=True))} for part in rows]
            connection.execute(_ADD_FIELDS, said)
        return
    written(connection, _ADD_CHANGE, row)
    if rows:
        written(connection, _add_fields_of_latest(), dict(zip(_SAID, zip(*rows, strict=True), strict=True)))


@cache
def _add_fields_of_latest() -> sa.Insert:
    """To the change that the connection wrote last.

    A server asks once for a statement what its writer may do, and not once for each row; and whoever has it return what they write
    is asked whether they may read it.
    """
    columns = [tables.change_field.c[name] for name in _SAID]
    lists = (sa.bindparam(column.name, type_=sa.ARRAY(column.type)) for column in columns)
    rows = sa.func.unnest(*lists).table_valued(*_SAID).render_derived()
    series: sa.ColumnElement[str] = sa.literal_column(f"'{SCHEMA}.{tables.change.name}_id_seq'")
    latest = sa.func.currval(series, type_=tables.change_field.c.change_id.type)
    return sa.insert(tables.change_field).from_select(("change_id", *_SAID), sa.select(latest, *rows.c))


def changes_of(connection: sa.Connection, record_type: RecordType, record_id: int) -> tuple[Change, ...]:
    """Every change of the record, the latest first."""
    return changes_before(connection, record_type, record_id)


def changes_before(
    connection: sa.Connection,
    record_type: RecordType,
    record_id: int,
    before: int | None = None,
    limit: int | None = None,
    narrowing: ChangeNarrowing = ALL,
) -> tuple[Change, ...]:
    """Changes of the record, the latest first: a window of the log that costs the same however long the log is.

    Args:
        before: the number of the change that the window ends before; None for the end of the log.
        limit: the most of them; None for all.
        narrowing: which of them are wanted.
    """
    log = tables.change
    conditions = [log.c.record_id == record_id, log.c.record_type == record_type.name, *_conditions(narrowing)]
    if before is not None:
        conditions.append(log.c.id < before)
    return _read(connection, conditions, limit)


def changes_after(
    connection: sa.Connection, record_type: RecordType, record_id: int, change_id: int
) -> tuple[Change, ...]:
    """What happened to the record after a change, the latest first."""
    log = tables.change
    of_record = (log.c.record_id == record_id, log.c.record_type == record_type.name)
    return _read(connection, [*of_record, log.c.id > change_id])


def read_change(connection: sa.Connection, change_id: int) -> Change | None:
    """One change by its number."""
    return next(iter(_read(connection, [tables.change.c.id == change_id])), None)


def changes_with(connection: sa.Connection, ids: Sequence[int]) -> tuple[Change, ...]:
    """Those of these numbers, the latest first."""
    return tuple(each for some in portions(ids) for each in _read(connection, [tables.change.c.id.in_(some)]))


def without_fields(change: Change, names: Container[str]) -> Change:
    """The change as somebody reads it who can't read these fields."""
    return replace(change, fields=tuple(part for part in change.fields if part.field not in names))


def changes_of_batch(
    connection: sa.Connection, batch_id: int, record_type: RecordType, ids: Sequence[int]
) -> tuple[Change, ...]:
    """What a batch did to some records of a type, the latest first."""
    log = tables.change
    # "+ 0" keeps SQLite from the index of batches, by which it would go through the whole batch for every few records
    of_batch = log.c.batch_id + 0 == batch_id
    return _read(connection, [of_batch, log.c.record_type == record_type.name, log.c.record_id.in_(ids)])


def _conditions(narrowing: ChangeNarrowing) -> Iterator[sa.ColumnElement[bool]]:
    log, part = tables.change, tables.change_field
    if narrowing.field:
        touched = sa.select(sa.literal(1)).where(part.c.change_id == log.c.id, part.c.field == narrowing.field)
        yield sa.exists(touched)
    yield from within(narrowing, log)


def _read(
    connection: sa.Connection, conditions: Sequence[sa.ColumnElement[bool]], limit: int | None = None
) -> tuple[Change, ...]:
    log, who, part = tables.change, tables.staff, tables.change_field
    heads = connection.execute(
        sa.select(log, who.c.display_name)
        .outerjoin(who, who.c.id == log.c.staff_id)  # not everybody sees everybody
        .where(*conditions)
        .order_by(log.c.id.desc())
        .limit(limit)
    ).all()
    parts: dict[int, list[FieldChange]] = {}
    types = {head.id: RECORD_TYPES[head.record_type] for head in heads}
    for ids in portions([head.id for head in heads]):
        for row in connection.execute(sa.select(part).where(part.c.change_id.in_(ids))):
            with suppress(*_NO_VALUE):
                parts.setdefault(row.change_id, []).append(_field_change(types[row.change_id], row))
    return tuple(_change(head, tuple(parts.get(head.id, ()))) for head in heads)


def _change(head: sa.Row[Any], fields: tuple[FieldChange, ...]) -> Change:
    return Change(
        head.id,
        head.record_id,
        head.version,
        Act(head.act),
        head.at,
        head.display_name or "",
        head.origin,
        fields,
        head.staff_id,
        head.record_type,
        head.batch_id,
        head.undoes,
    )


def latest_change(connection: sa.Connection) -> int:
    """The number of the newest change, 0 in a new database; on a server also of one that one may not see."""
    if connection.dialect.name != "sqlite":
        return int(connection.execute(sa.select(sa.func.latest_change())).scalar_one())
    return int(connection.execute(sa.select(sa.func.max(tables.change.c.id))).scalar() or 0)


def news(connection: sa.Connection) -> tuple[int, int]:
    """Something that is another as soon as anybody's changes can be seen, and the same until then.

    On a server the newest number does not say so: a change is numbered when it is written, and who wrote before may
    commit after. There the connection hears of it, and nobody is asked.
    """
    if connection.dialect.name == "sqlite":
        return latest_change(connection), 0
    from app.store.postgresql import heard

    return 0, heard(connection)


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
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _typed(field: Field, value: str | int | bool | list[str] | None) -> Value:
    if isinstance(value, list):
        return tuple(value)
    if field.kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    if field.kind is Kind.DATE_TIME and isinstance(value, str):
        return datetime.fromisoformat(value)
    if field.kind is Kind.DECIMAL and isinstance(value, str):
        return Decimal(value)
    return value
