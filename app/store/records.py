"""Reading records whole: their own row, and their child rows with one query per kind of child."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType, item_type
from app.models.tables import table_of
from app.models.values import Content, Item, Record, State
from app.store.portions import portions


def read_record(
    connection: sa.Connection, record_type: RecordType, record_id: int, *, lock: bool = False
) -> Record | None:
    """The record with that id, whatever its state, or None; with `lock` nobody else changes it in this transaction."""
    found = read_records(connection, record_type, [record_id], lock=lock)
    return found.get(record_id)


def read_records(
    connection: sa.Connection, record_type: RecordType, ids: Sequence[int], *, lock: bool = False
) -> dict[int, Record]:
    """The records with those ids, by id; those that don't exist are missing.

    With `lock` nobody else changes them before this transaction ends. In a file nobody does anyway.
    """
    names, statement = _own_statement(record_type.name, lock=lock)
    rows = connection.execute(statement, {"ids": list(ids)}).all()
    items: dict[int, dict[str, tuple[Item, ...]]] = {row[0]: {} for row in rows}
    for field in record_type.item_fields:
        for parent_id, children in _children(connection, item_type(field), list(items)).items():
            items[parent_id][field.name] = children
    return {
        row[0]: Record(
            record_type.name,
            row[0],
            row[1],
            State(row[2]),
            Content(dict(zip(names, row[3:], strict=True)), items[row[0]]),
        )
        for row in rows
    }


def read_state(connection: sa.Connection, record_type: RecordType, record_id: int) -> State | None:
    """Where a record is in its life, or None if there is none with that id."""
    table = table_of(record_type)
    found = connection.execute(sa.select(table.c.state).where(table.c.id == record_id)).scalar()
    return None if found is None else State(found)


def lock_records(connection: sa.Connection, record_type: RecordType, ids: Collection[int]) -> None:
    """Have nobody else change these records before this transaction ends. In a file nobody does anyway."""
    if connection.dialect.name != "sqlite":
        table = table_of(record_type)
        for some in portions(sorted(ids)):
            own = sa.select(table.c.id).where(table.c.id.in_(some)).order_by(table.c.id)
            connection.execute(own.with_for_update(key_share=True))


def _children(connection: sa.Connection, child: RecordType, ids: list[int]) -> dict[int, tuple[Item, ...]]:
    names, statement = _child_statement(child.parent, child.name)
    found: dict[int, list[Item]] = {parent_id: [] for parent_id in ids}
    for row in connection.execute(statement, {"ids": ids}):
        found[row[0]].append(Item(dict(zip(names, row[2:], strict=True)), row[1]))
    return {parent_id: tuple(children) for parent_id, children in found.items()}


@cache
def _own_statement(type_name: str, *, lock: bool) -> tuple[tuple[str, ...], sa.Select[Any]]:
    """The fields of a record and the statement that reads id, version, state and then these; made once."""
    record_type = RECORD_TYPES[type_name]
    table = table_of(record_type)
    names = tuple(field.name for field in record_type.all_fields if field.stored)
    columns = (table.c.id, table.c.version, table.c.state, *(table.c[name] for name in names))
    statement = sa.select(*columns).where(table.c.id.in_(sa.bindparam("ids", expanding=True)))
    # Whoever only refers to the record, as everything does to who saved it, need not wait: its id stays as it is.
    return names, statement.order_by(table.c.id).with_for_update(key_share=True) if lock else statement


@cache
def _child_statement(parent_name: str, child_name: str) -> tuple[tuple[str, ...], sa.Select[Any]]:
    """The fields of a child row and the statement that reads its parent's id, its own, and then these."""
    children = (item_type(field) for field in RECORD_TYPES[parent_name].item_fields)
    child = next(child for child in children if child.name == child_name)
    table = table_of(child)
    parent = table.c[f"{parent_name}_id"]
    names = tuple(field.name for field in child.stored_fields)
    columns = (parent, table.c.id, *(table.c[name] for name in names))
    return names, sa.select(*columns).where(parent.in_(sa.bindparam("ids", expanding=True))).order_by(table.c.id)
