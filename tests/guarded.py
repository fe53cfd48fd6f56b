"""A shared database as its people meet it: made by the program's own functions, asked by plain connections of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from app.models.fields import RecordType
from app.models.rights import Role
from app.models.role import ROLE
from app.models.servers import ServerAddress
from app.models.staff import STAFF
from app.models.tables import table_of
from app.models.values import Actor, Content, Item, Value
from app.services.logins import Administrator
from app.services.records import save_record
from app.services.roles import role_content
from app.services.shared import new_shared
from app.store import postgresql
from app.store.database import Database, open_database
from app.store.guard import making, roles
from app.store.migrations import SCRIPTS
from app.store.unit_of_work import UnitOfWork
from tests import postgres
from tests.factories import defaults

SETTINGS = "-c search_path=deskbook,public"
HEAD = "head"
"""The sign-in name of the first administrator."""


def make(server: postgres.Server, name: str) -> Database:
    """A new database with an administrator, open as whoever looks after the server."""
    server.create_database(name, "template1")
    new_shared(server.address(name), country="US", administrator=lambda: Administrator(HEAD, "correct horse"))
    return open_database(server.address(name))


def drop(server: postgres.Server, name: str) -> None:
    """Remove a database with all of its roles."""
    server.drop_database(name)
    for (role,) in server.execute(
        f"SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{name}.') OR starts_with(rolname, '{name}:')"
        " ORDER BY rolcanlogin"
    ):
        server.execute(psycopg.sql.SQL("DROP OWNED BY {}").format(psycopg.sql.Identifier(role)))
        server.execute(psycopg.sql.SQL("DROP ROLE {}").format(psycopg.sql.Identifier(role)))


@contextmanager
def forgetting_logins(server: postgres.Server, name: str) -> Iterator[None]:
    """Remove the roles that are made meanwhile in databases like that one; these must be gone by then."""
    named = f"SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{name}.') OR starts_with(rolname, '{name}:')"
    before = server.execute(named)
    yield
    for (role,) in server.execute(named):
        if (role,) not in before:
            server.execute(psycopg.sql.SQL("DROP ROLE {}").format(psycopg.sql.Identifier(role)))


def set_back(address: ServerAddress, revision: str) -> None:
    """Make a database one of an older shape, as its owner."""
    engine = postgresql.engine(address)
    with engine.begin() as connection, making.as_owner(connection, roles.role_prefix(connection)):
        take_back_steps(connection, revision)
    engine.dispose()


def take_back_steps(connection: sa.Connection, revision: str) -> None:
    """Give the tables of a database, a file's as well, their older shape."""
    config = Config()
    config.set_main_option("script_location", SCRIPTS.as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


@contextmanager
def person(server: postgres.Server, database: str, sign_in: str) -> Iterator[psycopg.Connection[Any]]:
    """A plain connection of one of a database's people; what they do is rolled back."""
    login = f"{database}.{sign_in}"
    with psycopg.connect(server.dsn(database, f"'{login}'"), options=SETTINGS) as connection:
        yield connection
        connection.rollback()


def tries(connection: psycopg.Connection[Any], statement: str, *parameters: Any) -> bool:
    """Whether a statement touches a row; what it does is taken back."""
    try:
        with connection.transaction(force_rollback=True):
            return connection.execute(statement, parameters).rowcount == 1
    except psycopg.errors.ForeignKeyViolation:  # she may, but something still refers to it
        return True
    except psycopg.errors.InsufficientPrivilege:
        return False


def head(connection: sa.Connection) -> Actor:
    """The first administrator, in whose name tests set things up."""
    table = table_of(STAFF)
    found = connection.execute(sa.select(table.c.id, table.c.display_name).where(table.c.sign_in == HEAD)).one()
    return Actor(found.id, found.display_name)


def add_role(connection: sa.Connection, role: Role) -> int:
    """The id of a new role."""
    return UnitOfWork(connection, head(connection)).create(ROLE, None, role_content(role)).id


def role_named(connection: sa.Connection, name: str) -> int:
    """The id of a role as delivered."""
    table = table_of(ROLE)
    return int(connection.execute(sa.select(table.c.id).where(table.c.name == name)).scalar_one())


def role_items(*roles: int) -> tuple[Item, ...]:
    """What a member of staff has who has these roles."""
    return tuple(Item({"role_id": role_id}) for role_id in roles)


def add_staff(connection: sa.Connection, sign_in: str, roles: Sequence[int] = (), **values: Value) -> int:
    """The id of a new member of staff, who can sign in from then on."""
    items = {"roles": role_items(*roles)}
    content = Content({"name": sign_in.title(), "sign_in": sign_in, **values}, items)
    return save_record(connection, "staff", None, None, content, actor=head(connection)).record.id


def add_record(
    connection: sa.Connection,
    record_type: RecordType,
    company_id: int | None = None,
    items: dict[str, tuple[Item, ...]] | None = None,
    **values: Value,
) -> int:
    """The id of a new record, held as `held` says later."""
    content = Content({**defaults(record_type), **values}, items or {})
    return UnitOfWork(connection, head(connection)).create(record_type, company_id, content).id


def hold(connection: sa.Connection, record_type: RecordType, record_id: int, **holders: Any) -> None:
    """Have others hold a record."""
    table = table_of(record_type)
    connection.execute(sa.update(table).where(table.c.id == record_id).values(holders))
