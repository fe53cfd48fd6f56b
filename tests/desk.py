"""A small desk: roles, the people who have them, and the database as each of them opens it."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.rights import Act, Grant, Reach
from app.models.role import ROLE
from app.models.tables import table_of
from app.models.values import Content, Item, Record
from app.services import records
from app.services.staff import current_actor
from app.store.database import Database, open_database
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.postgres import Server

SEES = {Act.VIEW: Reach.COMPANY}
SERVES = {act: Reach.COMPANY for act in (Act.VIEW, Act.ADD, Act.EDIT)}
OWN = {act: Reach.OWN for act in (Act.VIEW, Act.ADD, Act.EDIT, Act.DELETE)}
NAMES = tuple(
    Grant(record_type, Act.VIEW, Reach.COMPANY)
    for record_type in ("company", "pick_value", "staff", "team", "workgroup", "image")
)
"""What everybody at a desk reads."""

SignIn = Callable[[str], Database]


def signing_in(database: Database, patch: pytest.MonkeyPatch, server: Server | None) -> Iterator[SignIn]:
    """How somebody opens the database: as a user of this computer or, on a server, as a login of theirs.

    The login is above the server's own policies, so that what is refused is refused by the program.
    """
    opened: list[Database] = []

    def sign_in(name: str) -> Database:
        place = database.place
        if isinstance(place, Path):
            patch.setattr(getpass, "getuser", lambda: name)
        else:
            assert server is not None
            if not server.execute(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"):
                server.execute(f'CREATE ROLE "{name}" SUPERUSER LOGIN')
            place = server.address(place.database, name)
        opened.append(open_database(place))
        return opened[-1]

    yield sign_in
    for one in opened:
        one.close()


def make_role(
    connection: sa.Connection,
    name: str,
    rights: dict[Act, Reach],
    rules: Iterable[tuple[str, str, str]] = (),
    grants: Iterable[Grant] = NAMES,
) -> int:
    """A role by what it allows with customers, and by its rules on fields."""
    own = (Grant(CUSTOMER.name, act, reach) for act, reach in rights.items())
    rows = [Item({"record_type": one.record_type, "act": one.act, "reach": one.reach}) for one in (*grants, *own)]
    fields = [Item({"record_type": one, "field": field, "access": access}) for one, field, access in rules]
    content = Content({"name": name}, {"rights": tuple(rows), "field_rules": tuple(fields)})
    actor = current_actor(connection)
    return records.save_record(connection, ROLE.name, None, None, content, actor=actor).record.id


def make_staff(connection: sa.Connection, sign_in: str, *role_ids: int, **values: object) -> int:
    """A member of staff who was let in by somebody else."""
    roles = tuple(Item({"role_id": one}) for one in role_ids)
    content = Content({"name": sign_in.title(), "sign_in": sign_in, **values}, {"roles": roles})
    return records.save_record(connection, "staff", None, None, content, actor=current_actor(connection)).record.id


def make_team(connection: sa.Connection, name: str, *staff_ids: int) -> int:
    """A team of these members of staff."""
    members = tuple(Item({"staff_id": one, "is_manager": False}) for one in staff_ids)
    content = Content({"name": name}, {"members": members})
    return records.save_record(connection, "team", None, None, content, actor=current_actor(connection)).record.id


def make_customer(connection: sa.Connection, name: str, content: Content | None = None, **holder: int | None) -> Record:
    """A customer whom somebody holds; whoever signed in, if nobody is named."""
    work = UnitOfWork(connection, current_actor(connection))
    company_id = factories.first_company(connection)
    made = work.create(CUSTOMER, company_id, content or factories.customer_content(name))
    if holder:
        hold(connection, [made.id], **holder)
    return made


def hold(connection: sa.Connection, ids: Iterable[int], **holder: int | None) -> None:
    """Say who holds customers, as nothing in the program does yet."""
    table = table_of(CUSTOMER)
    connection.execute(sa.update(table).where(table.c.id.in_(list(ids))).values(holder))


def leave_no_administrator(connection: sa.Connection) -> None:
    """Nobody made their own record, and who has a role has one that only looks."""
    connection.exec_driver_sql("UPDATE staff SET created_by = NULL")
    connection.exec_driver_sql("UPDATE staff_role SET role_id = (SELECT id FROM role WHERE name = 'Read-only')")
