"""What saving has in common for every type of record: nobody overwrites anybody."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.errors import EditConflictError, RecordGoneError
from app.models.fields import RecordType
from app.models.merge import merge
from app.models.tables import staff
from app.models.values import Content, FieldChange, Record, State
from app.store.field_reach import require_editable
from app.store.records import read_record, shown


def read_active(connection: sa.Connection, record_type: RecordType, record_id: int, *, lock: bool = False) -> Record:
    """The record as it is stored now; with `lock`, until this transaction ends.

    Raises:
        RecordGoneError: there is none with that id, or it is in the trash.
    """
    record = read_record(connection, record_type, record_id, lock=lock)
    if record is None or record.state is not State.ACTIVE:
        raise RecordGoneError(record_type.name, record_id)
    return record


def brought_together(
    connection: sa.Connection, record_type: RecordType, base: Record, stored: Record, mine: Content
) -> Content:
    """What a form holds, together with what others saved since it was opened.

    Args:
        connection: within the transaction that will save.
        record_type: of the record.
        base: the record as the form opened it.
        stored: the record as it is now.
        mine: what the form holds; a field it doesn't name stays as it is.

    Raises:
        EditConflictError: somebody else changed the same fields meanwhile.
        NotAllowedError: a field is changed that isn't open to whoever saves; a conflict would tell what it holds.
    """
    require_editable(connection, record_type, base.id, _wishes(base.content, mine))
    merged = merge(record_type, base.content, stored.content, mine)
    if merged.conflicts:
        who = sa.select(staff.c.display_name).where(staff.c.id == stored.values["changed_by"])
        name = connection.execute(who).scalar() or ""
        raise EditConflictError(base.id, name, merged.conflicts, shown(connection, stored))
    return merged.content


def _wishes(base: Content, mine: Content) -> Iterator[FieldChange]:
    """The fields that a form holds otherwise than it opened them."""
    yield from (FieldChange(name, None, None) for name, value in mine.values.items() if base.values.get(name) != value)
    yield from (FieldChange(name, None, None) for name, rows in mine.items.items() if base.items.get(name, ()) != rows)
