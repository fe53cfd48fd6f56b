"""Who looks after the others: some administrator is always left, or nobody could let anybody in any more.

That is asked by whoever has taken a turn at staff: of two administrators who stop each other one stays.

Who made their own record is one: on a local file whoever opened it (it was theirs to open), on a server whoever made the
database, for there others are let in by somebody. So is who has a role that may edit all staff.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.errors import Problem
from app.models.fields import RecordType
from app.models.rights import EVERY, Act, Reach
from app.models.role import ROLE, ROLE_RIGHT
from app.models.staff import STAFF, STAFF_ROLE
from app.models.tables import ACTIVE, table_of
from app.models.values import Content

LAST = "last_administrator"
"""What a problem is called that would leave nobody."""


def administrators(
    connection: sa.Connection, *, without: Collection[int] = (), without_roles: Collection[int] = ()
) -> frozenset[int]:
    """The active members of staff who are administrators.

    Args:
        connection: to read with.
        without: members of staff who don't count, because they are about to go.
        without_roles: roles that make nobody an administrator, because they are about to go.
    """
    staff = table_of(STAFF)
    by_role = _holders(_administering_roles(connection) - set(without_roles))
    makes_one = sa.or_(by_role, staff.c.created_by == staff.c.id)
    found = connection.scalars(sa.select(staff.c.id).where(staff.c.state == ACTIVE, staff.c.active, makes_one))
    return frozenset(found) - set(without)


def _holders(roles: Collection[int]) -> sa.ColumnElement[bool]:
    own = table_of(STAFF_ROLE)
    return table_of(STAFF).c.id.in_(sa.select(own.c.staff_id).where(own.c.role_id.in_(list(roles))))


def _administering_roles(connection: sa.Connection) -> frozenset[int]:
    role, right, named = table_of(ROLE), table_of(ROLE_RIGHT), table_of(ROLE_RIGHT).alias()
    joined = sa.select(role.c.id).join(right, right.c.role_id == role.c.id).where(role.c.state == ACTIVE)
    names_staff = sa.exists(
        sa.select(named.c.id).where(named.c.role_id == role.c.id, named.c.record_type == STAFF.name)
    )
    on_staff = sa.or_(right.c.record_type == STAFF.name, sa.and_(right.c.record_type == EVERY, ~names_staff))
    edits_all = (on_staff, right.c.act == Act.EDIT, right.c.reach == Reach.ALL)
    return frozenset(connection.scalars(joined.where(*edits_all)))


def is_administering(role: Content) -> bool:
    """Whether a role that says this makes its holders administrators."""
    rights = [item.values for item in role.items.get("rights", ())]
    names_staff = any(right.get("record_type") == STAFF.name for right in rights)
    wanted = (STAFF.name if names_staff else EVERY, Act.EDIT, Reach.ALL)
    return any((right.get("record_type"), right.get("act"), right.get("reach")) == wanted for right in rights)


def change_problem(connection: sa.Connection, record_type: RecordType, content: Content, own_id: int) -> Problem | None:
    """What is wrong if a member of staff, or a role, that says this from now on leaves no administrator."""
    if record_type is STAFF and administrators(connection) == {own_id}:
        return None if _stays(connection, content, own_id) else Problem(_what_went(content), LAST)
    if record_type is ROLE and not is_administering(content):
        return going_problem(connection, record_type, [own_id], field="rights")
    return None


def _stays(connection: sa.Connection, content: Content, own_id: int) -> bool:
    """Whether the one administrator is one still."""
    if not content.values.get("active"):
        return False
    roles = {item.values.get("role_id") for item in content.items.get("roles", ())}
    made_themselves = own_id in administrators(connection, without_roles=_administering_roles(connection))
    return made_themselves or bool(roles & _administering_roles(connection))


def _what_went(content: Content) -> str:
    return "roles" if content.values.get("active") else "active"


def going_problem(
    connection: sa.Connection, record_type: RecordType, ids: Collection[int], *, field: str = "name"
) -> Problem | None:
    """What is wrong if these members of staff, or roles, go: no administrator would be left, where there is one now."""
    if record_type is STAFF:
        left = administrators(connection, without=ids)
    elif record_type is ROLE:
        left = administrators(connection, without_roles=ids)
    else:
        return None
    return Problem(field, LAST) if not left and administrators(connection) else None
