"""Who looks after the others: some administrator is always left, or nobody could let anybody in any more.

That is asked by whoever has taken a turn at staff: of two administrators who stop each other one stays.

It is whoever may edit all staff, as the rules of rights have it: who doesn't see somebody can't edit them. They have to see
roles as well, or they could give nobody any. Several roles may make an administrator together. Who made their own record is
one without any: on a local file whoever opened it (it was theirs to open), on a server whoever looks after the database;
people whom a server holds to their rights have those of their roles alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa

from app.errors import Problem
from app.models.fields import RecordType
from app.models.reaches import reaches
from app.models.rights import EVERY, Act, Grant, Person, Role
from app.models.role import ROLE, ROLE_RIGHT
from app.models.staff import STAFF, STAFF_ROLE
from app.models.tables import ACTIVE, table_of
from app.models.values import Content
from app.store.own_rights import is_guarded, known_grant

LAST = "last_administrator"
"""What a problem is called that would leave nobody."""

_ABOUT = (STAFF.name, ROLE.name, EVERY)
"""What is said of these in a role decides."""


def administrators(
    connection: sa.Connection, *, without: Collection[int] = (), instead: Mapping[int, Role | None] | None = None
) -> frozenset[int]:
    """The active members of staff who are administrators.

    Args:
        connection: to read with.
        without: members of staff who don't count, because they are about to go.
        instead: roles that are about to say something else, by id; None for one that goes.
    """
    roles = {role_id: role for role_id, role in {**_roles(connection), **(instead or {})}.items() if role is not None}
    found = set[int]()
    held: dict[int, list[Role]] = {}
    staff, own = table_of(STAFF), table_of(STAFF_ROLE)
    makes_one = sa.false() if is_guarded(connection) else sa.func.coalesce(staff.c.created_by == staff.c.id, sa.false())
    asked = sa.select(staff.c.id, makes_one, own.c.role_id).outerjoin(own, own.c.staff_id == staff.c.id)
    for staff_id, is_one, role_id in connection.execute(asked.where(staff.c.state == ACTIVE, staff.c.active)):
        held.setdefault(staff_id, []).extend([roles[role_id]] if role_id in roles else [])
        found.update([staff_id] if is_one else [])
    found.update(staff_id for staff_id, of_one in held.items() if _is_administering(of_one))
    return frozenset(found) - set(without)


def _is_administering(roles: Iterable[Role]) -> bool:
    """Whether these roles together make their holder one."""
    person = Person(staff_id=0, roles=tuple(roles))
    edits_all = reaches(person, Act.EDIT, STAFF.name).everything
    return edits_all and not reaches(person, Act.VIEW, ROLE.name).nothing


def _roles(connection: sa.Connection) -> dict[int, Role]:
    """The active roles by id, as far as they say anything of staff and of roles."""
    role, right = table_of(ROLE), table_of(ROLE_RIGHT)
    parts = sa.select(right.c.role_id, right.c.record_type, right.c.act, right.c.reach)
    active = parts.join(role, role.c.id == right.c.role_id).where(role.c.state == ACTIVE)
    grants: dict[int, list[Grant]] = {}
    for role_id, record_type, act, reach in connection.execute(active.where(right.c.record_type.in_(_ABOUT))):
        grants.setdefault(role_id, []).extend(known_grant(record_type, act, reach))
    return {role_id: Role("", tuple(of_role)) for role_id, of_role in grants.items()}


def _role_of(content: Content) -> Role:
    """A role that says this."""
    said = (item.values for item in content.items.get("rights", ()))
    grants = (known_grant(str(one["record_type"]), str(one["act"]), str(one["reach"])) for one in said)
    return Role("", tuple(grant for of_row in grants for grant in of_row))


def change_problem(connection: sa.Connection, record_type: RecordType, content: Content, own_id: int) -> Problem | None:
    """What is wrong if a member of staff, or a role, that says this from now on leaves no administrator."""
    if record_type is STAFF and administrators(connection) == {own_id}:
        return None if _stays(connection, content, own_id) else Problem(_what_went(content), LAST)
    if record_type is ROLE:
        left = administrators(connection, instead={own_id: _role_of(content)})
        return None if left else _if_there_is_one(connection, "rights")
    return None


def _stays(connection: sa.Connection, content: Content, own_id: int) -> bool:
    """Whether the one administrator is one still."""
    if not content.values.get("active"):
        return False
    known = _roles(connection)
    without_any = administrators(connection, instead=dict.fromkeys(known))
    wanted = (item.values.get("role_id") for item in content.items.get("roles", ()))
    roles = (known[role_id] for role_id in wanted if isinstance(role_id, int) and role_id in known)
    return own_id in without_any or _is_administering(roles)


def _what_went(content: Content) -> str:
    return "roles" if content.values.get("active") else "active"


def going_problem(connection: sa.Connection, record_type: RecordType, ids: Collection[int]) -> Problem | None:
    """What is wrong if these members of staff, or roles, go: no administrator would be left, where there is one now."""
    if record_type is STAFF:
        left = administrators(connection, without=ids)
    elif record_type is ROLE:
        left = administrators(connection, instead=dict.fromkeys(ids))
    else:
        return None
    return None if left else _if_there_is_one(connection, "name")


def _if_there_is_one(connection: sa.Connection, field: str) -> Problem | None:
    """Nobody is kept from anything where nobody is left to be kept."""
    return Problem(field, LAST) if administrators(connection) else None
