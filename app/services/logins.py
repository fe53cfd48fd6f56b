"""The passwords of those who sign in to a shared database."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.errors import InvalidRecordError, KeyringError, Problem, RecordGoneError, ServerError, ServerProblem
from app.models.fields import RecordType
from app.models.logins import OWN, login_problem
from app.models.servers import ServerAddress
from app.models.staff import STAFF
from app.models.tables import ACTIVE, table_of
from app.models.values import Content
from app.store import keychain, passwords
from app.store.database import open_database
from app.store.guard import logins, roles
from app.store.signed_in import person_on_server


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who looks after a shared database from its first day on."""

    sign_in: str
    password: str = field(repr=False)


def set_password(connection: sa.Connection, staff_id: int, password: str, *, to_change: bool = False) -> bool:
    """Give an active member of staff another password, who signs in with it from then on.

    Args:
        connection: to a server, within a transaction.
        staff_id: oneself, or somebody whom one may edit.
        password: never leaves this computer: the server is sent what it verifies it by.
        to_change: the window asks them for another one before it shows them anything, unless it is one's own.

    Returns:
        Whether it is one's own: see `take_over`.

    Raises:
        InvalidRecordError: it is empty, which a server takes for none.
    """
    if not password:
        raise InvalidRecordError((Problem("password", "required"),))
    logins.set_password(connection, staff_id, password, to_change=to_change)
    return logins.is_own(connection, staff_id)


def set_own_password(connection: sa.Connection, password: str) -> None:
    """Give whoever is connected another password.

    Raises:
        ServerError: they are none of the database's staff.
        InvalidRecordError: it is empty.
    """
    person = person_on_server(connection)
    if person is None or not person.staff_id:
        raise ServerError(ServerProblem.NOT_OF_STAFF)
    set_password(connection, person.staff_id, password)


def has_given_password(connection: sa.Connection) -> bool:
    """Whether whoever is connected has a password that somebody else gave them, to be changed."""
    return connection.dialect.name != "sqlite" and logins.is_password_given(connection)


def replace_given(address: ServerAddress, password: str) -> bool:
    """Choose a password before the window opens the database, in place of the one that somebody gave.

    Returns:
        As `take_over` does.

    Raises:
        ServerError: the database can't be opened.
    """
    with closing(open_database(address)) as database, database.writing() as connection:
        set_own_password(connection, password)
    return take_over(address, password)


def take_over(address: ServerAddress, password: str) -> bool:
    """Have this process sign in with one's new password, and the keyring, if it has the former one, keep the new one.

    Returns:
        Whether the keyring did; if not, the next start asks for the password.
    """
    passwords.remember(address, password)
    try:
        if keychain.find_password(address):
            keychain.keep_password(address, password)
    except KeyringError:
        return False
    return True


def change_password(address: ServerAddress, sign_in: str, password: str) -> None:
    """Give one of a database's people another password, who changes it when they first sign in, unless it is their own.

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
        set_password(connection, staff_id, password, to_change=True)


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
