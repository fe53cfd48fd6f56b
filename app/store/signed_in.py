"""Who is signed in: on a server there, else to this computer."""

from __future__ import annotations

import getpass

import sqlalchemy as sa

from app.models.staff import STAFF
from app.models.tables import ACTIVE, table_of
from app.models.values import Actor

ACTOR = "deskbook_actor"
"""The execution option of a connection that says who is signed in, where a server told it with their rights."""


def known_actor(connection: sa.Connection) -> Actor:
    """The person signed in; with the id 0 as long as they are no staff of the database."""
    if told := _told_before(connection):
        return told
    person, sign_in = _told(connection) if connection.dialect.name != "sqlite" else (None, _sign_in_name())
    if person:
        return person
    found = _named_so(connection, sign_in)
    return Actor(found[0], found[1] or sign_in) if found else Actor(0, sign_in)


def person_on_server(connection: sa.Connection) -> Actor | None:
    """Whoever signed in to a shared database as one of its people; None if they are whoever looks after the server.

    The server says it: they may not be allowed to see any staff.
    """
    if connection.dialect.name == "sqlite":
        return None
    return _told_before(connection) or _told(connection)[0]


def _told_before(connection: sa.Connection) -> Actor | None:
    told: Actor | None = connection.get_execution_options().get(ACTOR)
    return told


def _told(connection: sa.Connection) -> tuple[Actor | None, str]:
    """The person, if it is one of the database's, and how they signed in to the server."""
    person = sa.func.who_am_i().table_valued("is_person", "id", "name")
    asked = sa.select(person.c.is_person, person.c.id, person.c.name, sa.literal_column("session_user"))
    is_person, staff_id, name, sign_in = connection.execute(asked).one()
    return Actor(staff_id or 0, name) if is_person else None, str(sign_in)


def _sign_in_name() -> str:
    """Of whoever signed in to this computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user on this system, as in some containers
        return "user"


def _named_so(connection: sa.Connection, sign_in: str) -> tuple[int, str | None] | None:
    """Id and name of whoever has the sign-in name, whose record may be in the trash: what they do is still theirs."""
    table = table_of(STAFF)
    key = STAFF.by_name["sign_in"].key_of(sign_in)
    same = table.c.sign_in == sign_in if key is None else table.c.sign_in_key == key
    columns = sa.select(table.c.id, table.c.display_name).where(same)
    for state in (table.c.state == ACTIVE, table.c.state != ACTIVE):  # the active ones have an index
        if found := connection.execute(columns.where(state).order_by(table.c.id.desc()).limit(1)).first():
            return found[0], found[1]
    return None
