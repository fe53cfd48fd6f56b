"""What keeps records where they are: not everything may go to the trash, nor from there for good."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem
from app.models import tables
from app.models.catalogue import RECORD_TYPES
from app.models.company import COMPANY
from app.models.fields import COMMON_FIELDS, RecordType
from app.models.invoice import INVOICE
from app.models.role import ROLE
from app.models.staff import STAFF
from app.models.tables import table_of
from app.services import companies, invoices
from app.services.administrators import going_problem
from app.store.portions import portions
from app.store.records import lock_records
from app.store.turns import take_turn


def what_keeps(connection: sa.Connection, record_type: RecordType, ids: Collection[int]) -> Mapping[int, Problem]:
    """Why records can't go to the trash, all of them together, by their ids; those that can are not named.

    It holds until the transaction ends, in which they go.
    """
    if record_type not in (COMPANY, STAFF, ROLE, INVOICE):
        return {}
    lock_records(connection, record_type, ids)
    if record_type is INVOICE:
        return invoices.what_keeps(connection, ids)
    if record_type is COMPANY:
        take_turn(connection, COMPANY.name)
        return companies.what_keeps(connection, ids)
    take_turn(connection, STAFF.name)
    problem = going_problem(connection, record_type, ids)
    return dict.fromkeys(ids, problem) if problem else {}


def require_free_to_go(connection: sa.Connection, record_type: RecordType, ids: Collection[int]) -> None:
    """See that records can go to the trash, all of them together.

    Raises:
        InvalidRecordError: one of them has to stay, as the last administrator has.
    """
    if kept := what_keeps(connection, record_type, ids):
        raise InvalidRecordError(tuple(dict.fromkeys(kept.values())))


def named_elsewhere(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> frozenset[int]:
    """Those of the records that others say who made or who owns them by: they can't be removed for good.

    History names for ever who did what.
    """
    return frozenset(
        number
        for some in portions(ids)
        for statement in (*_naming(record_type, some), *_naming_by_work(connection, record_type, some))
        for number in connection.scalars(statement)
    )


def _naming(record_type: RecordType, ids: Sequence[int]) -> Iterator[sa.Select[int]]:
    names = [field.name for field in COMMON_FIELDS if field.target == record_type.name]
    for other in RECORD_TYPES.values():
        table = table_of(other)
        for name in names:
            not_itself = table.c.id.not_in(ids) if other is record_type else sa.true()
            yield sa.select(table.c[name]).distinct().where(table.c[name].in_(ids), not_itself)


def _naming_by_work(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> Iterator[sa.Select[int]]:
    """On a server nobody sees the drafts of others, and not everybody all that they did."""
    if record_type is not STAFF:
        return
    if connection.dialect.name != "sqlite":
        yield sa.select(sa.func.named_by_work(sa.literal(list(ids), sa.ARRAY(sa.BigInteger))))
        return
    for table in (tables.change, tables.batch, tables.draft):
        yield sa.select(table.c.staff_id).distinct().where(table.c.staff_id.in_(ids))
