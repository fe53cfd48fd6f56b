"""What every new database holds beside its tables, and what one of an older version lacks of it."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from app.models.image import CHARACTERS, IMAGE
from app.models.pick_lists import PICK_LISTS, PICK_VALUE
from app.models.ready_roles import READY_ROLES
from app.models.rights import EVERY
from app.models.role import ROLE
from app.models.staff import STAFF
from app.models.tables import ACTIVE, table_of
from app.models.values import Actor, Content, Item, Value
from app.services.pictures import add_picture
from app.services.roles import role_content
from app.services.staff import SETUP, current_actor, reading_actor
from app.store.records import read_records
from app.store.unit_of_work import UnitOfWork


def add_missing(connection: sa.Connection) -> None:
    """Add what newer databases were made with, within a transaction of whoever brought this one up to date.

    What somebody changed stays as they have it: a list is delivered where no value of it was ever there, the pictures where none
    of them was, and the rights of a role of that name on a type where nobody has laid down any.
    """
    work = UnitOfWork(connection, _whoever_set_it_up(connection))
    image = table_of(IMAGE)
    if connection.execute(sa.select(image.c.id).where(image.c.category == CHARACTERS).limit(1)).first() is None:
        add_characters(work)
    pick = table_of(PICK_VALUE)
    known = set(connection.scalars(sa.select(pick.c.pick_list).distinct()))
    add_pick_lists(work, [name for name in PICK_LISTS if name not in known])
    _place_rights(work)


def _whoever_set_it_up(connection: sa.Connection) -> Actor:
    """Whoever is at it, or, where they are none of its staff (the owner of a server's tables), the first who was."""
    staff = table_of(STAFF)
    known = reading_actor(connection)
    first = connection.execute(sa.select(staff.c.id, staff.c.display_name).order_by(staff.c.id).limit(1)).first()
    if known.staff_id or first is None:
        return current_actor(connection, SETUP)
    return Actor(first[0], first[1] or "", SETUP)


def add_characters(work: UnitOfWork) -> None:
    """Add the drawn faces that every database has for a start."""
    from app.services.imaging.faces import stored_faces  # draws, which no window that opens a file needs

    for name, face in stored_faces():
        add_picture(work, face, name, CHARACTERS)


def add_pick_lists(work: UnitOfWork, names: list[str]) -> None:
    """Add the values of these lists as delivered."""
    for name in names:
        for position, value in enumerate(PICK_LISTS[name][1]):
            work.create(PICK_VALUE, None, Content(_pick_value(name, value, position)))


def _pick_value(pick_list: str, value: str, position: int) -> dict[str, Value]:
    return {"pick_list": pick_list, "value": value, "label": value, "position": position, "active": True}


def _place_rights(work: UnitOfWork) -> None:
    """Until then a role does with the records of a new type what it does with those of any."""
    role = table_of(ROLE)
    ready = {delivered.name: delivered for delivered in READY_ROLES}
    ids = work.connection.scalars(sa.select(role.c.id).where(role.c.name.in_(ready), role.c.state == ACTIVE)).all()
    for stored in read_records(work.connection, ROLE, ids, lock=True).values():
        laid_down = stored.items.get("rights", ())
        missing = _missing_rights(laid_down, role_content(ready[str(stored.values["name"])]).items["rights"])
        if missing:
            rights = (*laid_down, *missing)
            work.update(ROLE, stored, Content(stored.values, {**stored.items, "rights": rights}))


def _missing_rights(laid_down: tuple[Item, ...], delivered: tuple[Item, ...]) -> list[Item]:
    by_type: dict[object, list[Item]] = defaultdict(list)
    for item in delivered:
        by_type[item.values["record_type"]].append(item)
    known = {item.values["record_type"] for item in laid_down} | {EVERY}
    return [item for name, items in by_type.items() if name not in known for item in items]
