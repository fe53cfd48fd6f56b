"""The passwords of those who sign in to a shared database."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem, RecordGoneError
from app.models.fields import RecordType
from app.models.logins import OWN, login_problem
from app.models.servers import ServerAddress
from app.models.staff import STAFF
from app.models.tables import ACTIVE, table_of
from app.models.values import Content
from app.store.database import open_database
from app.store.guard import logins, roles


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who looks after a shared database from its first day on."""

    sign_in: str
    password: str = field(repr=False)


def set_password(connection: sa.Connection, staff_id: int, password: str) -> None:
    """Give an active member of staff another password, who signs in with it from then on.

    Args:
        connection: to a server, within a transaction.
        staff_id: oneself, or somebody whom one may edit.
        password: never leaves this computer: the server is sent what it verifies it by.

    Raises:
        InvalidRecordError: it is empty, which a server takes for none.
    """
    if not password:
        raise InvalidRecordError((Problem("password", "required"),))
    logins.set_password(connection, staff_id, password)


def change_password(address: ServerAddress, sign_in: str, password: str) -> None:
    """Give one of a database's people another password.

    Args:
        address: signs in as they themselves, or as somebody who may edit them.
        sign_in: of an active member of staff.
        password: the new one.

    Raises:
        ServerError: the database can't be opened, or one may not.
        RecordGoneError: it has nobody of that name.
    """
    with closing(open_database(address)) as database, database.writing() as connection:
        table = table_of(STAFF)
        key = STAFF.by_name["sign_in"].key_of(sign_in)
        who = sa.select(table.c.id).where(table.c.sign_in_key == key, table.c.state == ACTIVE)
        staff_id = connection.execute(who).scalar()
        if staff_id is None:
            raise RecordGoneError(STAFF.name, 0)
        set_password(connection, staff_id, password)


def sign_in_problem(
    connection: sa.Connection, record_type: RecordType, content: Content, own_id: int
) -> Problem | None:
    """Why the server couldn't let somebody in under the sign-in name that the content has; a file lets in nobody."""
    sign_in = content.values.get("sign_in")
    if record_type is not STAFF or connection.dialect.name == "sqlite" or not isinstance(sign_in, str):
        return None
    if len(sign_in) > STAFF.by_name["sign_in"].max_length:
        return None
    if code := login_problem(roles.role_prefix(connection), sign_in):
        return Problem("sign_in", code)
    return Problem("sign_in", OWN) if logins.is_own_name_changed(connection, own_id, sign_in) else None
