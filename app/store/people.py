"""Who people are as far as rights go, and who holds which records: what the pure rules are asked about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.catalogue import RECORD_TYPES
from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.ready_roles import ADMINISTRATOR
from app.models.rights import Holder, Person, Role
from app.models.role import ROLE, ROLE_FIELD_RULE, ROLE_RIGHT
from app.models.staff import STAFF, STAFF_ROLE
from app.models.tables import ACTIVE, table_of
from app.models.team import TEAM, TEAM_MEMBER
from app.models.values import State
from app.models.workgroup import WORKGROUP, WORKGROUP_MANAGER, WORKGROUP_MEMBER
from app.store.compiling import PLANNED_ONCE
from app.store.own_rights import is_guarded, known_grant, known_rule
from app.store.prepared import Prepared, answers

FOUNDER = Role("", ADMINISTRATOR.grants, ADMINISTRATOR.field_rules)
"""What whoever made the database may do, and everybody of the staff as long as no role is given to anybody: a role without
a name, since nobody gave it."""

EXTENDS = "extends_rights"
"""The company's switch by which rights on a customer extend to the customer's manager, department, team and workgroup."""

T = TypeVar("T")

_staff, _role, _team = table_of(STAFF), table_of(ROLE), table_of(TEAM)
_workgroup, _company = table_of(WORKGROUP), table_of(COMPANY)


def person_of(connection: sa.Connection, staff_id: int) -> Person:
    """A member of staff with all that decides about their rights; one who is not there may do nothing."""
    found = people_of(connection, [staff_id])
    return found.get(staff_id, Person(staff_id=staff_id, active=False))


def people_of(connection: sa.Connection, staff_ids: Collection[int]) -> dict[int, Person]:
    """Several of them, by id, in as few statements as one; those who aren't there are missing.

    Everybody works for all companies, unless their own record belongs to one. What lies in the trash, a team or a role, counts for nobody. Where the server itself holds people to
    their rights, they have those of their roles alone.
    """
    columns = (
        *(_staff.c.id, _staff.c.state, _staff.c.active, _staff.c.department, _staff.c.customer_id),
        _staff.c.company_id,
    )
    is_founder = (_staff.c.created_by == _staff.c.id).label("is_founder")
    rows = connection.execute(sa.select(*columns, is_founder).where(_staff.c.id.in_(list(staff_ids)))).all()
    ids = [row.id for row in rows]
    roles, teams = _roles_of(connection, ids), _teams_of(connection, ids)
    managed, workgroups = _managed_workgroups(connection, ids), _workgroups_of(connection, ids)
    companies, extended = _companies(connection)
    is_free = not is_guarded(connection)
    is_open = is_free and not all(roles.get(one) for one in ids) and not _is_any_role_given(connection)
    return {
        row.id: Person(
            staff_id=row.id,
            roles=(*roles.get(row.id, ()), *((FOUNDER,) if is_open or (is_free and row.is_founder) else ())),
            active=bool(row.active) and row.state == State.ACTIVE,
            department=row.department,
            team_ids=frozenset(team for team, _ in teams.get(row.id, ())),
            managed_team_ids=frozenset(team for team, is_manager in teams.get(row.id, ()) if is_manager),
            workgroup_ids=workgroups.get(row.id, frozenset()),
            managed_workgroup_ids=managed.get(row.id, frozenset()),
            company_ids=companies if row.company_id is None else frozenset({row.company_id}),
            extended_company_ids=extended,
            customer_id=row.customer_id,
        )
        for row in rows
    }


def stranger(connection: sa.Connection) -> Person:
    """Somebody who is not staff.

    Whoever can open a local file can do anything with it, and becomes its staff when they write: they may do everything.
    On a server only those may whom it doesn't hold to their rights either.
    """
    companies, extended = _companies(connection)
    roles = () if is_guarded(connection) else (FOUNDER,)
    return Person(staff_id=0, roles=roles, company_ids=companies, extended_company_ids=extended)


def _is_any_role_given(connection: sa.Connection) -> bool:
    own = table_of(STAFF_ROLE)
    given = sa.select(own.c.id).join(_role, _role.c.id == own.c.role_id).where(_role.c.state == ACTIVE).limit(1)
    return connection.execute(given).first() is not None


def _roles_of(connection: sa.Connection, staff_ids: Sequence[int]) -> dict[int, tuple[Role, ...]]:
    """The roles of each, in the order of their names."""
    own = table_of(STAFF_ROLE)
    rows = connection.execute(
        sa.select(own.c.staff_id, _role.c.id, _role.c.name)
        .join(_role, _role.c.id == own.c.role_id)
        .where(own.c.staff_id.in_(staff_ids), _role.c.state == ACTIVE)
        .order_by(_role.c.display_name_key, _role.c.id)
    ).all()
    wanted = {row.id for row in rows}
    grants = _parts(connection, ROLE_RIGHT, wanted, lambda row: known_grant(row.record_type, row.act, row.reach))
    rules = _parts(connection, ROLE_FIELD_RULE, wanted, lambda row: known_rule(row.record_type, row.field, row.access))
    made = {row.id: Role(row.name or "", grants.get(row.id, ()), rules.get(row.id, ())) for row in rows}
    found: dict[int, tuple[Role, ...]] = {}
    for row in rows:
        found[row.staff_id] = (*found.get(row.staff_id, ()), made[row.id])
    return found


def _parts(
    connection: sa.Connection, child: RecordType, role_ids: Collection[int], make: Callable[[Any], list[T]]
) -> dict[int, tuple[T, ...]]:
    """What the roles say, by their ids."""
    if not role_ids:
        return {}
    table = table_of(child)
    found: dict[int, tuple[T, ...]] = {}
    for row in connection.execute(sa.select(table).where(table.c.role_id.in_(list(role_ids))).order_by(table.c.id)):
        found[row.role_id] = (*found.get(row.role_id, ()), *make(row))
    return found


def _teams_of(connection: sa.Connection, staff_ids: Sequence[int]) -> dict[int, list[tuple[int, bool]]]:
    """The teams of each, and whether they manage them."""
    own = table_of(TEAM_MEMBER)
    found: dict[int, list[tuple[int, bool]]] = {}
    for row in connection.execute(
        sa.select(own.c.staff_id, own.c.team_id, own.c.is_manager)
        .join(_team, _team.c.id == own.c.team_id)
        .where(own.c.staff_id.in_(staff_ids), _team.c.state == ACTIVE)
    ):
        found.setdefault(row.staff_id, []).append((row.team_id, bool(row.is_manager)))
    return found


def _managed_workgroups(connection: sa.Connection, staff_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    own = table_of(WORKGROUP_MANAGER)
    managed = sa.select(own.c.staff_id, own.c.workgroup_id).where(own.c.staff_id.in_(staff_ids))
    return _by_first(connection.execute(managed.join(_workgroup, _of_active_workgroup(own))))


def _workgroups_of(connection: sa.Connection, staff_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Those of which the customers that they are themselves are members."""
    own = table_of(WORKGROUP_MEMBER)
    of_them = sa.select(_staff.c.id, own.c.workgroup_id).where(_staff.c.id.in_(staff_ids))
    joined = of_them.join(own, own.c.customer_id == _staff.c.customer_id)
    return _by_first(connection.execute(joined.join(_workgroup, _of_active_workgroup(own))))


def _of_active_workgroup(child: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(_workgroup.c.id == child.c.workgroup_id, _workgroup.c.state == ACTIVE)


def _by_first(rows: Iterable[Any]) -> dict[int, frozenset[int]]:
    """What the rows say second, by what they say first."""
    found: dict[int, frozenset[int]] = {}
    for first, second in rows:
        found[first] = found.get(first, frozenset()) | {second}
    return found


def extended_companies(connection: sa.Connection) -> frozenset[int]:
    """Those that extend rights on their customers to the customers' managers, departments, teams and workgroups."""
    return _companies(connection)[1]


def all_companies(connection: sa.Connection) -> frozenset[int]:
    """Whether or not somebody works for them."""
    return _companies(connection)[0]


def _companies(connection: sa.Connection) -> tuple[frozenset[int], frozenset[int]]:
    """All companies, and those that extend rights on their customers."""
    extends = _company.c[EXTENDS] if EXTENDS in COMPANY.by_name else sa.false()
    rows = connection.execute(sa.select(_company.c.id, extends.label("extends"))).all()
    return frozenset(row.id for row in rows), frozenset(row.id for row in rows if row.extends)


def holder_of(connection: sa.Connection, record_type: RecordType, record_id: int) -> Holder | None:
    """Who holds a record, whatever its state; None if there is none with that id."""
    questions = [(asked, {"id": record_id}) for asked in _holding(record_type.name, connection.dialect)]
    rows, *others = answers(connection, questions)
    teams, groups = (frozenset(row[0] for row in found) for found in others) if others else (frozenset(), frozenset())
    return _holder(rows[0], teams, groups) if rows else None


@lru_cache(maxsize=32)
def _holding(type_name: str, dialect: Dialect) -> list[Prepared]:
    """Who holds a record itself and, of a customer, in which teams and workgroups the customer is."""
    table, owner = table_of(RECORD_TYPES[type_name]), _staff.alias()
    of_record = sa.bindparam("id", type_=sa.BigInteger)
    is_customer = type_name == CUSTOMER.name
    own = (table.c.manager_id, table.c.department) if is_customer else (sa.null(), sa.null())
    columns = (table.c.company_id, table.c.owner_id, table.c.team_id, table.c.workgroup_id)
    held = (
        sa.select(*columns, owner.c.manager_id, owner.c.department, *(part.label(None) for part in own))
        .join_from(table, owner, owner.c.id == table.c.owner_id, isouter=True)
        .where(table.c.id == of_record)
    )
    around = (_teams_of_customer(of_record), _groups_of_customer(of_record)) if is_customer else ()
    return [Prepared(asked.execution_options(**PLANNED_ONCE), dialect) for asked in (held, *around)]


def _holder(row: Any, teams: frozenset[int], workgroups: frozenset[int]) -> Holder:
    return Holder(
        company_id=row[0],
        owner_id=row[1],
        team_id=row[2],
        workgroup_id=row[3],
        owner_manager_id=row[4],
        owner_department=row[5],
        customer_manager_id=row[6],
        customer_department=row[7],
        customer_team_ids=teams,
        customer_workgroup_ids=workgroups,
    )


def _teams_of_customer(customer_id: sa.ColumnElement[int]) -> sa.Select[Any]:
    """The teams of the members of staff that a customer is."""
    own = table_of(TEAM_MEMBER)
    joined = sa.select(own.c.team_id).join(_staff, own.c.staff_id == _staff.c.id)
    active = joined.join(_team, _team.c.id == own.c.team_id).where(_team.c.state == ACTIVE)
    return active.where(_staff.c.customer_id == customer_id)


def _groups_of_customer(customer_id: sa.ColumnElement[int]) -> sa.Select[Any]:
    own = table_of(WORKGROUP_MEMBER)
    members = sa.select(own.c.workgroup_id).where(own.c.customer_id == customer_id)
    return members.join(_workgroup, _of_active_workgroup(own))


def colleagues_of(connection: sa.Connection, person: Person) -> tuple[frozenset[int], frozenset[int]]:
    """Those who report to a person, and those of the same department."""
    reports = sa.select(_staff.c.id).where(_staff.c.manager_id == person.staff_id)
    department = sa.select(_staff.c.id).where(_staff.c.department == person.department)
    return (
        frozenset(connection.scalars(reports)),
        frozenset(connection.scalars(department)) if person.department else frozenset(),
    )
