"""Records as they were: today's record, taken back through the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app.models.fields import RecordType
from app.models.merge import applied
from app.models.narrowing import ChangeNarrowing
from app.models.values import Content, Record, State, Value
from app.store.changes import Act, Change, changes_after, changes_before
from app.store.records import read_record
from app.store.rows import derived_value


def record_after(connection: sa.Connection, record_type: RecordType, change: Change) -> Record | None:
    """The record as a change left it, or None if it was purged then or since, even if it came back after that."""
    now = read_record(connection, record_type, change.record_id)
    later = changes_after(connection, record_type, change.record_id, change.id)
    if now is None or any(one.act is Act.PURGED for one in (change, *later)):
        return None
    return rebuilt(record_type, now, later, change)


def change_before(
    connection: sa.Connection, record_type: RecordType, record_id: int, moment: datetime
) -> Change | None:
    """The last change of a record before a moment, by the clocks of those who made the changes."""
    return next(iter(changes_before(connection, record_type, record_id, None, 1, ChangeNarrowing(until=moment))), None)


def rebuilt(record_type: RecordType, now: Record, later: Sequence[Change], at: Change) -> Record:
    """The record as it was after a change.

    Args:
        now: as it is today.
        later: what happened to it since, the latest first.
        at: the change.
    """
    content = now.content
    for change in later:
        content = applied(record_type, content, change.fields, back=True)
    values: dict[str, Value] = {**content.values, "changed_at": at.at, "changed_by": at.staff_id}
    for field in record_type.derived_fields:
        values[field.name] = derived_value(record_type, field, content)
    return Record(now.type_name, now.id, at.version, _state_after(now, later), Content(values, content.items))


def _state_after(now: Record, later: Sequence[Change]) -> State:
    """The state before the first act since that changed it."""
    moves = [change.act for change in later if change.act in (Act.TRASHED, Act.RESTORED)]
    if not moves:
        return now.state
    return State.ACTIVE if moves[-1] is Act.TRASHED else State.TRASHED
