"""The people who use the program, and which of them sits at this computer."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from app.errors import ServerError, ServerProblem
from app.models.rights import Act
from app.models.staff import STAFF
from app.models.values import Actor, Content, Value
from app.store import identity
from app.store.reach import require, seeing_all
from app.store.signed_in import known_actor, person_on_server
from app.store.unit_of_work import UnitOfWork

SETUP = "setup"
"""Where changes come from that make a file ready: nobody did them, so nobody undoes them."""


def current_actor(connection: sa.Connection, origin: str = "typed") -> Actor:
    """The person signed in, as staff of the database; added to it when they write for the first time.

    Raises:
        ServerError: they signed in to a shared database as somebody who is none of its staff any more.
    """
    known = reading_actor(connection)
    if known.staff_id:
        return replace(known, origin=origin)
    if person_on_server(connection):
        raise ServerError(ServerProblem.NOT_ADMITTED)
    return replace(add_first(connection, known.name), origin=origin)


def add_first(connection: sa.Connection, sign_in: str) -> Actor:
    """Add somebody new, who makes their own record: there need be nobody else who could.

    Raises:
        NotAllowedError: on a server others let people in.
    """
    require(connection, Act.ADD, STAFF)
    themselves = Actor(identity.next_id(connection, STAFF.name), sign_in, SETUP)
    values: dict[str, Value] = {field.name: field.default for field in STAFF.value_fields}
    content = Content({**values, "sign_in": sign_in, "name": sign_in})
    with seeing_all(connection):
        UnitOfWork(connection, themselves).create(STAFF, None, content, own_id=themselves.staff_id)
    return themselves


def reading_actor(connection: sa.Connection) -> Actor:
    """The same person where nothing can be written: with the id 0 as long as they have written nothing."""
    return known_actor(connection)
