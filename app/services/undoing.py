"""Taking back what was done, after it was saved too: one change, or a batch as one.

Whatever takes something back is an ordinary act of its own, in the log, which says what it took back; so it survives a
restart, and redo is the same again: it takes back what took back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.errors import EditConflictError, EditedSinceError, InvalidRecordError, RecordGoneError
from app.models import tables
from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType
from app.models.merge import applied, difference
from app.models.values import Actor, Content, Record, State
from app.services.following import follow
from app.services.keeping import require_free_to_go, what_keeps
from app.services.restoring import Kept, Restored, names_of, restore_in, restore_many_in
from app.services.saving import REDO, UNDO
from app.services.updating import Updates
from app.store.bulk import open_batch
from app.store.changes import Act, Change, changes_after, changes_of_batch, read_change
from app.store.own_making import held_back
from app.store.past import rebuilt, record_after
from app.store.records import lock_records, read_record, read_records
from app.store.unit_of_work import UnitOfWork

PART = 5_000
"""Records of a batch that are taken back at a time."""

_IN_MEMORY = 200
"""Records read whole at a time."""

_MOVES = (Act.CREATED, Act.TRASHED, Act.RESTORED)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of it: how many records went back, and those that were left as they are."""

    records: int
    kept: tuple[Kept, ...] = ()


def take_back_change(
    connection: sa.Connection,
    change_id: int,
    *,
    actor: Actor,
    base: Record | None = None,
    mine: Content | None = None,
    anyway: bool = False,
) -> TakenBack:
    """Take one change back.

    Args:
        base, mine: where a conflict was settled: what the record said then, and what it shall say.
        anyway: move a record that was created to the trash though others edited it since.

    Raises:
        RecordGoneError: the record was purged, or is in the trash and so can't be edited.
        EditConflictError: the same fields were changed since.
        EditedSinceError: the record was created by the change and edited by others since.
        InvalidRecordError: a rule of today is broken by what the record said then.
        NotAllowedError: the record is neither one that the person may delete nor their own making alone.
    """
    change = read_change(connection, change_id)
    if change is None:
        raise RecordGoneError("change", change_id)
    record_type = RECORD_TYPES[change.record_type]
    stored = read_record(connection, record_type, change.record_id, lock=True)
    if stored is None:
        raise RecordGoneError(change.record_type, change.record_id)
    work = UnitOfWork(connection, _as(actor, change.origin), undoes=change_id)
    match change.act:
        case Act.CHANGED:
            if not _take_edit_back(work, change, stored, base, mine):
                return TakenBack(0)
        case Act.TRASHED if stored.state is State.TRASHED:
            restore_in(work, stored)
        case Act.CREATED | Act.RESTORED if stored.state is State.ACTIVE:
            if change.act is Act.CREATED and not anyway:
                _require_unedited(connection, record_type, stored, change)
            require_free_to_go(connection, record_type, [stored.id])
            work.set_state(record_type, stored, State.TRASHED)
            follow(work, record_type, [stored.id])
        case _:  # others took it back, or it took back what others had: done, so that the one before it comes next
            work.note(record_type, stored)
            return TakenBack(0)
    return TakenBack(1)


def _as(actor: Actor, origin: str) -> Actor:
    """The person as somebody who undoes or, if what is taken back was an undo, redoes."""
    return replace(actor, origin=REDO if origin == UNDO else UNDO)


def _take_edit_back(
    work: UnitOfWork, change: Change, stored: Record, base: Record | None, mine: Content | None
) -> bool:
    """Whether anything that the change did to fields goes back; where nothing of it is left, that is noted."""
    record_type = RECORD_TYPES[change.record_type]
    after = record_after(work.connection, record_type, change)
    if after is None:
        raise RecordGoneError(change.record_type, change.record_id)
    before = applied(record_type, after.content, change.fields, back=True)
    if Updates(work).update(base or after, stored, mine or before).version != stored.version:
        return True
    work.note(record_type, stored)
    return False


def _require_unedited(connection: sa.Connection, record_type: RecordType, stored: Record, change: Change) -> None:
    later = changes_after(connection, record_type, stored.id, change.id)
    others = [edit for edit in later if edit.act is Act.CHANGED and edit.staff_id != change.staff_id]
    if others and difference(record_type, rebuilt(record_type, stored, later, change).content, stored.content):
        raise EditedSinceError(stored.id, others[0].staff_name)


def records_of_batch(connection: sa.Connection, batch_id: int) -> dict[str, list[int]]:
    """The ids of the records that a batch touched, by type; those that it touched last come first, as they go back."""
    log = tables.change
    columns = (log.c.record_type, log.c.record_id)
    rows = connection.execute(
        sa.select(*columns).where(log.c.batch_id == batch_id).group_by(*columns).order_by(sa.func.max(log.c.id).desc())
    )
    found: dict[str, list[int]] = {}
    for type_name, record_id in rows:
        found.setdefault(type_name, []).append(record_id)
    return found


def open_undo(connection: sa.Connection, batch_id: int, actor: Actor) -> tuple[int, Actor]:
    """Begin to take a batch back: the id of the batch that does so, and the person in that role."""
    log, batch = tables.change, tables.batch
    origin = connection.execute(sa.select(log.c.origin).where(log.c.batch_id == batch_id).limit(1)).scalar() or ""
    label = connection.execute(sa.select(batch.c.label).where(batch.c.id == batch_id)).scalar() or ""
    undo_id = open_batch(connection, label, actor)
    connection.execute(sa.update(batch).where(batch.c.id == undo_id).values(undoes=batch_id))
    return undo_id, _as(actor, origin)


def close_undo(connection: sa.Connection, batch_id: int, undo_id: int, actor: Actor, *, is_settled: bool) -> bool:
    """End taking a batch back, and say whether anything was; if not, it was no act.

    Args:
        is_settled: all of it was gone through and nothing was kept. If nothing was done then, others had taken it back:
            that is noted on the record that the batch touched last, so that the act before it comes next.
    """
    if connection.scalar(_last_of(undo_id)) is not None:
        return True
    last = connection.scalar(_last_of(batch_id)) if is_settled else None
    change = read_change(connection, last) if last is not None else None
    record_type = RECORD_TYPES[change.record_type] if change else None
    stored = read_record(connection, record_type, change.record_id) if change and record_type else None
    if record_type is not None and stored is not None:
        UnitOfWork(connection, actor, undo_id).note(record_type, stored)
    else:
        connection.execute(sa.delete(tables.batch).where(tables.batch.c.id == undo_id))
    return False


def _last_of(batch_id: int) -> sa.Select[int | None]:
    log = tables.change
    return sa.select(sa.func.max(log.c.id)).where(log.c.batch_id == batch_id)


def take_back_batch(connection: sa.Connection, batch_id: int, *, actor: Actor) -> TakenBack:
    """Take a batch back as one: what was edited since stays, and is told."""
    undo_id, who = open_undo(connection, batch_id, actor)
    parts = [
        take_back_part(connection, batch_id, undo_id, RECORD_TYPES[type_name], ids[start : start + PART], actor=who)
        for type_name, ids in records_of_batch(connection, batch_id).items()
        for start in range(0, len(ids), PART)
    ]
    kept = tuple(left for part in parts for left in part.kept)
    did = close_undo(connection, batch_id, undo_id, who, is_settled=not kept)
    return TakenBack(sum(part.records for part in parts) if did else 0, kept)


def take_back_part(
    connection: sa.Connection, batch_id: int, undo_id: int, record_type: RecordType, ids: Sequence[int], *, actor: Actor
) -> TakenBack:
    """Take back what a batch did to some of its records; many such parts make a whole; each is for some thousands."""
    work = UnitOfWork(connection, actor, undo_id)
    lock_records(connection, record_type, ids)
    acts: dict[int, list[Change]] = {}
    for change in changes_of_batch(connection, batch_id, record_type, ids):
        acts.setdefault(change.record_id, []).append(change)
    restored = _restored(work, record_type, acts)
    kept = [*restored.kept, *_edited_back(work, record_type, acts), *_put_away(work, record_type, acts)]
    names = names_of(connection, record_type, [left.record_id for left in kept])
    named = tuple(replace(left, name=names.get(left.record_id, "")) for left in kept)
    return TakenBack(len(acts) - len({left.record_id for left in kept}), named)


def _restored(work: UnitOfWork, record_type: RecordType, acts: dict[int, list[Change]]) -> Restored:
    """Those that the batch moved to the trash come back."""
    moved = [
        one for one, done in acts.items() if _state_left(done) is State.TRASHED and _state_found(done) is State.ACTIVE
    ]
    held = held_back(work.connection, record_type, moved)
    restored = restore_many_in(work, record_type, [one for one in moved if one not in held])
    return replace(restored, kept=(*restored.kept, *(Kept(one, "", hold.value) for one, hold in held.items())))


def _edited_back(work: UnitOfWork, record_type: RecordType, acts: dict[int, list[Change]]) -> Iterator[Kept]:
    """The fields that the batch changed get their values back, but of those that go to the trash again anyway."""
    edited = [one for one, done in acts.items() if _is_edited(done) and not _was_restored(done)]
    updates = Updates(work)
    for start in range(0, len(edited), _IN_MEMORY):
        stored = read_records(work.connection, record_type, edited[start : start + _IN_MEMORY])
        for record_id in edited[start : start + _IN_MEMORY]:
            left = _edited_one_back(updates, record_type, stored.get(record_id), acts[record_id])
            if left is not None:
                yield Kept(record_id, "", *left)


def _edited_one_back(
    updates: Updates, record_type: RecordType, stored: Record | None, done: list[Change]
) -> tuple[str, str] | None:
    """Why a record can't go back, or None if it did."""
    if stored is None:
        return "gone", ""
    if any(change.act is Act.CREATED for change in done):
        return None  # it goes to the trash as a whole
    last = done[0]
    is_untouched = stored.version == last.version
    later = () if is_untouched else changes_after(updates.work.connection, record_type, stored.id, last.id)
    after = rebuilt(record_type, stored, later, last)
    before = after.content
    for change in done:
        before = applied(record_type, before, change.fields, back=True)
    try:
        updates.update(after, stored, before)
    except EditConflictError as error:
        return "edited", error.changed_by
    except InvalidRecordError as error:
        return "invalid", error.problems[0].detail
    except RecordGoneError:
        return "in_trash", ""
    return None


def _put_away(work: UnitOfWork, record_type: RecordType, acts: dict[int, list[Change]]) -> Iterator[Kept]:
    """Those that the batch created or restored go to the trash, unless they were edited since they were created."""
    going = [
        one
        for one, done in acts.items()
        if _state_left(done) is State.ACTIVE and any(change.act in (Act.CREATED, Act.RESTORED) for change in done)
    ]
    if not going:
        return
    kept_if_edited = [one for one in going if any(change.act in (Act.CREATED, Act.CHANGED) for change in acts[one])]
    since = _edited_since(work, record_type, {one: acts[one] for one in kept_if_edited})
    left = {kept.record_id: kept for kept in since}
    needed = what_keeps(work.connection, record_type, going)
    left |= {one: Kept(one, "", problem.code, problem.detail) for one, problem in needed.items()}
    left |= {one: Kept(one, "", hold.value) for one, hold in held_back(work.connection, record_type, going).items()}
    gone = [one for one in going if one not in left]
    work.set_states(record_type, gone, State.TRASHED)
    follow(work, record_type, gone)
    _rewrite(work, record_type, {one: acts[one] for one in gone if _is_edited(acts[one]) and _was_restored(acts[one])})
    yield from left.values()


def _rewrite(work: UnitOfWork, record_type: RecordType, acts: dict[int, list[Change]]) -> None:
    """Give what is in the trash again the values that it had there: it holds nothing unique, so no rule is asked."""
    for record_id, done in acts.items():
        stored = read_record(work.connection, record_type, record_id)
        if stored is not None:
            before = stored.content
            for change in done:
                before = applied(record_type, before, change.fields, back=True)
            work.update(record_type, stored, before)


def _is_edited(done: Sequence[Change]) -> bool:
    return any(change.act is Act.CHANGED for change in done)


def _was_restored(done: Sequence[Change]) -> bool:
    """Whether a batch found the record in the trash and left it out of it."""
    return _state_found(done) is State.TRASHED and _state_left(done) is State.ACTIVE


def _edited_since(work: UnitOfWork, record_type: RecordType, acts: dict[int, list[Change]]) -> Iterator[Kept]:
    """Records that say something else by now than when the batch had made them."""
    table = tables.table_of(record_type)
    rows = work.connection.execute(sa.select(table.c.id, table.c.version).where(table.c.id.in_(list(acts))))
    moved_on = [record_id for record_id, version in rows if version != acts[record_id][0].version]
    for record_id in moved_on:
        stored = read_record(work.connection, record_type, record_id)
        last = acts[record_id][0]
        later = changes_after(work.connection, record_type, record_id, last.id)
        if stored and difference(record_type, rebuilt(record_type, stored, later, last).content, stored.content):
            yield Kept(record_id, "", "edited", later[0].staff_name)


def _state_left(done: Sequence[Change]) -> State:
    """The state in which a batch left a record; its acts are the latest first."""
    moves = [change.act for change in done if change.act in _MOVES]
    return State.TRASHED if moves and moves[0] is Act.TRASHED else State.ACTIVE


def _state_found(done: Sequence[Change]) -> State | None:
    """The state in which a batch found a record, None if there was none yet."""
    moves = [change.act for change in done if change.act in _MOVES]
    if not moves:
        return State.ACTIVE
    return {Act.CREATED: None, Act.TRASHED: State.ACTIVE}.get(moves[-1], State.TRASHED)
