"""Roles as records: those that every database starts with, and who holds one."""

from __future__ import annotations

import sqlalchemy as sa

from app.errors import RecordGoneError
from app.models.ready_roles import ADMINISTRATOR, READY_ROLES
from app.models.rights import Role
from app.models.role import ROLE
from app.models.staff import STAFF
from app.models.tables import ACTIVE, table_of
from app.models.values import Actor, Content, Item, Record, Value
from app.services.records import save_record
from app.services.saving import read_active
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork


def role_content(role: Role) -> Content:
    """What the record of a role holds."""
    rights: tuple[dict[str, Value], ...] = tuple(
        {"record_type": grant.record_type, "act": str(grant.act), "reach": str(grant.reach)}
        for grant in sorted(role.grants, key=lambda grant: (grant.record_type, grant.act))
    )
    rules: tuple[dict[str, Value], ...] = tuple(
        {"record_type": rule.record_type, "field": rule.field, "access": str(rule.access)} for rule in role.field_rules
    )
    values: dict[str, Value] = {field.name: field.default for field in ROLE.value_fields}
    return Content({**values, "name": role.name}, {"rights": _items(rights), "field_rules": _items(rules)})


def _items(rows: tuple[dict[str, Value], ...]) -> tuple[Item, ...]:
    return tuple(map(Item, rows))


def add_ready_roles(work: UnitOfWork) -> None:
    """Make the roles as delivered, and whoever makes them an administrator."""
    made = {role.name: work.create(ROLE, None, role_content(role)).id for role in READY_ROLES}
    give_role(work, work.actor.staff_id, made[ADMINISTRATOR.name])


def give_role(work: UnitOfWork, staff_id: int, role_id: int) -> None:
    """Give a member of staff a role beside those that they have.

    Raises:
        RecordGoneError: there is nobody of that id.
    """
    stored = read_record(work.connection, STAFF, staff_id)
    if stored is None:
        raise RecordGoneError(STAFF.name, staff_id)
    roles = (*stored.items.get("roles", ()), Item({"role_id": role_id}))
    work.update(STAFF, stored, Content(stored.values, {**stored.items, "roles": roles}))


def copy_role(connection: sa.Connection, role_id: int, name: str, *, actor: Actor) -> Record:
    """A new role that allows what another one does.

    Raises:
        RecordGoneError: there is no such role any more.
        InvalidRecordError: the name is missing, too long or taken.
    """
    stored = read_active(connection, ROLE, role_id)
    items = {field: tuple(Item(item.values) for item in rows) for field, rows in stored.items.items()}
    company_id = stored.values["company_id"]
    content = Content({**stored.values, "name": name}, items)
    return save_record(
        connection, ROLE.name, company_id if isinstance(company_id, int) else None, None, content, actor=actor
    ).record


def free_name(connection: sa.Connection, name: str) -> str:
    """A name for the copy of a role: the first of "name 2", "name 3" … that no role has."""
    field, table = ROLE.by_name["name"], table_of(ROLE)
    number = 2
    while True:
        found = f"{name[: field.max_length - 6].rstrip()} {number}"
        same = sa.select(table.c.id).where(table.c.name_key == field.key_of(found), table.c.state == ACTIVE)
        if connection.execute(same).first() is None:
            return found
        number += 1
