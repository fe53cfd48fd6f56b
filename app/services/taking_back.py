"""What the window asks of undo, trash and restore, for whoever is signed in; many records go in parts, in a job.

A part is one transaction, short enough for whoever waits to write (DESIGN.md, section 2). Stopped half-way a job leaves
whole records and one batch, which undo takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import sqlalchemy as sa

from app.errors import RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.merge import applied
from app.models.servers import Place
from app.models.values import Content, Record
from app.services import acts, companies, restoring, trash, undoing
from app.services.acts import OwnAct
from app.services.forms import Basis, read_basis, read_references_of, read_row_references
from app.services.keeping import require_free_to_go
from app.services.references import read_names
from app.services.refusing import judged_acts
from app.services.restoring import Kept, Restored
from app.services.staff import current_actor, reading_actor
from app.services.undoing import TakenBack
from app.services.updating import Updates
from app.store.batches import in_batches
from app.store.bulk import open_batch
from app.store.changes import read_change
from app.store.database import Database, open_database
from app.store.past import record_after
from app.store.reach import scope_of
from app.store.records import read_record, shown, shown_content
from app.store.unit_of_work import UnitOfWork

Progress = Callable[[int, int], object]

MANY = 500
"""From so many records on, a job does it."""


@dataclass(frozen=True, slots=True)
class Next:
    """What undo and redo would take back now, if nothing keeps that from going back."""

    undo: OwnAct | None
    redo: OwnAct | None


@dataclass(frozen=True, slots=True)
class Sides:
    """A record three times: as what comes back began from, as it shall be, and as it is; with what people call things."""

    base: Record
    mine: Content
    stored: Record
    changed_by: str
    basis: Basis
    names: dict[tuple[str, int], str]


def read_next(connection: sa.Connection) -> Next:
    """What undo and redo would take back now."""
    actor = reading_actor(connection)
    found = (acts.next_undo(connection, actor), acts.next_redo(connection, actor))
    judged = judged_acts(connection, [act for act in found if act is not None])
    undo, redo = (next((other for other in judged if act and other.last == act.last), None) for act in found)
    return Next(undo, redo)


def own_acts(connection: sa.Connection, limit: int) -> tuple[OwnAct, ...]:
    """The last acts of whoever is signed in."""
    return judged_acts(connection, acts.last_acts(connection, reading_actor(connection), limit))


def take_back(
    connection: sa.Connection,
    act_id: int,
    *,
    is_batch: bool,
    base: Record | None = None,
    mine: Content | None = None,
    anyway: bool = False,
) -> TakenBack:
    """Take an act back; `undoing` says how it can be refused, and what the arguments mean."""
    actor = current_actor(connection)
    if is_batch:
        return undoing.take_back_batch(connection, act_id, actor=actor)
    return undoing.take_back_change(connection, act_id, actor=actor, base=base, mine=mine, anyway=anyway)


def put_back(connection: sa.Connection, base: Record, mine: Content) -> TakenBack:
    """Save old values of a record on top of what it says now; refused as every save is (`updating.Updates`)."""
    stored = read_record(connection, RECORD_TYPES[base.type_name], base.id, lock=True)
    Updates(UnitOfWork(connection, current_actor(connection))).update(base, stored, mine)
    return TakenBack(1)


def read_sides(
    connection: sa.Connection, change_id: int = 0, base: Record | None = None, mine: Content | None = None
) -> Sides:
    """What a conflict is about, of a change that is taken back or of old values that are put back.

    Raises:
        RecordGoneError: the record was purged.
    """
    if base is None or mine is None:
        base, mine = _sides_of_change(connection, change_id)
    record_type = RECORD_TYPES[base.type_name]
    stored = read_record(connection, record_type, base.id)
    if stored is None:
        raise RecordGoneError(base.type_name, base.id)
    base, stored = shown(connection, base), shown(connection, stored)
    mine = shown_content(mine, scope_of(connection, record_type).unread)
    names: dict[tuple[str, int], str] = {}
    for content in (base.content, stored.content, mine):
        for name, reference in read_references_of(connection, record_type, content.values).items():
            names[record_type.by_name[name].refers_to, reference.id] = reference.label
        for key, reference in read_row_references(connection, record_type, content).items():
            names[key] = reference.label
    who = read_names(connection, "staff", [int(str(stored.values["changed_by"] or 0))])
    company_id = stored.values.get("company_id") or companies.list_companies(connection)[0].id
    basis = read_basis(connection, int(str(company_id)))
    return Sides(base, mine, stored, next(iter(who.values()), ""), basis, names)


def _sides_of_change(connection: sa.Connection, change_id: int) -> tuple[Record, Content]:
    change = read_change(connection, change_id)
    record_type = RECORD_TYPES[change.record_type] if change else None
    after = record_after(connection, record_type, change) if change and record_type else None
    if change is None or record_type is None or after is None:
        raise RecordGoneError("change", change_id)
    return after, applied(record_type, after.content, change.fields, back=True)


def move_to_trash(connection: sa.Connection, type_name: str, ids: Sequence[int]) -> int:
    """Move records to the trash and return how many moved; refused as `trash.move_to_trash` says."""
    return trash.move_to_trash(connection, RECORD_TYPES[type_name], ids, actor=current_actor(connection))


def restore(connection: sa.Connection, type_name: str, ids: Sequence[int], *, makes_room: bool = False) -> Restored:
    """Bring records back from the trash; one alone is refused as `restoring.restore_record` says."""
    actor = current_actor(connection)
    if len(ids) > 1:
        return restoring.restore_many(connection, type_name, ids, actor=actor)
    bring_back = restoring.restore_with_room if makes_room else restoring.restore_record
    bring_back(connection, type_name, ids[0], actor=actor)
    return Restored(1)


def purge(connection: sa.Connection, type_name: str, ids: Sequence[int]) -> int:
    """Remove records of the trash for good and return how many there were."""
    return trash.purge(connection, RECORD_TYPES[type_name], ids, actor=current_actor(connection))


def take_back_in_parts(place: Place, batch_id: int, *, on_progress: Progress) -> TakenBack:
    """Take a large batch back."""
    with _opened(place) as database:
        with database.writing() as connection:
            undo_id, actor = undoing.open_undo(connection, batch_id, current_actor(connection))
            by_type = undoing.records_of_batch(connection, batch_id)
        parts: list[TakenBack] = []
        is_whole = did = False
        try:
            for type_name, ids in by_type.items():
                record_type = RECORD_TYPES[type_name]
                take = partial(
                    undoing.take_back_part, batch_id=batch_id, undo_id=undo_id, record_type=record_type, actor=actor
                )
                parts += _in_parts(database, ids, take, on_progress)
            is_whole = True
        finally:
            is_settled = is_whole and not any(part.kept for part in parts)
            with database.writing() as connection:
                did = undoing.close_undo(connection, batch_id, undo_id, actor, is_settled=is_settled)
    kept = tuple(left for part in parts for left in part.kept)
    return TakenBack(sum(part.records for part in parts) if did else 0, kept)


def move_to_trash_in_parts(place: Place, type_name: str, ids: Sequence[int], *, on_progress: Progress) -> int:
    """Move many records to the trash, as one batch; refused as `move_to_trash` is."""
    with _opened(place) as database:
        with database.writing() as connection:
            require_free_to_go(connection, RECORD_TYPES[type_name], ids)
        begin = _batch(database)
        return sum(
            _in_parts(
                database,
                ids,
                lambda connection, ids: trash.trashed_in(begin(connection), RECORD_TYPES[type_name], ids),
                on_progress,
            )
        )


def restore_in_parts(place: Place, type_name: str, ids: Sequence[int], *, on_progress: Progress) -> Restored:
    """Bring many records back from the trash, as one batch."""
    with _opened(place) as database:
        begin = _batch(database)
        parts = list(
            _in_parts(
                database,
                ids,
                lambda connection, ids: restoring.restore_many_in(begin(connection), RECORD_TYPES[type_name], ids),
                on_progress,
            )
        )
    kept: tuple[Kept, ...] = tuple(left for part in parts for left in part.kept)
    return Restored(sum(part.moved for part in parts), kept)


def purge_in_parts(place: Place, type_name: str, ids: Sequence[int], *, on_progress: Progress) -> int:
    """Remove many records of the trash for good."""
    with _opened(place) as database:
        return sum(_in_parts(database, ids, lambda connection, ids: purge(connection, type_name, ids), on_progress))


def _batch(database: Database) -> Callable[[sa.Connection], UnitOfWork]:
    """A batch of whoever is signed in: what makes the units of work that belong to it."""
    with database.writing() as connection:
        actor = current_actor(connection)
        batch_id = open_batch(connection, "", actor)
    return lambda connection: UnitOfWork(connection, actor, batch_id)


T = TypeVar("T")


@contextmanager
def _opened(place: Place) -> Iterator[Database]:
    database = open_database(place)
    try:
        yield database
    finally:
        database.close()


def _in_parts(database: Database, ids: Sequence[int], act: Callable[..., T], on_progress: Progress) -> Iterator[T]:
    """Do something to some records at a time, each time in a transaction short enough for whoever waits."""
    done = 0
    for some in in_batches(ids):
        with database.writing() as connection:
            part = act(connection, ids=some)
        done += len(some)
        yield part
        on_progress(done, len(ids))
