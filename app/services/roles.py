"""Roles as records: those that every database starts with, and who holds one."""

from __future__ import annotations

from app.errors import RecordGoneError
from app.models.ready_roles import ADMINISTRATOR, READY_ROLES
from app.models.rights import Role
from app.models.role import ROLE
from app.models.staff import STAFF
from app.models.values import Content, Item, Value
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
