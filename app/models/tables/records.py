"""The tables of records and their child rows, built from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, Kind, RecordType, Sensitivity, item_type
from app.models.queries import FIRST_SORT
from app.models.strands import Strand, strands_of
from app.models.tables.columns import Id, type_of
from app.models.tables.schema import ACTIVE, TRASHED, metadata, partial_index


def _columns(record_type: RecordType) -> list[sa.Column[Any]]:
    columns: list[sa.Column[Any]] = []
    for field in record_type.all_fields:
        if not field.stored:
            continue
        columns.append(sa.Column(field.name, type_of(field), *_references(record_type, field)))
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
    partial_index(f"ix_{table.name}_trashed", table.c.changed_at, table.c.id, where=table.c.state == TRASHED)
    for field in record_type.all_fields:
        _index_field(table, record_type, field)
    for alone in record_type.alone:
        scope = (*(() if alone.among_all else (table.c.company_id,)), *(table.c[name] for name in alone.columns))
        partial_index(f"uq_{table.name}_{alone.name}", *scope, where=table.c.state == ACTIVE, unique=True)
        partial_index(f"ix_{table.name}_{alone.name}_trashed", *scope, where=table.c.state == TRASHED)
    if record_type.held:
        _index_holders(table)
    for strand in strands_of(record_type):
        _index_strand(table, strand)
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
    active = table.c.state == ACTIVE
    if field.name == FIRST_SORT:
        # With all that the list shows, so that a jump reads a page or two and not one for each of its rows: those would
        # have to be decrypted and checked, each of them, in an encrypted file. The sort keys of the hits of a search
        # stand closer together by id than in the rows.
        partial_index(sort_keys_of(record_type), table.c.id, table.c[field.sort_column], where=active)
        shown = (table.c[each.name] for each in record_type.listable_fields if each.listed)
        listed = partial_index(f"ix_{table.name}_listed", table.c[field.sort_column], table.c.id, *shown, where=active)
        listed.ddl_if(dialect="sqlite")
        # A server's indexes have no room for more than 2,704 bytes of a row.
        partial_index(None, table.c[field.sort_column], table.c.id, where=active).ddl_if(dialect="postgresql")
    elif field.sort_index:
        partial_index(None, table.c[field.sort_column], table.c.id, where=active)
    if field.belongs or (field.kind is Kind.RECORD and field.target == record_type.name and field.edited):
        sa.Index(None, table.c[field.name])
    if field.kind is Kind.IMAGE:  # to say where a picture is used; most records have none
        partial_index(None, table.c[field.name], where=table.c[field.name].is_not(None))


def _index_holders(table: sa.Table) -> None:
    """By who holds a record, in the order in which lists open, so that those of one holder are sorted already.

    Most records have no team or workgroup, and cost nothing there.
    """
    active = table.c.state == ACTIVE
    partial_index(f"ix_{table.name}_owned", table.c.owner_id, table.c.display_name_key, table.c.id, where=active)
    for name in ("team_id", "workgroup_id"):
        held = sa.and_(active, table.c[name].is_not(None))
        partial_index(f"ix_{table.name}_{name}", table.c[name], table.c.display_name_key, table.c.id, where=held)


def _index_strand(table: sa.Table, strand: Strand) -> None:
    """What happened with one customer in the order of time, so that a page of a timeline reads a page, however long it is."""
    active = table.c.state == ACTIVE
    where = sa.and_(active, table.c[strand.unless].is_(None)) if strand.unless else active
    name = None if not strand.unless else f"ix_{table.name}_{strand.owner}_undated"
    partial_index(name, table.c[strand.owner], table.c[strand.moment], table.c.id, where=where)


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
