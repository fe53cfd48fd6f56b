"""Pick lists: the values people choose from, kept by an administrator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem, RecordGoneError
from app.models.card_numbers import masked
from app.models.folding import sort_key, strip_controls
from app.models.pick_lists import PICK_VALUE
from app.models.tables import ACTIVE, table_of
from app.models.values import Actor, Content, Record, Value
from app.store.records import lock_records, read_record
from app.store.turns import take_turn
from app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PickValue:
    """One value of a pick list: what records store, what people read, and whether it is still offered."""

    id: int
    value: str
    label: str
    active: bool


def values_of(connection: sa.Connection, pick_list: str) -> tuple[PickValue, ...]:
    """The values of one list in their order, those of single companies and those no longer offered included."""
    return _read_values(connection, table_of(PICK_VALUE).c.pick_list == pick_list)


def values_kept_for(connection: sa.Connection, pick_list: str, company_id: int | None) -> tuple[PickValue, ...]:
    """The values that an operating company has for itself or, for None, that all companies share."""
    table = table_of(PICK_VALUE)
    return _read_values(connection, table.c.pick_list == pick_list, table.c.company_id == company_id)


def _read_values(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> tuple[PickValue, ...]:
    table = table_of(PICK_VALUE)
    rows = connection.execute(
        sa.select(table.c.id, table.c.value, table.c.label, table.c.active)
        .where(table.c.state == ACTIVE, *conditions)
        .order_by(table.c.position, table.c.id)
    )
    return tuple(PickValue(row.id, row.value, row.label, bool(row.active)) for row in rows)


def add_value(
    connection: sa.Connection, pick_list: str, label: str, *, actor: Actor, company_id: int | None = None
) -> PickValue:
    """Add a value at the end of a list, for all companies or for one.

    Raises:
        InvalidRecordError: the label is empty or too long, or the list has it already, for whichever company.
    """
    label = _checked(connection, pick_list, label, own_id=0)
    position = len(values_kept_for(connection, pick_list, company_id))
    values: dict[str, Value] = {
        "pick_list": pick_list,
        "value": label,
        "label": label,
        "position": position,
        "active": True,
    }
    record = UnitOfWork(connection, actor).create(PICK_VALUE, company_id, Content(values))
    return PickValue(record.id, label, label, True)


def rename_value(connection: sa.Connection, value_id: int, label: str, *, actor: Actor) -> None:
    """Change what people read; what records store stays, so none of them has to be touched.

    Raises:
        InvalidRecordError: the label is empty or too long, or the list has it already.
        RecordGoneError: the value is no longer there.
    """
    record = _read(connection, value_id)
    label = _checked(connection, str(record.values["pick_list"]), label, own_id=value_id)
    _change(connection, record, actor, label=label)


def offer_value(connection: sa.Connection, value_id: int, offered: bool, *, actor: Actor) -> None:
    """Offer a value in forms, or no longer; records that hold it keep it either way."""
    _change(connection, _read(connection, value_id), actor, active=offered)


def order_values(connection: sa.Connection, ids: Sequence[int], *, actor: Actor) -> None:
    """Put the values of a list into this order."""
    lock_records(connection, PICK_VALUE, ids)
    for position, value_id in enumerate(ids):
        _change(connection, _read(connection, value_id), actor, position=position)


def _read(connection: sa.Connection, value_id: int) -> Record:
    record = read_record(connection, PICK_VALUE, value_id, lock=True)
    if record is None:
        raise RecordGoneError(PICK_VALUE.name, value_id)
    return record


def _change(connection: sa.Connection, record: Record, actor: Actor, **values: str | int | bool) -> None:
    content = Content({**record.values, **values}, record.items)
    UnitOfWork(connection, actor).update(PICK_VALUE, record, content)


def _checked(connection: sa.Connection, pick_list: str, label: str, *, own_id: int) -> str:
    label = masked(" ".join(strip_controls(label).split()))
    if not sort_key(label):  # also what nobody can see
        raise InvalidRecordError((Problem("label", "required"),))
    limit = PICK_VALUE.by_name["label"].max_length
    if len(label) > limit:
        raise InvalidRecordError((Problem("label", "too_long", str(limit)),))
    take_turn(connection, "pick lists")
    others = (value for value in values_of(connection, pick_list) if value.id != own_id)
    if any(sort_key(label) in (sort_key(value.label), sort_key(value.value)) for value in others):
        raise InvalidRecordError((Problem("label", "taken", label),))
    return label
