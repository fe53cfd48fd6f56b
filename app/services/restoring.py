"""Records brought back from the trash, where nobody took meanwhile what they hold alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem, RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.company import COMPANY, UNIQUE_ALWAYS
from app.models.contact_points import EMAIL
from app.models.customer import CUSTOMER
from app.models.fields import Alone, RecordType
from app.models.tables import ACTIVE, TRASHED, table_of
from app.models.values import Actor, Content, Item, Record, State, Value
from app.services.customers import addresses_of, next_code
from app.services.unique import veiled
from app.store.bulk import open_batch
from app.store.portions import portions
from app.store.reach import within_reach
from app.store.records import lock_records, read_record
from app.store.turns import take_turn
from app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that was left as it is, and why: a problem's code and its detail."""

    record_id: int
    name: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """How many records came back, and which stayed in the trash."""

    moved: int
    kept: tuple[Kept, ...] = ()


def restore_record(connection: sa.Connection, type_name: str, record_id: int, *, actor: Actor) -> None:
    """Bring one record back.

    Raises:
        RecordGoneError: it isn't in the trash.
        InvalidRecordError: somebody else holds what should be its alone; each problem names the holder.
    """
    record_type = RECORD_TYPES[type_name]
    restore_in(UnitOfWork(connection, actor), _read_trashed(connection, record_type, record_id))


def restore_in(work: UnitOfWork, stored: Record) -> None:
    """Bring a record back as a part of some act; it is refused as `restore_record` says."""
    record_type = RECORD_TYPES[stored.type_name]
    blocked = blockers(work.connection, record_type, [stored.id]).get(stored.id)
    if blocked:
        raise InvalidRecordError(blocked)
    work.set_state(record_type, stored, State.ACTIVE)


def restore_with_room(connection: sa.Connection, type_name: str, record_id: int, *, actor: Actor) -> None:
    """Bring one record back without what others hold by now: a customer gets a new code, other such values go.

    Raises:
        RecordGoneError: it isn't in the trash.
        InvalidRecordError: the company has no code left, or the record can't be without what others hold.
    """
    record_type = RECORD_TYPES[type_name]
    stored = _read_trashed(connection, record_type, record_id)
    values: dict[str, Value] = dict(stored.values)
    items: dict[str, tuple[Item, ...]] = dict(stored.items)
    in_the_way = blockers(connection, record_type, [record_id]).get(record_id, ())
    if needed := tuple(problem for problem in in_the_way if record_type.by_name[problem.field].required):
        raise InvalidRecordError(needed)
    for problem in in_the_way:
        if problem.part:
            items[problem.field] = tuple(item for item in items[problem.field] if item.id != problem.item)
        else:
            values[problem.field] = None
    company_id = values.get("company_id")
    if record_type is CUSTOMER and not values["customer_code"] and isinstance(company_id, int):
        values["customer_code"] = next_code(connection, company_id)
    work = UnitOfWork(connection, actor, open_batch(connection, "", actor))
    work.set_state(record_type, work.update(record_type, stored, Content(values, items)), State.ACTIVE)


def restore_many(connection: sa.Connection, type_name: str, ids: Sequence[int], *, actor: Actor) -> Restored:
    """Bring many records back in one batch, all but those whose place was taken."""
    work = UnitOfWork(connection, actor, open_batch(connection, "", actor))
    return restore_many_in(work, RECORD_TYPES[type_name], ids)


def restore_many_in(work: UnitOfWork, record_type: RecordType, ids: Sequence[int]) -> Restored:
    """Bring many records back as a part of some act."""
    lock_records(work.connection, record_type, ids)  # as whoever saves one has it locked before any turn
    blocked = blockers(work.connection, record_type, ids)
    moved = work.set_states(record_type, [one for one in ids if one not in blocked], State.ACTIVE)
    names = names_of(work.connection, record_type, list(blocked))
    kept = (Kept(one, names.get(one, ""), found[0].code, found[0].detail) for one, found in blocked.items())
    return Restored(moved, tuple(kept))


def blockers(
    connection: sa.Connection, record_type: RecordType, ids: Sequence[int]
) -> Mapping[int, tuple[Problem, ...]]:
    """What keeps records from coming back, by their ids: others hold what should be theirs alone.

    For a child row `item` is its id.
    """
    found: dict[int, list[Problem]] = {}
    for some in portions(ids):
        for alone in record_type.alone:
            for record_id, problem in (
                *_holders(connection, record_type, alone, some),
                *_twins(connection, record_type, alone, some),
            ):
                found.setdefault(record_id, []).append(veiled(connection, record_type, problem))
        if record_type is CUSTOMER:
            _take_turns(connection, some)
            for record_id, problem in (*_email_holders(connection, some), *_email_twins(connection, some)):
                found.setdefault(record_id, []).append(veiled(connection, record_type, problem))
    return {record_id: tuple(problems) for record_id, problems in found.items()}


def _take_turns(connection: sa.Connection, ids: Sequence[int]) -> None:
    """As whoever saves an address does that must be unique: of two who take the same one is told."""
    table, company = table_of(CUSTOMER), table_of(COMPANY)
    own = sa.select(table.c.company_id).where(table.c.id.in_(ids)).distinct()
    rule = (company.c.id.in_(own), company.c.email_rule == UNIQUE_ALWAYS)
    for company_id in connection.scalars(sa.select(company.c.id).where(*rule).order_by(company.c.id)).all():
        take_turn(connection, addresses_of(company_id))


def names_of(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> dict[int, str]:
    """What people call records, by their ids."""
    if not ids:
        return {}
    table = table_of(record_type)
    shown = (table.c.id.in_(ids), *within_reach(connection, record_type))
    rows = connection.execute(sa.select(table.c.id, table.c.display_name).where(*shown))
    return {row.id: row.display_name or "" for row in rows}


def _read_trashed(connection: sa.Connection, record_type: RecordType, record_id: int) -> Record:
    record = read_record(connection, record_type, record_id, lock=True)
    if record is None or record.state is not State.TRASHED:
        raise RecordGoneError(record_type.name, record_id)
    return record


def _holders(
    connection: sa.Connection, record_type: RecordType, alone: Alone, ids: Sequence[int]
) -> Iterator[tuple[int, Problem]]:
    """Active records with the same value, of the same company unless it is to be the only one of all."""
    table = table_of(record_type)
    other = _again(table)
    among = () if alone.among_all else (other.c.company_id == table.c.company_id,)
    same = (*among, *(other.c[name] == table.c[name] for name in alone.columns), other.c.state == ACTIVE)
    rows = connection.execute(
        sa.select(table.c.id, other.c.id, other.c.display_name)
        .select_from(table)
        .join(other, sa.and_(*same))
        .where(table.c.id.in_(ids), table.c.state == TRASHED)
    )
    for record_id, holder_id, name in rows:
        yield record_id, Problem(alone.field, "taken", name or "", other_id=holder_id)


@cache
def _again(table: sa.Table) -> sa.FromClause:
    """The table a second time within one statement; made once, since a wide one takes longer than the query."""
    return table.alias()


def _twins(
    connection: sa.Connection, record_type: RecordType, alone: Alone, ids: Sequence[int]
) -> Iterator[tuple[int, Problem]]:
    """All but the latest of those among the records themselves that have the same value."""
    if len(ids) == 1:
        return
    table = table_of(record_type)
    columns = [table.c[name] for name in alone.columns]
    rows = connection.execute(
        sa.select(table.c.id, table.c.display_name, table.c.company_id, *columns)
        .where(table.c.id.in_(ids), table.c.state == TRASHED, *(column.is_not(None) for column in columns))
        .order_by(table.c.changed_at.desc(), table.c.id.desc())
    )
    first: dict[tuple[int | None, ...], tuple[int, str]] = {}
    for record_id, name, company_id, *said in rows:
        among = None if alone.among_all else company_id
        holder_id, holder = first.setdefault((among, *said), (record_id, name or ""))
        if holder_id != record_id:
            yield record_id, Problem(alone.field, "taken", holder, other_id=holder_id)


def _email_holders(connection: sa.Connection, ids: Sequence[int]) -> Iterator[tuple[int, Problem]]:
    """Active customers with the same address, where the company lets nobody share one."""
    table, email, company = table_of(CUSTOMER), table_of(EMAIL), table_of(COMPANY)
    other, theirs = _again(table), _again(email)
    rows = connection.execute(
        sa.select(table.c.id, email.c.id, other.c.id, other.c.display_name)
        .select_from(table)
        .join(company, sa.and_(company.c.id == table.c.company_id, company.c.email_rule == UNIQUE_ALWAYS))
        .join(email, email.c.customer_id == table.c.id)
        .join(theirs, sa.and_(theirs.c.address_key == email.c.address_key, theirs.c.id != email.c.id))
        .join(other, sa.and_(other.c.id == theirs.c.customer_id, other.c.company_id == table.c.company_id))
        .where(table.c.id.in_(ids), table.c.state == TRASHED, other.c.state == ACTIVE)
    )
    for record_id, item_id, holder_id, name in rows:
        yield record_id, Problem("emails", "email_taken", name or "", item_id, "address", holder_id)


def _email_twins(connection: sa.Connection, ids: Sequence[int]) -> Iterator[tuple[int, Problem]]:
    """All but the latest of those among the customers themselves that have the same address, by the same rule."""
    if len(ids) == 1:
        return
    table, email, company = table_of(CUSTOMER), table_of(EMAIL), table_of(COMPANY)
    rows = connection.execute(
        sa.select(table.c.id, table.c.display_name, table.c.company_id, email.c.id, email.c.address_key)
        .select_from(table)
        .join(company, sa.and_(company.c.id == table.c.company_id, company.c.email_rule == UNIQUE_ALWAYS))
        .join(email, email.c.customer_id == table.c.id)
        .where(table.c.id.in_(ids), table.c.state == TRASHED, email.c.address_key.is_not(None))
        .order_by(table.c.changed_at.desc(), table.c.id.desc(), email.c.id)
    )
    first: dict[tuple[int, str], tuple[int, str]] = {}
    for record_id, name, company_id, item_id, key in rows:
        holder_id, holder = first.setdefault((company_id, key), (record_id, name or ""))
        if holder_id != record_id:
            yield record_id, Problem("emails", "email_taken", holder, item_id, "address", holder_id)
