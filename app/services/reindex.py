"""Bringing what follows from a pick value's label up to date: search text and keys to sort by of the records that hold it.

The records themselves don't change by it, so there is no new version of them and nothing in their history.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, Kind, RecordType, item_type
from app.models.rights import Act, FieldAccess
from app.models.servers import Place
from app.models.tables import table_of, text_table_of
from app.models.values import Record
from app.store.batches import in_batches
from app.store.database import Database, open_database
from app.store.eyes import guarded_sight
from app.store.labels import Labels
from app.store.reach import may, seeing_all, within_reach
from app.store.records import read_records
from app.store.rows import RowBuilder
from app.store.unit_of_work import rewrite_texts
from app.store.withheld import withheld

Progress = Callable[[int, int], None]


def depends_on_labels(pick_list: str) -> bool:
    """Whether anything is stored that follows from the labels of a pick list."""
    return any(_fields(record_type, pick_list) for record_type in RECORD_TYPES.values())


def reindex_value(place: Place, pick_list: str, value: str, *, on_progress: Progress = lambda done, total: None) -> int:
    """Bring the records that hold a pick value up to date after its label changed, and return how many there were.

    Stopped half-way it leaves whole records, some of them as before; done again it brings all up to date.

    Args:
        place: of a database that windows may have open.
        pick_list: the name of the list.
        value: what the records store.
        on_progress: hears how many of how many records are done.

    Raises:
        FileError: the file can't be opened or written.
    """
    database = open_database(place)
    try:
        types = [record_type for record_type in RECORD_TYPES.values() if _fields(record_type, pick_list)]
        by_owner = [record_type for record_type in types if _is_left_to_owner(database, record_type, pick_list)]
        holders = [
            (record_type, ids)
            for record_type in types
            if record_type not in by_owner and (ids := _holders(database, record_type, pick_list, value))
        ]
        done = sum(_relabelled(database, record_type, pick_list, value) for record_type in by_owner)
        total = done + sum(len(ids) for _, ids in holders)
        for record_type, ids in holders:
            for some in in_batches(ids):
                with database.writing() as connection:
                    _refresh(connection, record_type, some)
                done += len(some)
                on_progress(done, total)
        return total
    finally:
        database.close()


def _is_left_to_owner(database: Database, record_type: RecordType, pick_list: str) -> bool:
    """Whether whoever renames a value can't bring all of them up to date: a server shows, or lets them write, a part only."""
    with database.reading() as connection:
        sight = guarded_sight(connection)
        if sight is None:
            return False
        is_all = may(connection, Act.EDIT, record_type) and not within_reach(connection, record_type, Act.EDIT)
        is_open = all(
            sight.access(record_type, field.name) is FieldAccess.EDITABLE for field in _fields(record_type, pick_list)
        )
        return not (is_all and is_open) or bool(withheld(connection, record_type).fields)


def _relabelled(database: Database, record_type: RecordType, pick_list: str, value: str) -> int:
    """All at once, by the owner; how many there were."""
    function: sa.FunctionElement[int] = getattr(sa.func, f"relabel_{record_type.name}")(pick_list, value)
    with database.writing() as connection:
        return int(connection.execute(sa.select(function)).scalar_one())


def _fields(record_type: RecordType, pick_list: str) -> list[Field]:
    """The fields from whose labels something follows: of the record itself, or items fields with such a part."""
    own = [field for field in record_type.fields if field.pick_list == pick_list and (field.searched or field.has_key)]
    with_parts = [
        field
        for field in record_type.item_fields
        if any(part.pick_list == pick_list and part.searched for part in item_type(field).fields)
    ]
    return own + with_parts


def _holders(database: Database, record_type: RecordType, pick_list: str, value: str) -> list[int]:
    """The ids of the records that hold the value, whatever their state."""
    found: set[int] = set()
    with database.reading() as connection:
        for field in _fields(record_type, pick_list):
            if field.kind is Kind.ITEMS:
                child = item_type(field)
                table = table_of(child)
                holds = sa.or_(*(table.c[part.name] == value for part in child.fields if part.pick_list == pick_list))
                found.update(connection.scalars(sa.select(table.c[f"{child.parent}_id"]).where(holds)))
            else:
                table = table_of(record_type)
                found.update(connection.scalars(sa.select(table.c.id).where(table.c[field.name] == value)))
    return sorted(found)


def _refresh(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> None:
    with seeing_all(connection):  # whoever renames a value need not see who has it
        records = list(read_records(connection, record_type, ids, lock=True).values())
    builder = RowBuilder(record_type, Labels(connection))
    _refresh_keys(connection, builder, records)
    if text_table_of(record_type) is not None:
        rewrite_texts(connection, record_type, {record.id: builder.search_texts(record.content) for record in records})


def _refresh_keys(connection: sa.Connection, builder: RowBuilder, records: Sequence[Record]) -> None:
    names = [field.key_name for field in builder.type.stored_fields if field.has_key and field.kind is Kind.PICK]
    if not names:
        return
    table = table_of(builder.type)
    new = {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    rows = ((record.id, builder.record_row(record.content)) for record in records)
    connection.execute(
        sa.update(table).where(table.c.id == sa.bindparam("of")).values(new),
        [{"of": record_id, **{f"new_{name}": row[name] for name in names}} for record_id, row in rows],
    )
