"""The people who use the program."""

from __future__ import annotations

import getpass
from dataclasses import replace

import sqlalchemy as sa

from app.models.tables import staff
from app.models.values import Actor
from app.store import identity

SETUP = "setup"
"""Where changes come from that make a file ready: nobody did them, so nobody undoes them."""


def current_actor(connection: sa.Connection, origin: str = "typed") -> Actor:
    """The person signed in, as staff of the database; added to it when they write for the first time."""
    known = reading_actor(connection)
    if known.staff_id:
        return replace(known, origin=origin)
    staff_id = identity.next_id(connection, "staff")
    row = {"id": staff_id, "sign_in": known.name, "display_name": known.name}
    connection.execute(sa.insert(staff), row)
    return Actor(staff_id, known.name, origin)


def reading_actor(connection: sa.Connection) -> Actor:
    """The same person where nothing can be written: with the id 0 as long as they have written nothing."""
    sign_in = _sign_in_name(connection)
    found = connection.execute(sa.select(staff.c.id, staff.c.display_name).where(staff.c.sign_in == sign_in)).first()
    return Actor(found.id, found.display_name) if found else Actor(0, sign_in)


def _sign_in_name(connection: sa.Connection) -> str:
    """On a server whoever signed in there, else whoever signed in to this computer."""
    if connection.dialect.name != "sqlite":
        return str(connection.execute(sa.select(sa.literal_column("session_user"))).scalar_one())
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user on this system, as in some containers
        return "user"
