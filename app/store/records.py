"""Reading records whole: their own row, and their child rows with one query per kind of child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.models.fields import RecordType, item_type
from app.models.tables import table_of
from app.models.values import Content, Item, Record, State, Value


def read_record(connection: sa.Connection, record_type: RecordType, record_id: int) -> Record | None:
    """The record with that id, whatever its state, or None."""
    found = read_records(connection, record_type, [record_id])
    return found.get(record_id)


def read_records(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> dict[int, Record]:
    """The records with those ids, by id; those that don't exist are missing."""
    table = table_of(record_type)
    rows = connection.execute(sa.select(table).where(table.c.id.in_(ids))).mappings().all()
    items: dict[int, dict[str, tuple[Item, ...]]] = {row["id"]: {} for row in rows}
    for field in record_type.item_fields:
        for parent_id, children in _children(connection, item_type(field), list(items)).items():
            items[parent_id][field.name] = children
    return {row["id"]: _record(record_type, row, items[row["id"]]) for row in rows}


def read_state(connection: sa.Connection, record_type: RecordType, record_id: int) -> State | None:
    """Where a record is in its life, or None if there is none with that id."""
    table = table_of(record_type)
    found = connection.execute(sa.select(table.c.state).where(table.c.id == record_id)).scalar()
    return None if found is None else State(found)


def _children(connection: sa.Connection, child: RecordType, ids: list[int]) -> dict[int, tuple[Item, ...]]:
    table = table_of(child)
    parent = table.c[f"{child.parent}_id"]
    names = [field.name for field in child.stored_fields]
    found: dict[int, tuple[Item, ...]] = {parent_id: () for parent_id in ids}
    columns = [parent, table.c.id, *(table.c[name] for name in names)]
    for row in connection.execute(sa.select(*columns).where(parent.in_(ids)).order_by(table.c.id)):
        item = Item(dict(zip(names, row[2:], strict=True)), row[1])
        found[row[0]] = (*found[row[0]], item)
    return found


def _record(record_type: RecordType, row: Mapping[Any, Any], items: Mapping[str, tuple[Item, ...]]) -> Record:
    values: dict[str, Value] = {field.name: row[field.name] for field in record_type.all_fields if field.stored}
    return Record(
        record_type.name,
        row["id"],
        row["version"],
        State(row["state"]),
        Content(values, items),
    )
