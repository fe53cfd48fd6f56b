"""The trash: records of any type moved there, counted, and removed for good. `restoring` brings them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.models.attachment import ATTACHMENT
from app.models.catalogue import RECORD_TYPES, referring_fields
from app.models.fields import Field, RecordType, item_type
from app.models.image import IMAGE
from app.models.rights import Act
from app.models.tables import TRASHED, table_of
from app.models.values import Actor, Content, Record, State
from app.services.following import begin, follow
from app.services.keeping import named_elsewhere, require_free_to_go
from app.store import files, images
from app.store.bulk import open_batch
from app.store.portions import portions
from app.store.prepared import together
from app.store.reach import require_all, seeing_all, within_reach
from app.store.records import read_record, read_records
from app.store.unit_of_work import UnitOfWork

_BYTES = {IMAGE.name: (images.named_by, images.forget_content), ATTACHMENT.name: (files.named_by, files.forget)}
"""What has bytes that are kept apart: how they are found, and forgotten once no record names them."""

_IN_MEMORY = 200
"""Records read whole at a time."""


@dataclass(frozen=True, slots=True)
class PurgeImpact:
    """What purging would touch: how many records, the name of an only one, how many others refer to them, and go with them."""

    records: int
    name: str
    referring: int
    belonging: int = 0


def count(connection: sa.Connection, type_name: str) -> int:
    """How many records of a type are in the trash."""
    return count_each(connection, [type_name])[type_name]


def count_each(connection: sa.Connection, type_names: Sequence[str]) -> dict[str, int]:
    """The same of several types, by their names."""
    answers = together(connection, *(_counting(connection, RECORD_TYPES[name]) for name in type_names))
    return {name: int(rows[0][0]) for name, rows in zip(type_names, answers, strict=True)}


def _counting(connection: sa.Connection, record_type: RecordType) -> sa.Select[Any]:
    table = table_of(record_type)
    shown = (table.c.state == TRASHED, *within_reach(connection, record_type))
    return sa.select(sa.func.count()).select_from(table).where(*shown)


def move_to_trash(connection: sa.Connection, record_type: RecordType, ids: Sequence[int], *, actor: Actor) -> int:
    """Move records to the trash and return how many moved; several are a batch, which one undo takes back.

    Raises:
        InvalidRecordError: one of them has to stay, as the last administrator has.
    """
    require_free_to_go(connection, record_type, ids)
    if len(ids) > 1:
        return trashed_in(UnitOfWork(connection, actor, open_batch(connection, "", actor)), record_type, ids)
    stored = read_record(connection, record_type, ids[0], lock=True) if ids else None
    if stored is None or stored.state is State.TRASHED:
        return 0
    work = begin(connection, record_type, actor)
    work.set_state(record_type, stored, State.TRASHED)
    follow(work, record_type, ids)
    return 1


def trashed_in(work: UnitOfWork, record_type: RecordType, ids: Sequence[int]) -> int:
    """Move records that are free to go to the trash, as a part of some act."""
    moved = work.set_states(record_type, ids, State.TRASHED)
    follow(work, record_type, ids)
    return moved


def impact_of_purging(connection: sa.Connection, type_name: str, ids: Sequence[int]) -> PurgeImpact:
    """Count what purging records of the trash would touch, for the question before it."""
    record_type = RECORD_TYPES[type_name]
    going, others = set[tuple[str, int]](), set[tuple[str, int]]()
    for other, field, part in referring_fields(record_type):
        found = _referring_ids(connection, record_type, other, field, part, ids)
        (going if field.belongs else others).update((other.name, one) for one in found)
    table = table_of(record_type)
    name = ""
    if len(ids) == 1:
        named = sa.select(table.c.display_name).where(table.c.id == ids[0], *within_reach(connection, record_type))
        name = connection.execute(named).scalar() or ""
    return PurgeImpact(len(ids), name, len(others - going), len(going))


def purge(connection: sa.Connection, record_type: RecordType, ids: Sequence[int], *, actor: Actor) -> int:
    """Remove records of the trash for good and return how many there were.

    What belongs to them goes with them. What else refers to them does so no longer; each of those records has a change that says
    so. Whoever did anything stays, for history names them, and so does the team or workgroup that owns something.
    """
    require_all(connection, Act.PURGE, record_type, ids)
    with seeing_all(connection):  # what refers to them says so no longer, whoever holds it
        return _purge(connection, record_type, ids, actor)


def _purge(connection: sa.Connection, record_type: RecordType, ids: Sequence[int], actor: Actor) -> int:
    work = UnitOfWork(connection, actor)
    table = table_of(record_type)
    leaving: list[int] = []
    for some in portions(ids):
        trashed = sa.select(table.c.id).where(table.c.id.in_(some), table.c.state == TRASHED).order_by(table.c.id)
        leaving += connection.scalars(trashed.with_for_update())  # from now on nobody refers to them anew
    named = named_elsewhere(connection, record_type, leaving)
    leaving = [one for one in leaving if one not in named]
    for other, field, part in referring_fields(record_type):
        referring = _referring_ids(connection, record_type, other, field, part, leaving)
        if field.belongs and referring:  # it is a part of what goes, wherever it is
            work.set_states(other, referring, State.TRASHED)
            _purge(connection, other, referring, actor)
            continue
        for some in portions(referring, _IN_MEMORY):
            for stored in read_records(connection, other, some, lock=True).values():
                work.update(other, stored, _without(stored, field, part, leaving))
    if record_type.name not in _BYTES:
        return work.purge(record_type, leaving)
    named_by, forget = _BYTES[record_type.name]
    contents = {one for some in portions(leaving) for one in named_by(connection, some)}
    purged = work.purge(record_type, leaving)
    forget(connection, contents)
    return purged


def _referring_ids(
    connection: sa.Connection,
    record_type: RecordType,
    other: RecordType,
    field: Field,
    part: Field | None,
    ids: Sequence[int],
) -> list[int]:
    """The records that refer to any of those and are none of them."""
    if part is None:
        table = table_of(other)
        own, target = table.c.id, table.c[field.name]
    else:
        table = table_of(item_type(field))
        own, target = table.c[f"{other.name}_id"], table.c[part.name]
    found: dict[int, None] = {}
    for some in portions(ids):
        found.update(dict.fromkeys(connection.scalars(sa.select(own).where(target.in_(some)))))
    leaving = set(ids) if other is record_type else set()
    return [one for one in found if one not in leaving]


def _without(stored: Record, field: Field, part: Field | None, leaving: Sequence[int]) -> Content:
    """What the record says without them; a child row that says nothing else goes as a whole."""
    if part is None:
        return Content({**stored.values, field.name: None}, stored.items)
    gone = frozenset(leaving)
    left = tuple(item for item in stored.items[field.name] if item.values[part.name] not in gone)
    return Content(stored.values, {**stored.items, field.name: left})
