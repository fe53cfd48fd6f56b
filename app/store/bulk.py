"""The bulk door: many new records at once, with all that a unit of work writes for each, in few statements.

Making the rows needs no connection (`RowMaker`), so another process may do it while this one writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, count
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models import tables
from app.models.card_guard import masked_content
from app.models.card_numbers import masked
from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, RecordType, Sensitivity, item_type
from app.models.rights import Act as Right
from app.models.tables import text_table_of
from app.models.values import Actor, Content, Item
from app.store import identity
from app.store.changes import Act
from app.store.guard.quoting import SCHEMA
from app.store.labels import Labels
from app.store.portions import portions
from app.store.reach import require_row
from app.store.rows import RowBuilder, creation_columns

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]
"""Rows ready for the driver, by table, in the order in which they can be inserted."""

_processors: dict[tuple[str, Dialect], Callable[[Any], Any] | None] = {}
_TEXTS_AT_ONCE = 1000
_TEXT_TABLES = frozenset(
    text.name for record_type in RECORD_TYPES.values() if (text := text_table_of(record_type)) is not None
)


@dataclass(frozen=True, slots=True)
class Common:
    """What the records of one bulk creation have in common."""

    company_id: int
    actor: Actor
    batch_id: int
    at: datetime


def open_batch(connection: sa.Connection, label: str, actor: Actor) -> int:
    """Start a batch, which one undo takes back as a whole; returns its id."""
    batch_id = identity.next_id(connection, "batch")
    row = {"id": batch_id, "label": masked(label), "at": datetime.now(UTC), "staff_id": actor.staff_id}
    connection.execute(sa.insert(tables.batch), row)
    return batch_id


def create_in_bulk(
    connection: sa.Connection,
    record_type: RecordType,
    contents: Iterable[Content],
    common: Common,
    moments: Sequence[datetime] = (),
) -> range:
    """Store new records of one company and return their ids, in the order of the contents.

    The caller owns the transaction. Where a window has the file open as well, it hands over a hundred records at a
    time and commits after each call (DESIGN.md, section 2).

    Args:
        connection: within a transaction.
        record_type: of all of them; one whose records belong to a company.
        contents: as a unit of work takes them; the ids of child rows are ignored.
        common: what the records share.
        moments: when each of them was made, if not when the batch is written.

    Raises:
        NotAllowedError: whoever the connection belongs to may not add them.
    """
    owner = {"company_id": common.company_id, "owner_id": common.actor.staff_id}
    require_row(connection, Right.ADD, record_type.name, 0, owner)
    new = list(contents)
    ids = range(first := identity.next_id(connection, record_type.name, len(new)), first + len(new))
    first_ids = {record_type.name: first}
    for field in record_type.item_fields:
        needed = sum(len(content.items.get(field.name, ())) for content in new)
        if needed:
            first_ids[item_type(field).name] = identity.next_id(connection, item_type(field).name, needed)
    maker = RowMaker(record_type, Labels(connection), connection.dialect)
    insert_rows(connection, maker.rows(new, common, first_ids, moments))
    return ids


def insert_rows(connection: sa.Connection, rows: Rows) -> None:
    """Write rows that a `RowMaker` made."""
    for name, of_table in rows.items():
        if name in _TEXT_TABLES:
            _insert_texts(connection, name, of_table)
        elif of_table:
            connection.exec_driver_sql(insert_statement(name, connection.dialect), of_table)


def _insert_texts(connection: sa.Connection, name: str, rows: list[Row]) -> None:
    """Many rows a statement: at the end of each, the text index writes down what it has gathered."""
    for part in portions(rows, _TEXTS_AT_ONCE):
        mark = _mark(connection.dialect)
        of_row = f"({mark}{f', {mark}' * len(Sensitivity)})"
        connection.exec_driver_sql(
            f"INSERT INTO {_place(name, connection.dialect)} (id, {', '.join(Sensitivity)}) VALUES {', '.join([of_row] * len(part))}",
            [tuple(chain.from_iterable(part))],
        )


class RowMaker:
    """Makes the rows of many new records of one type."""

    def __init__(self, record_type: RecordType, labels: Labels, dialect: Dialect) -> None:
        self.type = record_type
        self._builder = RowBuilder(record_type, labels)
        self._children = [_ChildMaker(field, labels, dialect) for field in record_type.item_fields]
        self._record = _TupleMaker(record_type.name, dialect)
        self._change = _TupleMaker(tables.change.name, dialect)
        text = text_table_of(record_type)
        self._text_name = text.name if text is not None else ""

    def rows(
        self,
        contents: Sequence[Content],
        common: Common,
        first_ids: Mapping[str, int],
        moments: Sequence[datetime] = (),
    ) -> Rows:
        """The rows of every table, with ids counted up from the first one for each table.

        See `create_in_bulk` for the meaning of the arguments.
        """
        first = first_ids[self.type.name]
        contents = [masked_content(self.type, content) for content in contents]
        done: Rows = {self.type.name: self._record_rows(first, contents, common, moments)}
        for child in self._children:
            done[child.type.name] = child.rows(contents, first, first_ids.get(child.type.name, 0))
        if self._text_name:
            texts = map(self._builder.search_texts, contents)
            done[self._text_name] = [(number, *of_record.values()) for number, of_record in enumerate(texts, first)]
        done[tables.change.name] = self._change_rows(first, len(contents), common, moments)
        return done

    def _record_rows(
        self, first: int, contents: Sequence[Content], common: Common, moments: Sequence[datetime]
    ) -> list[Row]:
        made: list[Row] = []
        for number, content in enumerate(contents):
            at = moments[number] if moments else common.at
            row = creation_columns(self.type, first + number, common.company_id, common.actor, at)
            row.update(self._builder.record_row(content))
            made.append(self._record.row(row))
        return made

    def _change_rows(self, first: int, many: int, common: Common, moments: Sequence[datetime]) -> list[Row]:
        row: dict[str, Any] = {
            "record_type": self.type.name,
            "version": 1,
            "act": Act.CREATED.value,
            "staff_id": common.actor.staff_id,
            "origin": common.actor.origin,
            "batch_id": common.batch_id,
        }
        made = []
        for number in range(many):
            at = moments[number] if moments else common.at
            made.append(self._change.row({**row, "record_id": first + number, "at": at}))
        return made


class _ChildMaker:
    """Makes the rows of one kind of child row."""

    def __init__(self, field: Field, labels: Labels, dialect: Dialect) -> None:
        self.type = item_type(field)
        self._field_name = field.name
        self._builder = RowBuilder(self.type, labels)
        self._tuples = _TupleMaker(self.type.name, dialect)

    def rows(self, contents: Sequence[Content], first_parent: int, first: int) -> list[Row]:
        """The rows of all parents, which are numbered in the order of the contents."""
        item_row, row = self._builder.item_row, self._tuples.row
        ids = count(first)
        return [
            row(item_row(Item(item.values, next(ids)), parent_id))
            for parent_id, content in enumerate(contents, first_parent)
            for item in content.items.get(self._field_name, ())
        ]


class _TupleMaker:
    """Puts the columns of a row in order and turns their values into what the driver takes."""

    def __init__(self, table_name: str, dialect: Dialect) -> None:
        columns = _written_columns(tables.metadata.tables[table_name])
        self._values = itemgetter(*(column.name for column in columns))
        self._processors = [
            (column.name, processor) for column in columns if (processor := _processor(column, dialect)) is not None
        ]

    def row(self, values: dict[str, Any]) -> Row:
        """The row as a tuple; the dict is used up."""
        for name, processor in self._processors:
            value = values[name]
            if value is not None:
                values[name] = processor(value)
        row: Row = self._values(values)
        return row


def _processor(column: sa.Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What a column makes of a value; columns of one type share what they remember of equal values."""
    kind = (repr(column.type), dialect)
    if kind not in _processors:
        processor: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
        _processors[kind] = None if processor is None else lru_cache(maxsize=1024)(processor)
    return _processors[kind]


def _written_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """All but those that the database fills or that nobody fills at creation."""
    unfilled = {tables.change.c.id, tables.change.c.undoes}
    return [column for column in table.c if column.name != "custom" and column not in unfilled]


@lru_cache(maxsize=64)
def insert_statement(table_name: str, dialect: Dialect) -> str:
    """The statement that takes one row of a table as a `RowMaker` makes it."""
    table = tables.metadata.tables[table_name]
    names = {column.name: None for column in _written_columns(table)}
    marks = ", ".join([_mark(dialect)] * len(names))
    return f"INSERT INTO {_place(table.name, dialect)} ({', '.join(map(_quoted_by(dialect), names))}) VALUES ({marks})"


def _place(table_name: str, dialect: Dialect) -> str:
    """The table itself on a server, where somebody may have a view of it in which nothing can be filled."""
    return table_name if dialect.name == "sqlite" else f"{SCHEMA}.{table_name}"


def _mark(dialect: Dialect) -> str:
    """Where the driver puts a value."""
    return "?" if dialect.name == "sqlite" else "%s"


def _quoted_by(dialect: Dialect) -> Callable[[str], str]:
    quoted: Callable[[str], str] = dialect.identifier_preparer.quote
    return quoted
