"""What follows from records of one type for others: payments have their invoice change, and notes go where their contract goes.

Whoever stores, moves or brings back records has what follows from it done in the same unit of work, and so as one act, which one
undo takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import sqlalchemy as sa

from app.models.about import CUSTOMER_FIELD
from app.models.catalogue import belonging
from app.models.fields import Field, RecordType
from app.models.payment import PAYMENT
from app.models.tables import table_of
from app.models.values import Actor, Record, Values
from app.services import payments
from app.store.bulk import open_batch
from app.store.portions import portions
from app.store.reach import seeing_all
from app.store.records import read_records
from app.store.unit_of_work import UnitOfWork

_IN_MEMORY = 200
"""Records read whole at a time."""

_FOLLOWERS: Mapping[str, Callable[[UnitOfWork, Sequence[int]], None]] = {PAYMENT.name: payments.settle}


def begin(
    connection: sa.Connection,
    record_type: RecordType,
    actor: Actor,
    batch_id: int | None = None,
    *,
    is_handed_over: bool = False,
) -> UnitOfWork:
    """The unit of work of an act on such records, in a batch that there is already or, where something follows from it, in its own."""
    if batch_id is None and (record_type.name in _FOLLOWERS or is_handed_over):
        batch_id = open_batch(connection, record_type.label, actor)
    return UnitOfWork(connection, actor, batch_id)


def is_handed_over(record_type: RecordType, before: Values, after: Values) -> bool:
    """Whether a record goes to another customer, and something may belong to it that goes along."""
    moves = after.get(CUSTOMER_FIELD, before.get(CUSTOMER_FIELD)) != before.get(CUSTOMER_FIELD)
    return moves and bool(_going_along(record_type))


def hand_over(work: UnitOfWork, record_type: RecordType, updated: Record) -> None:
    """Have what belongs to a record be its customer's, whoever holds it: else it would be found with the one before."""
    customer_id = updated.values[CUSTOMER_FIELD]
    for other, field in _going_along(record_type):
        table = table_of(other)
        left = (table.c[field.name] == updated.id, table.c[CUSTOMER_FIELD].is_distinct_from(customer_id))
        with seeing_all(work.connection):
            ids = work.connection.scalars(sa.select(table.c.id).where(*left).order_by(table.c.id)).all()
            for some in portions(ids, _IN_MEMORY):
                for stored in read_records(work.connection, other, some, lock=True).values():
                    content = replace(stored.content, values={**stored.values, CUSTOMER_FIELD: customer_id})
                    hand_over(work, other, work.update(other, stored, content))


@cache
def _going_along(record_type: RecordType) -> tuple[tuple[RecordType, Field], ...]:
    if CUSTOMER_FIELD not in record_type.by_name:
        return ()
    return tuple((other, field) for other, field in belonging(record_type) if CUSTOMER_FIELD in other.by_name)


def follow(work: UnitOfWork, record_type: RecordType, ids: Sequence[int]) -> None:
    """Do what follows from what was done to these records, whatever that was."""
    if record_type.name in _FOLLOWERS:
        _FOLLOWERS[record_type.name](work, ids)
