"""What follows from records of one type for others that they belong to: payments have the status of an invoice change.

Whoever stores, moves or brings back records has what follows from it done in the same unit of work, and so as one act, which one
undo takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa

from app.models.fields import RecordType
from app.models.payment import PAYMENT
from app.models.values import Actor
from app.services import payments
from app.store.bulk import open_batch
from app.store.unit_of_work import UnitOfWork

_FOLLOWERS: Mapping[str, Callable[[UnitOfWork, Sequence[int]], None]] = {PAYMENT.name: payments.settle}


def begin(connection: sa.Connection, record_type: RecordType, actor: Actor, batch_id: int | None = None) -> UnitOfWork:
    """The unit of work of an act on such records, in a batch that there is already or, where something follows from it, in its own."""
    if batch_id is None and record_type.name in _FOLLOWERS:
        batch_id = open_batch(connection, record_type.label, actor)
    return UnitOfWork(connection, actor, batch_id)


def follow(work: UnitOfWork, record_type: RecordType, ids: Sequence[int]) -> None:
    """Do what follows from what was done to these records, whatever that was."""
    if record_type.name in _FOLLOWERS:
        _FOLLOWERS[record_type.name](work, ids)
