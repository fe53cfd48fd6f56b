"""Roles made of others: what one allows, under a name of its own."""

from __future__ import annotations

import sqlalchemy as sa

from app.models.role import ROLE
from app.models.tables import ACTIVE, table_of
from app.models.values import Actor, Content, Item, Record
from app.services.records import save_record
from app.services.saving import read_active


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
