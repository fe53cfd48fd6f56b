"""What the eyes that a connection reads with may see and do, as conditions of queries and as refusals.

For those who see everything nothing is added to a statement. What a row itself says is enough for all conditions but
two, so that before a write nothing has to be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.errors import NotAllowedError
from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.reaches import EVERYTHING, Condition, Fact, Reaches
from app.models.rights import Act, Holder
from app.models.sight import WHOLE, Scope, Sight
from app.models.staff import STAFF
from app.models.tables import table_of
from app.models.team import TEAM, TEAM_MEMBER
from app.models.values import Record, Values
from app.models.workgroup import WORKGROUP, WORKGROUP_MEMBER
from app.store.dialects import unindexed
from app.store.eyes import OPTION, eyes_of, guarded_sight
from app.store.people import holder_of
from app.store.portions import portions
from app.store.withheld import withheld

_NEEDED = {
    Fact.CUSTOMER_MANAGER: ((CUSTOMER, "manager_id"),),
    Fact.CUSTOMER_DEPARTMENT: ((CUSTOMER, "department"),),
    Fact.CUSTOMER_TEAM: ((TEAM, "members"), (STAFF, "customer_id")),
    Fact.CUSTOMER_WORKGROUP: ((WORKGROUP, "members"),),
}
"""The fields that say so, where it isn't said by who holds a record."""

_HOLDING = frozenset(name for fields in _NEEDED.values() for record_type, name in fields if record_type is CUSTOMER)

_HOLDS_ITSELF = frozenset({"company_id", "owner_id", "team_id", "workgroup_id"})

_OF_OTHER_ROWS = frozenset({Fact.CUSTOMER_TEAM, Fact.CUSTOMER_WORKGROUP})


def sight_of(connection: sa.Connection) -> Sight | None:
    """What the connection may see; None for everything."""
    eyes = eyes_of(connection)
    return eyes.sight if eyes else None


@contextmanager
def seeing_all(connection: sa.Connection) -> Iterator[None]:
    """Do what nobody in particular does: what follows from an act, or what the program needs to know for itself."""
    eyes = eyes_of(connection)
    connection.execution_options(**{OPTION: None})
    try:
        yield
    finally:
        connection.execution_options(**{OPTION: eyes})


def scope_of(connection: sa.Connection, record_type: RecordType) -> Scope:
    """What of a type's records the connection shows."""
    sight = sight_of(connection)
    if sight is None:
        return WHOLE
    scope = sight.scope(record_type)
    if scope.facts.isdisjoint(_NEEDED):
        return scope
    reached, *others = (_asked(connection, found) for found in (scope.reaches, *(found for _, found in scope.targets)))
    if reached is scope.reaches and all(one is found for one, (_, found) in zip(others, scope.targets, strict=True)):
        return scope
    targets = zip((name for name, _ in scope.targets), others, strict=True)
    return replace(scope, reaches=reached, targets=tuple(targets))


def _asked(connection: sa.Connection, found: Reaches) -> Reaches:
    """What a query asks for: nothing where that needs fields which the server withholds; its policy knows them."""
    for fact in found.facts & _NEEDED.keys():
        if any(name in withheld(connection, record_type).fields for record_type, name in _NEEDED[fact]):
            return EVERYTHING
    return found


def within_reach(
    connection: sa.Connection, record_type: RecordType, act: Act = Act.VIEW
) -> list[sa.ColumnElement[bool]]:
    """The conditions on records of a type that the act reaches; none for those who reach all of them."""
    sight = sight_of(connection)
    return conditions(record_type, _asked(connection, sight.reaches(act, record_type.name))) if sight else []


def conditions(
    record_type: RecordType, found: Reaches, *, table: sa.FromClause | None = None, walked: bool = False
) -> list[sa.ColumnElement[bool]]:
    """The conditions as SQL. Numbers stand in it as they are: they are ours, and planners like to know them.

    Args:
        table: the records, if they are not those of the type's own table.
        walked: the rows come in another order, so that no index of who holds them is to be used.
    """
    rows = table_of(record_type) if table is None else table
    return [_clause(rows, clause, walked=walked) for clause in found.clauses]


def _clause(rows: sa.FromClause, clause: Iterable[Condition], *, walked: bool) -> sa.ColumnElement[bool]:
    some = [_condition(rows, condition, walked=walked) for condition in clause]
    return sa.or_(*some) if some else sa.false()


def _condition(rows: sa.FromClause, condition: Condition, *, walked: bool) -> sa.ColumnElement[bool]:
    parts = []
    if condition.within is not None:
        parts.append(_within(rows.c.company_id, condition.within))
    if condition.fact is not None:
        parts.append(_on_fact(rows, condition.fact, condition.values, walked=walked))
    return sa.and_(*parts) if parts else sa.true()


def _within(column: sa.ColumnElement[Any], companies: frozenset[int | None]) -> sa.ColumnElement[bool]:
    numbers = [number for number in companies if number is not None]
    shared = [column.is_(None)] if None in companies else []
    return sa.or_(*shared, *([_among(column, numbers)] if numbers else []))


def _on_fact(rows: sa.FromClause, fact: Fact, values: frozenset[int | str], *, walked: bool) -> sa.ColumnElement[bool]:
    numbers = [value for value in values if isinstance(value, int)]
    match fact:
        case Fact.CUSTOMER_DEPARTMENT:
            return sa.or_(*(rows.c.department == value for value in sorted(map(str, values))))
        case Fact.CUSTOMER_TEAM:
            staff, member = table_of(STAFF), table_of(TEAM_MEMBER)
            of_teams = sa.select(staff.c.customer_id).join(member, member.c.staff_id == staff.c.id)
            known = staff.c.customer_id.is_not(None)
            return rows.c.id.in_(of_teams.where(known, _among(member.c.team_id, numbers)))
        case Fact.CUSTOMER_WORKGROUP:
            member = table_of(WORKGROUP_MEMBER)
            return rows.c.id.in_(sa.select(member.c.customer_id).where(_among(member.c.workgroup_id, numbers)))
        case Fact.CUSTOMER_MANAGER:
            column: sa.ColumnElement[Any] = rows.c.manager_id
        case _:
            column = rows.c[fact.value]
    return _among(unindexed(column) if walked else column, numbers)


def _among(column: sa.ColumnElement[Any], numbers: Sequence[int]) -> sa.ColumnElement[bool]:
    given: list[sa.ColumnElement[int]] = [sa.literal_column(str(int(number))) for number in sorted(numbers)]
    return column == given[0] if len(given) == 1 else column.in_(given)


def may(connection: sa.Connection, act: Act, record_type: RecordType) -> bool:
    """Whether there may be any record of the type to which this is done."""
    sight = sight_of(connection)
    return sight is None or sight.may(act, record_type.name)


def require(connection: sa.Connection, act: Act, record_type: RecordType) -> None:
    """See that there may be any record of the type to which this is done.

    Raises:
        NotAllowedError: there is none.
    """
    if not may(connection, act, record_type):
        raise NotAllowedError(act, record_type.name)


def require_on(connection: sa.Connection, act: Act, record: Record) -> None:
    """See that this may be done to a record that was read in this transaction.

    Raises:
        NotAllowedError: it may not.
    """
    require_row(connection, act, record.type_name, record.id, record.values)


def require_row(connection: sa.Connection, act: Act, type_name: str, record_id: int, row: Values) -> None:
    """The same of a record that is about to be written with these values.

    Raises:
        NotAllowedError: it may not be done.
    """
    sight = sight_of(connection)
    if sight is None or sight.may_on(act, type_name, _holder(row)):
        return
    if act is not Act.ADD and _is_left_to_server(connection, sight, RECORD_TYPES[type_name]):
        if connection.scalar(sa.select(sa.func.may(type_name, act.value, record_id))):
            return
        raise NotAllowedError(act, type_name, record_id)
    asks_others = not sight.reaches(act, type_name).facts.isdisjoint(_OF_OTHER_ROWS)
    holder = holder_of(connection, RECORD_TYPES[type_name], record_id) if asks_others else None
    if holder is None or not sight.may_on(act, type_name, holder):
        raise NotAllowedError(act, type_name, record_id)


def told_holder(connection: sa.Connection, record: Record, acts: Iterable[Act]) -> Holder | None:
    """Who holds a record that was just read, if it tells all by which it is decided who may do these acts to it."""
    sight = sight_of(connection)
    facts = set[Fact]().union(*(sight.reaches(act, record.type_name).facts for act in acts)) if sight else set[Fact]()
    is_told = facts.isdisjoint(_OF_OTHER_ROWS) and record.values.keys() >= _HOLDS_ITSELF
    if record.type_name == CUSTOMER.name:
        is_told = is_told and record.values.keys() >= _HOLDING
    return _holder(record.values) if is_told else None


def _is_left_to_server(connection: sa.Connection, sight: Sight, record_type: RecordType) -> bool:
    """Whether a record's own row doesn't tell the person all that decides about it."""
    return guarded_sight(connection) is sight and bool(withheld(connection, record_type).fields & _HOLDING)


def _holder(row: Values) -> Holder:
    """As far as the row itself says it; the owner's manager and department are asked by the owner's number."""
    department = row.get("department")
    return Holder(
        company_id=_number(row, "company_id"),
        owner_id=_number(row, "owner_id"),
        team_id=_number(row, "team_id"),
        workgroup_id=_number(row, "workgroup_id"),
        customer_manager_id=_number(row, "manager_id"),
        customer_department=department if isinstance(department, str) else None,
    )


def _number(row: Values, name: str) -> int | None:
    value = row.get(name)
    return value if isinstance(value, int) else None


def require_all(connection: sa.Connection, act: Act, record_type: RecordType, ids: Sequence[int]) -> None:
    """See that this may be done to each of the records.

    Raises:
        NotAllowedError: to one of them it may not; it is named.
    """
    require(connection, act, record_type)
    reached = within_reach(connection, record_type, act)
    if not reached:
        return
    table = table_of(record_type)
    for some in portions(ids):
        beyond = sa.select(table.c.id).where(table.c.id.in_(some), sa.not_(sa.and_(*reached)))
        if (one := connection.execute(beyond.limit(1)).scalar()) is not None:
            raise NotAllowedError(act, record_type.name, int(one))


def visible(connection: sa.Connection, record_type: RecordType, ids: Iterable[int]) -> set[int]:
    """Those of the records that are there and can be seen."""
    table = table_of(record_type)
    reached = within_reach(connection, record_type)
    return {
        one
        for some in portions(list(ids))
        for one in connection.scalars(sa.select(table.c.id).where(table.c.id.in_(some), *reached))
    }
