"""Reading records whole: their own row, and their child rows with one query for all kinds of them."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, RecordType, item_type
from app.models.reaches import Reaches
from app.models.tables import table_of
from app.models.values import Content, Item, Record, State
from app.store.compiling import PLANNED_ONCE
from app.store.dialects import among_ids
from app.store.portions import portions
from app.store.prepared import Decoders, Prepared, Question, answers, decoders, with_values
from app.store.reach import conditions, scope_of

NOTHING_LEFT_OUT: frozenset[str] = frozenset()

_FIRST = 3
"""The place of the first part of a child row, behind its kind, its parent and its id."""


def read_record(
    connection: sa.Connection, record_type: RecordType, record_id: int, *, lock: bool = False
) -> Record | None:
    """The record with that id, whatever its state; with `lock` nobody else changes it in this transaction.

    None if there is none that the connection shows.
    """
    found = read_records(connection, record_type, [record_id], lock=lock)
    return found.get(record_id)


def read_records(
    connection: sa.Connection, record_type: RecordType, ids: Sequence[int], *, lock: bool = False
) -> dict[int, Record]:
    """The records with those ids, by id; those that don't exist, or that the connection doesn't show, are missing.

    They are whole, for what is written from them: `read_shown` is for what people read. With `lock` nobody else changes
    them before this transaction ends. In a file nobody does anyway.
    """
    return _read(connection, record_type, ids, NOTHING_LEFT_OUT, lock=lock)


def read_shown(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> dict[int, Record]:
    """The same without the fields that the connection's eyes can't read."""
    return _read(connection, record_type, ids, scope_of(connection, record_type).unread, lock=False)


def read_fields(
    connection: sa.Connection, record_type: RecordType, record_id: int, names: Collection[str]
) -> Content | None:
    """Some fields of a record, whatever the connection's eyes can read of them; None if it isn't shown."""
    others = frozenset(field.name for field in record_type.all_fields if field.name not in names)
    found = _read(connection, record_type, [record_id], others, lock=False).get(record_id)
    return found.content if found else None


def _read(
    connection: sa.Connection, record_type: RecordType, ids: Sequence[int], without: frozenset[str], *, lock: bool
) -> dict[int, Record]:
    if not ids:
        return {}
    if len(ids) == 1:
        asked = asked_record(connection, record_type, ids[0], without, lock=lock)
        record = asked.told(answers(connection, asked.questions))
        return {record.id: record} if record else {}
    reached = scope_of(connection, record_type).reaches
    names, statement = _own_statement(record_type.name, reached, without, lock=lock, many=True)
    rows = connection.execute(statement, {"ids": list(ids)}).all()
    items: dict[int, dict[str, tuple[Item, ...]]] = {row[0]: {} for row in rows}
    wanted = [field for field in record_type.item_fields if field.name not in without]
    for field, of_parents in (_children(connection, wanted, list(items)) if wanted and rows else {}).items():
        for parent_id, children in of_parents.items():
            items[parent_id][field] = children
    return {row[0]: _record(record_type, row, names, items[row[0]]) for row in rows}


def _record(
    record_type: RecordType, row: Sequence[Any], names: Sequence[str], items: dict[str, tuple[Item, ...]]
) -> Record:
    content = Content(dict(zip(names, row[3:], strict=True)), items)
    return Record(record_type.name, row[0], row[1], State(row[2]), content)


@dataclass(frozen=True, slots=True)
class AskedRecord:
    """A record that is to be read whole, beside something else on the same way to a server.

    Attributes:
        questions: what to ask.
    """

    record_type: RecordType
    id: int
    _asked: _Questions

    @property
    def questions(self) -> list[Question]:
        """Of its own row and, where it can have some, of its child rows."""
        return [(question, {"id": self.id}) for question, _ in self._asked.asked]

    def told(self, found: Sequence[Sequence[Any]]) -> Record | None:
        """The record from the answers to them, if there is one that the connection shows."""
        asked = self._asked
        own, *children = (
            list(with_values(rows, of_places)) for rows, (_, of_places) in zip(found, asked.asked, strict=True)
        )
        items = _grouped(asked.fields, asked.kinds, [self.id], children[0] if children else ())
        of_this = {name: of_field[self.id] for name, of_field in items.items()}
        return _record(self.record_type, own[0], asked.names, of_this) if own else None


def asked_record(
    connection: sa.Connection,
    record_type: RecordType,
    record_id: int,
    without: frozenset[str] = NOTHING_LEFT_OUT,
    *,
    lock: bool = False,
) -> AskedRecord:
    """What `read_record` asks, for those who ask something else on the same way.

    Args:
        connection: to ask on.
        record_type: of the record.
        record_id: and its id.
        without: fields that are left out.
        lock: nobody else changes it in this transaction.
    """
    reached = scope_of(connection, record_type).reaches
    questions = _questions(record_type.name, reached, without, connection.dialect, lock=lock)
    return AskedRecord(record_type, record_id, questions)


def shown(connection: sa.Connection, record: Record) -> Record:
    """A record that was read whole without the fields that the connection's eyes can't read."""
    unread = scope_of(connection, RECORD_TYPES[record.type_name]).unread
    if unread.isdisjoint(record.values) and unread.isdisjoint(record.items):
        return record
    return replace(record, content=shown_content(record.content, unread))


def shown_content(content: Content, unread: Container[str]) -> Content:
    """The content without these fields."""
    values = {name: value for name, value in content.values.items() if name not in unread}
    return Content(values, {name: rows for name, rows in content.items.items() if name not in unread})


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


def _children(
    connection: sa.Connection, fields: Sequence[Field], ids: list[int]
) -> dict[str, dict[int, tuple[Item, ...]]]:
    """The child rows of these fields, by field and parent, in the order of their ids."""
    kinds, statement = _children_statement(tuple(fields), many=True)
    return _grouped(
        [field.name for field in fields], kinds, ids, connection.execute(statement, {"ids": list(ids)}).all()
    )


def _grouped(
    fields: Sequence[str], kinds: Sequence[_Kind], ids: Sequence[int], rows: Iterable[Sequence[Any]]
) -> dict[str, dict[int, tuple[Item, ...]]]:
    found: dict[str, dict[int, list[Item]]] = {name: {parent_id: [] for parent_id in ids} for name in fields}
    for row in rows:
        kind = kinds[row[0]]
        values = row[kind.first : kind.first + len(kind.parts)]
        found[kind.field][row[1]].append(Item(dict(zip(kind.parts, values, strict=True)), row[2]))
    return {
        field: {parent_id: tuple(sorted(items, key=lambda item: item.id)) for parent_id, items in of_field.items()}
        for field, of_field in found.items()
    }


@dataclass(frozen=True, slots=True)
class _Questions:
    """What is asked to read one record by the parameter `id`: its own row and, where it can have some, its child rows."""

    names: tuple[str, ...]
    fields: tuple[str, ...]
    kinds: tuple[_Kind, ...]
    asked: tuple[tuple[Prepared, Decoders], ...]


@lru_cache(maxsize=64)
def _questions(
    type_name: str, reached: Reaches, without: frozenset[str], dialect: Dialect, *, lock: bool
) -> _Questions:
    wanted = tuple(field for field in RECORD_TYPES[type_name].item_fields if field.name not in without)
    names, own = _own_statement(type_name, reached, without, lock=lock, many=False)
    kinds, children = _children_statement(wanted, many=False) if wanted else ((), None)
    statements = (own,) if children is None else (own, children)
    asked = tuple((Prepared(statement, dialect), decoders(statement, dialect)) for statement in statements)
    return _Questions(names, tuple(field.name for field in wanted), kinds, asked)


def _among(column: sa.Column[int], *, many: bool) -> sa.ColumnElement[bool]:
    """A server takes a list for a long one, and finds no plan for all lists that it deems as good as one for a single id."""
    return among_ids(column) if many else column == sa.bindparam("id", type_=sa.BigInteger)


@cache
def _own_statement(
    type_name: str, reached: Reaches, without: frozenset[str], *, lock: bool, many: bool
) -> tuple[tuple[str, ...], sa.Select[Any]]:
    """The fields of a record and the statement that reads id, version, state and then these; made once."""
    record_type = RECORD_TYPES[type_name]
    table = table_of(record_type)
    names = tuple(field.name for field in record_type.all_fields if field.stored and field.name not in without)
    columns = (table.c.id, table.c.version, table.c.state, *(table.c[name] for name in names))
    own = _among(table.c.id, many=many)
    statement = sa.select(*columns).where(own, *conditions(record_type, reached))
    # Whoever only refers to the record, as everything does to who saved it, need not wait: its id stays as it is.
    statement = statement.execution_options(**PLANNED_ONCE)
    return names, statement.order_by(table.c.id).with_for_update(key_share=True) if lock else statement


@dataclass(frozen=True, slots=True)
class _Kind:
    """The child rows of one field, as the statement about several has them: their parts from the place `first` on."""

    field: str
    first: int
    parts: tuple[str, ...]


@cache
def _children_statement(fields: tuple[Field, ...], *, many: bool) -> tuple[tuple[_Kind, ...], sa.CompoundSelect[Any]]:
    """The kinds, and a statement that reads the number of a row's kind, its parent's id, its own, and what it says.

    It is one for all: on a server each would take its way there and back. What another kind says is empty.
    """
    kinds, columns = [], list[sa.Column[Any]]()
    for field in fields:
        child = item_type(field)
        kinds.append(_Kind(field.name, _FIRST + len(columns), tuple(part.name for part in child.stored_fields)))
        columns += (table_of(child).c[part.name] for part in child.stored_fields)
    selects = []
    for number, field in enumerate(fields):
        child = item_type(field)
        own = table_of(child)
        parent = own.c[f"{child.parent}_id"]
        parts = (column if column.table is own else sa.cast(sa.null(), column.type).label(None) for column in columns)
        head = (sa.literal_column(str(number), sa.Integer).label("kind"), parent.label("parent"), own.c.id)
        selects.append(sa.select(*head, *parts).where(_among(parent, many=many)))
    return tuple(kinds), sa.union_all(*selects).execution_options(**PLANNED_ONCE)
