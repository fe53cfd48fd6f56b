"""Which fields a server says somebody may read, against the rules of `models.field_rights`; and what the log tells them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import combinations

import pytest
import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.field_rights import field_access
from app.models.queries import ListQuery
from app.models.ready_roles import READY_ROLES
from app.models.rights import EVERY, Act, FieldAccess, FieldRule, Grant, Person, Reach, Role
from app.models.tables import table_of
from app.services import history
from app.store import identity
from app.store.database import Database, open_database
from app.store.guard.fields import field_accesses
from app.store.listing import Limits, first_ids
from app.store.unit_of_work import UnitOfWork
from tests import guarded, postgres
from tests.factories import customer_content, first_company, phone

NAME = "fields"
SEES = (Grant("customer", Act.VIEW, Reach.ALL),)
EDITS = (*SEES, Grant("customer", Act.EDIT, Reach.ALL))
OWN_ROLES = (
    Role("Nothing"),
    Role("Opens without seeing", (), (FieldRule("customer", "vat_number", FieldAccess.EDITABLE),)),
    Role(
        "Hides telephones and titles",
        EDITS,
        tuple(FieldRule("customer", field, FieldAccess.HIDDEN) for field in ("phones", "title")),
    ),
    Role("Masks telephones", SEES, (FieldRule("customer", "phones", FieldAccess.MASKED),)),
    Role("Hides whole names", EDITS, (FieldRule("customer", "full_name", FieldAccess.READ_ONLY),)),
    Role("All read-only", EDITS, (FieldRule("customer", EVERY, FieldAccess.READ_ONLY),)),
    Role(
        "By every place",
        (*EDITS, Grant(EVERY, Act.VIEW, Reach.OWN)),
        (
            FieldRule(EVERY, EVERY, FieldAccess.HIDDEN),
            FieldRule(EVERY, "name", FieldAccess.MASKED),
            FieldRule("customer", "title", FieldAccess.EDITABLE),
            FieldRule("staff", EVERY, FieldAccess.READ_ONLY),
        ),
    ),
)
ROLES = (*READY_ROLES, *OWN_ROLES)


@pytest.fixture(scope="module")
def database(server: postgres.Server) -> Iterator[Database]:
    database = guarded.make(server, NAME)
    with database.writing() as connection:
        for role in OWN_ROLES:
            guarded.add_role(connection, role)
        guarded.add_staff(connection, "grace")
    yield database
    database.close()
    guarded.drop(server, NAME)


@pytest.fixture
def grace(database: Database, server: postgres.Server) -> Iterator[Database]:
    with closing(open_database(server.address(NAME, f"{NAME}.grace"))) as opened:
        yield opened


def give(database: Database, *roles: Role) -> Person:
    """Grace with these roles."""
    with database.writing() as connection:
        held, staff = table_of(RECORD_TYPES["staff"].by_name["roles"].items), table_of(RECORD_TYPES["staff"])
        own = connection.execute(sa.select(staff.c.id).where(staff.c.sign_in == "grace")).scalar_one()
        connection.execute(sa.delete(held).where(held.c.staff_id == own))
        for role in roles:
            role_id = guarded.role_named(connection, role.name)
            row = {"id": identity.next_id(connection, held.name), "staff_id": own, "role_id": role_id}
            connection.execute(sa.insert(held), row)
        return Person(staff_id=own, roles=roles, company_ids=frozenset({first_company(connection)}))


@pytest.mark.parametrize(
    "roles",
    [(), *((role,) for role in ROLES), *combinations(OWN_ROLES, 2)],
    ids=lambda roles: "+".join(role.name for role in roles) or "none",
)
def test_fields_are_as_open_as_the_rules_say(database: Database, grace: Database, roles: tuple[Role, ...]) -> None:
    person = give(database, *roles)
    with grace.reading() as connection:
        for record_type in RECORD_TYPES.values():
            expected = {field.name: field_access(person, record_type, field.name) for field in record_type.all_fields}
            assert field_accesses(connection, record_type) == expected


def test_the_log_says_nothing_of_fields_that_one_may_not_read(database: Database, grace: Database) -> None:
    with database.writing() as connection:
        work = UnitOfWork(connection, guarded.head(connection))
        content = customer_content("Ada")
        record = work.create(CUSTOMER, first_company(connection), content)
        work.update(CUSTOMER, record, customer_content("Ada", nickname="A", vat_number="DE1"))

    def told() -> set[str]:
        with grace.reading() as connection:
            grace.eyes.look_again(connection)
            (changed, *_) = history.read_window(connection, "customer", record.id).entries
            return {line.field for line in changed.lines}

    frontline, resolver, supervisor = READY_ROLES[:3]
    give(database, frontline)
    assert "vat_number" not in told() >= {"nickname"}
    give(database, resolver)
    assert "vat_number" not in told() >= {"nickname"}
    give(database, frontline, supervisor)
    assert told() >= {"vat_number", "nickname"}


def test_nobody_finds_by_what_they_may_not_read(database: Database, grace: Database) -> None:
    """Neither in what the index proposes nor on a walk along the list."""
    with database.writing() as connection:
        work = UnitOfWork(connection, guarded.head(connection))
        content = customer_content("Secretive Found", vat_number="DE987654321", phones=[phone("+44 20 7946 0999")])
        one = work.create(CUSTOMER, first_company(connection), content).id
        total = connection.execute(sa.select(sa.func.count()).select_from(table_of(CUSTOMER))).scalar_one()

    def finds(words: str) -> bool:
        query = ListQuery("customer", words=words)
        with grace.reading() as connection:
            grace.eyes.look_again(connection)
            ways = [first_ids(connection, query, total, Limits(sortable=most)) for most in (0, 100)]
        assert ways[0] == ways[1]
        return one in ways[0]

    frontline, _, supervisor = READY_ROLES[:3]
    for roles, by_vat, by_phone in (
        ((frontline,), False, True),
        ((frontline, supervisor), True, True),
        (OWN_ROLES[2:3], False, False),
        ((), False, False),
    ):
        give(database, *roles)
        assert finds("secretive found") is bool(roles)
        assert (finds("de987654321"), finds("secretive de987")) == (by_vat, by_vat)
        assert finds("79460999") is by_phone


def test_nobody_writes_what_they_may_only_read(database: Database, grace: Database, server: postgres.Server) -> None:
    with database.writing() as connection:
        work = UnitOfWork(connection, guarded.head(connection))
        content = customer_content("Ada", vat_number="DE1", phones=[phone()])
        one = work.create(CUSTOMER, first_company(connection), content).id

    def written(*roles: Role) -> set[str]:
        give(database, *roles)
        tried = {
            "nickname": "UPDATE customer SET nickname = 'A' WHERE id = %s",
            "vat_number": "UPDATE customer SET vat_number = NULL WHERE id = %s",
            "phones": "DELETE FROM phone WHERE customer_id = %s",
        }
        with guarded.person(server, NAME, "grace") as connection:
            return {field for field, statement in tried.items() if guarded.tries(connection, statement, one)}

    frontline, _, supervisor, *_ = READY_ROLES
    hides_phones, read_only = OWN_ROLES[2], OWN_ROLES[5]
    assert written(frontline) == {"nickname", "phones"}
    assert written(supervisor) == {"nickname", "vat_number", "phones"}
    assert written(hides_phones) == {"nickname"}
    assert written(read_only) == set()
