"""What hangs on records: child rows that go where they go, and other records that refer to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.catalogue import RECORD_TYPES, belonging, referring_fields
from app.models.customer import CUSTOMER
from app.models.fields import Field, RecordType, item_type
from app.models.reaches import Reaches
from app.models.tables import ACTIVE, table_of
from app.models.values import RecordKey
from app.store.compiling import PLANNED_ONCE
from app.store.dialects import among_ids
from app.store.portions import portions
from app.store.prepared import Prepared
from app.store.reach import conditions, scope_of, within_reach

MOST_COUNTED = 1000
"""Beyond so many nobody waits for a count while a record opens."""

Referring = tuple[str, str]
"""A type of record, and the field of it that refers to another."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What moving records to the trash would touch.

    Attributes:
        records: how many there are.
        rows: of each field with child rows how many go with them.
        referring: of each field of other records, as far as one sees these, how many keep naming them.
        name: of the record, when it is only one.
    """

    type_name: str
    records: int
    rows: Mapping[str, int]
    referring: Mapping[Referring, int]
    name: str = ""


def impact_of_trashing(connection: sa.Connection, type_name: str, ids: Sequence[int]) -> Impact:
    """Count what hangs on the records, for the question before they go to the trash."""
    record_type = RECORD_TYPES[type_name]
    rows = {field.name: _count_rows(connection, item_type(field), ids) for field in record_type.item_fields}
    referring = {
        (other.name, field.name): _count_referring(connection, record_type, other, field, ids)
        for other, field, part in referring_fields(record_type)
        if part is None
    }
    return Impact(type_name, len(ids), rows, referring, _name_of_one(connection, record_type, ids))


def read_counts(connection: sa.Connection, key: RecordKey) -> dict[str, int]:
    """How many active records refer to this one, by their type and field ("contract.customer_id").

    More than `MOST_COUNTED` means at least so many. It is asked behind the opening of a record, which it would slow down on a
    server.
    """
    fields = counted_fields(RECORD_TYPES[key.type_name])
    if not fields:
        return {}
    reached = tuple(scope_of(connection, other).reaches for other, _ in fields)
    ((*counts,),) = _counts(key.type_name, reached, connection.dialect).rows(connection, id=key.id)
    return {f"{other.name}.{field.name}": int(count) for (other, field), count in zip(fields, counts, strict=True)}


@cache
def counted_fields(record_type: RecordType) -> tuple[tuple[RecordType, Field], ...]:
    """Those that a record shows in tabs: what belongs to it and, of a customer, who reports to it."""
    reports = ((CUSTOMER, CUSTOMER.by_name["manager_id"]),) if record_type is CUSTOMER else ()
    return (*reports, *belonging(record_type))


@lru_cache(maxsize=64)
def _counts(type_name: str, reached: tuple[Reaches, ...], dialect: Dialect) -> Prepared:
    """One row with a number for each, up to the first that nobody waits for."""
    counts = []
    for (other, field), of_type in zip(counted_fields(RECORD_TYPES[type_name]), reached, strict=True):
        table = table_of(other)
        own = table.c[field.name] == sa.bindparam("id", type_=sa.BigInteger)
        some = sa.select(sa.literal(1)).where(own, table.c.state == ACTIVE, *conditions(other, of_type, walked=True))
        counts.append(sa.select(sa.func.count()).select_from(some.limit(MOST_COUNTED + 1).subquery()).scalar_subquery())
    return Prepared(sa.select(*counts).execution_options(**PLANNED_ONCE), dialect)


def _count_rows(connection: sa.Connection, child: RecordType, ids: Sequence[int]) -> int:
    table = table_of(child)
    own = table.c[f"{child.parent}_id"]
    count = sa.select(sa.func.count()).select_from(table).where(among_ids(own))
    return sum(connection.execute(count, {"ids": list(some)}).scalar_one() for some in portions(ids))


def _count_referring(
    connection: sa.Connection, record_type: RecordType, other: RecordType, field: Field, ids: Sequence[int]
) -> int:
    """Without those that go to the trash themselves."""
    table = table_of(other)
    referring = (among_ids(table.c[field.name]), table.c.state == ACTIVE, *within_reach(connection, other))
    if other is not record_type:
        count = sa.select(sa.func.count()).select_from(table).where(*referring)
        return sum(connection.execute(count, {"ids": list(some)}).scalar_one() for some in portions(ids))
    found = (connection.scalars(sa.select(table.c.id).where(*referring), {"ids": list(some)}) for some in portions(ids))
    leaving = set(ids)
    return sum(len(set(some) - leaving) for some in found)


def _name_of_one(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> str:
    if len(ids) != 1:
        return ""
    table = table_of(record_type)
    named = sa.select(table.c.display_name).where(table.c.id == ids[0], *within_reach(connection, record_type))
    return connection.scalar(named) or ""
