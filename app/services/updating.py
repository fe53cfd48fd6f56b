"""The ordinary save of a record of any type, for whoever brings old values back: by its rules, over nobody's edits."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem
from app.models.catalogue import RECORD_TYPES
from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.tables import metadata
from app.models.values import Content, Record
from app.services.companies import update_company
from app.services.customers import update_customer
from app.services.saving import brought_together, read_active
from app.store.unit_of_work import UnitOfWork

Update = Callable[[UnitOfWork, Record, Content], object]

_UPDATES: dict[str, Update] = {CUSTOMER.name: update_customer, COMPANY.name: update_company}
"""The saves of the types that have rules of their own."""


def update(work: UnitOfWork, base: Record, mine: Content) -> None:
    """Store what a record shall say, on top of what it said at `base`; a field that `mine` doesn't name stays.

    Raises:
        RecordGoneError: the record is no longer there, or in the trash.
        EditConflictError: the same fields were changed since.
        InvalidRecordError: a rule is broken, or something that it would refer to is gone.
    """
    record_type = RECORD_TYPES[base.type_name]
    _require_targets(work.connection, record_type, base, mine)
    special = _UPDATES.get(record_type.name)
    if special is not None:
        special(work, base, mine)
        return
    stored = read_active(work.connection, record_type, base.id)
    work.update(record_type, stored, brought_together(work.connection, record_type, base, stored, mine))


def _require_targets(connection: sa.Connection, record_type: RecordType, base: Record, mine: Content) -> None:
    """An old value may name what was purged since."""
    gone = []
    for field in record_type.value_fields:
        target_id = mine.values.get(field.name)
        target = field.refers_to
        if not target or not isinstance(target_id, int) or target_id == base.values.get(field.name):
            continue
        table = metadata.tables[target]
        if connection.execute(sa.select(table.c.id).where(table.c.id == target_id)).first() is None:
            gone.append(Problem(field.name, "purged"))
    if gone:
        raise InvalidRecordError(tuple(gone))
