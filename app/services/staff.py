"""The people who use the program."""

from __future__ import annotations

import getpass

import sqlalchemy as sa

from app.models.tables import staff
from app.models.values import Actor
from app.store import identity


def current_actor(connection: sa.Connection, origin: str = "typed") -> Actor:
    """The person signed in to this computer, as staff of the file; added to it when they write for the first time."""
    sign_in = _sign_in_name()
    found = connection.execute(sa.select(staff.c.id, staff.c.display_name).where(staff.c.sign_in == sign_in)).first()
    if found is None:
        staff_id = identity.next_id(connection, "staff")
        connection.execute(sa.insert(staff), {"id": staff_id, "sign_in": sign_in, "display_name": sign_in})
        return Actor(staff_id, sign_in, origin)
    return Actor(found.id, found.display_name, origin)


def _sign_in_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user on this system, as in some containers
        return "user"
