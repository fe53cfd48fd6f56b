"""The tables, built from the catalogue, and those that only the store knows.

Records are read and written through SQLAlchemy Core: everything that happens to a record (history, merge, undo, search)
works on its plain values by field name, so a mapped object would only be taken apart again (docs/decisions/0002).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, Kind, RecordType, Sensitivity, item_type
from app.models.queries import FIRST_SORT

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
ACTIVE: sa.ColumnElement[str] = sa.literal_column("'active'")
"""The state as a literal: only so do both databases recognise the partial indexes below."""
TRASHED: sa.ColumnElement[str] = sa.literal_column("'trashed'")

metadata = sa.MetaData(naming_convention=CONVENTION)

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC; a local file stores it without the offset."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse moments without a zone: they would be read back as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if dialect.name != "sqlite" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every moment back aware."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


class TextTuple(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts as a JSON array; nothing and the empty tuple are the same."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Write the texts as JSON."""
        return json.dumps(value, ensure_ascii=False) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Read them back."""
        return tuple(json.loads(value)) if value else ()


def _column_type(field: Field) -> TypeEngine[Any]:
    match field.kind:
        case Kind.LONG_TEXT:
            return sa.Text()
        case Kind.INTEGER:
            return sa.Integer()
        case Kind.DATE:
            return sa.Date()
        case Kind.DATE_TIME:
            return UtcDateTime()
        case Kind.YES_NO:
            return sa.Boolean()
        case Kind.TAGS:
            return TextTuple()
        case Kind.RECORD | Kind.IMAGE:
            return Id
        case _:
            return sa.String(field.max_length)


def _columns(record_type: RecordType) -> list[sa.Column[Any]]:
    columns: list[sa.Column[Any]] = []
    for field in record_type.all_fields:
        if not field.stored:
            continue
        columns.append(sa.Column(field.name, _column_type(field), *_references(record_type, field)))
        if field.has_key:
            columns.append(sa.Column(field.key_name, sa.String(field.max_length)))
    return columns


def _references(record_type: RecordType, field: Field) -> Iterator[sa.ForeignKey]:
    """What ties the field to another table.

    Everything belongs to a company and was made by somebody, who has a picture that belongs to a company: of tables that
    refer to each other, one comes second.
    """
    if field.refers_to:
        order = list(RECORD_TYPES)
        is_ahead = order.index(field.refers_to) > order.index(record_type.parent or record_type.name)
        yield sa.ForeignKey(f"{field.refers_to}.id", use_alter=is_ahead)


def sort_keys_of(record_type: RecordType) -> str:
    """The index that holds, by id, the key by which the type's lists are sorted at first."""
    return f"ix_{record_type.name}_sort_keys"


def _record_table(record_type: RecordType) -> sa.Table:
    table = sa.Table(
        record_type.name,
        metadata,
        sa.Column("id", Id, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        *_columns(record_type),
        sa.Column("custom", sa.JSON),
    )
    _partial_index(f"ix_{table.name}_trashed", table.c.changed_at, table.c.id, where=table.c.state == TRASHED)
    for field in record_type.all_fields:
        _index_field(table, record_type, field)
    if record_type.held:
        _index_holders(table)
    if any(field.searched for field in record_type.fields):
        sa.Table(
            f"{record_type.name}_text",
            metadata,
            sa.Column("id", Id, sa.ForeignKey(table.c.id), primary_key=True, autoincrement=False),
            *_texts(),
        )
    for field in record_type.item_fields:
        _item_table(item_type(field))
    return table


def _index_field(table: sa.Table, record_type: RecordType, field: Field) -> None:
    active, trashed = table.c.state == ACTIVE, table.c.state == TRASHED
    if field.name == FIRST_SORT:
        # With all that the list shows, so that a jump reads a page or two and not one for each of its rows: those would
        # have to be decrypted and checked, each of them, in an encrypted file. The sort keys of the hits of a search
        # stand closer together by id than in the rows.
        _partial_index(sort_keys_of(record_type), table.c.id, table.c[field.sort_column], where=active)
        shown = (table.c[each.name] for each in record_type.listable_fields if each.listed)
        _partial_index(f"ix_{table.name}_listed", table.c[field.sort_column], table.c.id, *shown, where=active)
    elif field.sort_index:
        _partial_index(None, table.c[field.sort_column], table.c.id, where=active)
    if field.unique:
        scope = (*(() if field.among_all else (table.c.company_id,)), table.c[field.key_name])
        _partial_index(f"uq_{table.name}_{field.key_name}", *scope, where=active, unique=True)
        _partial_index(f"ix_{table.name}_{field.key_name}_trashed", *scope, where=trashed)
    if field.kind is Kind.RECORD and field.target == record_type.name and field.edited:
        sa.Index(None, table.c[field.name])
    if field.kind is Kind.IMAGE:  # to say where a picture is used; most records have none
        _partial_index(None, table.c[field.name], where=table.c[field.name].is_not(None))


def _partial_index(
    name: str | None, *columns: sa.Column[Any], where: sa.ColumnElement[bool], unique: bool = False
) -> None:
    """An index of some of the rows, on both databases."""
    sa.Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _index_holders(table: sa.Table) -> None:
    """By who holds a record, in the order in which lists open, so that those of one holder are sorted already.

    Most records have no team or workgroup, and cost nothing there.
    """
    active = table.c.state == ACTIVE
    _partial_index(f"ix_{table.name}_owned", table.c.owner_id, table.c.display_name_key, table.c.id, where=active)
    for name in ("team_id", "workgroup_id"):
        held = sa.and_(active, table.c[name].is_not(None))
        _partial_index(f"ix_{table.name}_{name}", table.c[name], table.c.display_name_key, table.c.id, where=held)


def _texts() -> list[sa.Column[Any]]:
    """The folded texts by sensitivity and, reckoned from them, the whole that is indexed.

    Records from before the texts were kept apart have all of theirs in the last one.
    """
    *others, most_sensitive = Sensitivity
    return [
        *(sa.Column(part, sa.Text, nullable=False, server_default=sa.text("''")) for part in others),
        sa.Column(most_sensitive, sa.Text, nullable=False),
        sa.Column("folded", sa.Text, sa.Computed(" || ".join(Sensitivity))),
    ]


def _item_table(child: RecordType) -> sa.Table:
    table = sa.Table(
        child.name,
        metadata,
        sa.Column("id", Id, primary_key=True, autoincrement=False),
        sa.Column(
            f"{child.parent}_id",
            Id,
            sa.ForeignKey(f"{child.parent}.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        *_columns(child),
    )
    for field in child.fields:
        if field.has_key:
            sa.Index(None, table.c[field.key_name])
        if field.refers_to:  # whose groups somebody is in is asked with every question about rights
            sa.Index(None, table.c[field.name])
    return table


image_content = sa.Table(
    "image_content",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("thumbnail_32", sa.LargeBinary, nullable=False),
    sa.Column("thumbnail_64", sa.LargeBinary, nullable=False),
    sa.Column("thumbnail_128", sa.LargeBinary, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""The bytes of pictures, equal ones once; outside the log. The large column is the last, so that none reads through it."""

draft = sa.Table(
    "draft",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("record_type", sa.String(40), nullable=False),
    sa.Column("company_id", Id, nullable=False),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False, index=True),
    sa.Column("display_name", sa.String(200), nullable=False),
    sa.Column("texts", sa.JSON, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
)
"""Records not yet saved, as raw text per field, so that a half-typed date fits; outside the change log."""

batch = sa.Table(
    "batch",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("label", sa.String(200), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("undoes", Id),
)
"""Many changes made as one; `undoes` is the batch that this one took back."""

change = sa.Table(
    "change",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("record_type", sa.String(40), nullable=False),
    sa.Column("record_id", Id, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("act", sa.String(10), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("origin", sa.String(20), nullable=False),
    sa.Column("batch_id", Id, sa.ForeignKey("batch.id"), index=True),
    sa.Column("undoes", Id),
    sa.Index(None, "record_id", "id"),
)
"""One row per touched record and unit of work, numbered in the order of commits; `undoes` is the change it took back.

No foreign key holds `undoes`: SQLite would rewrite a log of millions to add one, and no row of the log is ever deleted.
"""
_partial_index(None, change.c.staff_id, change.c.id, where=change.c.batch_id.is_(None))
_partial_index(None, change.c.undoes, where=change.c.undoes.is_not(None))

change_field = sa.Table(
    "change_field",
    metadata,
    sa.Column("change_id", Id, sa.ForeignKey("change.id"), primary_key=True, autoincrement=False),
    sa.Column("field", sa.String(64), primary_key=True),
    sa.Column("item_id", Id, primary_key=True, autoincrement=False),
    sa.Column("old", sa.Text),
    sa.Column("new", sa.Text),
    sqlite_with_rowid=False,
)
"""One row per field that a change touched: old and new as JSON; item_id 0 for the record's own fields."""

node = sa.Table(
    "node",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("uuid", sa.String(36), nullable=False, default=lambda: str(uuid4())),
)
"""The one row that says which node this database is, and so which ids it gives; and which database, whatever it is called.

Backups have both of what they were made of. A copy from a server has a number and an identity of its own.
"""

origin = sa.Table(
    "origin",
    metadata,
    sa.Column("uuid", sa.String(36), primary_key=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("change", Id, nullable=False),
)
"""What a local file was copied from, in one row, for whoever brings it together with that again (docs/decisions/0023).

The shared database's own identity, where it was then, when it was read, and the last number of its log in the copy: what
the file's log has behind that was done in the file.
"""

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("next", sa.BigInteger, nullable=False),
)
"""What is given next: ids by table, customer codes by company."""

desk_setting = sa.Table(
    "desk_setting",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""What administrators set for everybody who works in the database, as JSON; what isn't there is as delivered."""

editing = sa.Table(
    "editing",
    metadata,
    sa.Column("record_type", sa.String(40), primary_key=True),
    sa.Column("record_id", Id, primary_key=True, autoincrement=False),
    sa.Column("session", Id, primary_key=True, autoincrement=False),
    sa.Column("staff_id", Id, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("renewed_at", UtcDateTime, nullable=False),
    sa.Column("backend", sa.Integer),
    sa.Column("asked_by", sa.String(200)),
    sa.Column("freed_by", sa.String(200)),
)
"""The records that are open for editing just now, by window; outside the log, and worth nothing a minute later.

No foreign keys: on a server checking them would write to the tables that they lead to. `backend` is the server's process
for the window's connection, with which the row ends too. `staff_id` is 0 for somebody who has written nothing yet.
"""

desk_session = sa.Table(
    "desk_session",
    metadata,
    sa.Column("number", Id, primary_key=True, autoincrement=False),
    sa.Column("staff_id", Id, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("company_id", Id, nullable=False),
    sa.Column("machine", sa.String(200), nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("last_activity_at", UtcDateTime, nullable=False),
    sa.Column("backend", sa.Integer),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("ended_by", sa.String(20)),
    sa.Column("ended_by_name", sa.String(200)),
    sa.Column("reason", sa.String(200)),
    sa.Column("description", sa.Text),
    sa.Index(None, "started_at"),
)
"""Who was signed in, where and until when: one row from signing in to signing out, for the window that did it."""

access = sa.Table(
    "access",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("staff_id", Id, nullable=False),
    sa.Column("act", sa.String(10), nullable=False),
    sa.Column("record_type", sa.String(40), nullable=False),
    sa.Column("record_id", Id, nullable=False),
    sa.Column("detail", sa.String(64), nullable=False),
    sa.Index(None, "record_id", "at"),
)
"""Who opened, exported or unmasked what (`models/accesses.py`); no foreign keys, for what was purged is still told of."""

for _record_type in RECORD_TYPES.values():
    _record_table(_record_type)

staff = metadata.tables["staff"]
"""The people whom the log names."""


def table_of(record_type: RecordType) -> sa.Table:
    """The table of a record type or of a child row."""
    return metadata.tables[record_type.name]


def text_table_of(record_type: RecordType) -> sa.Table | None:
    """Where the folded search texts of a record type are kept, if it is searched."""
    return metadata.tables.get(f"{record_type.name}_text")
