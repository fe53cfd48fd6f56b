"""Fields that are hidden from somebody, or masked for them, as a plain connection of theirs meets them: column by column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from app.models.customer import CUSTOMER
from app.models.masking import masked
from app.models.rights import EVERY, Act, FieldAccess, FieldRule, Grant, Reach, Role
from app.models.role import ROLE
from app.models.staff import STAFF
from app.models.values import Content, Record
from app.models.withheld import columns_of
from app.services import people, records
from app.services.roles import role_content
from app.store.database import Database
from app.store.server_upgrade import upgrade_on_server
from app.store.unit_of_work import UnitOfWork
from tests import guarded, postgres
from tests.factories import address, customer_content, email, first_company, phone
from tests.plain_sql import refused

NAME = "columns"
SERVES = tuple(Grant("customer", act, Reach.ALL) for act in (Act.VIEW, Act.ADD, Act.EDIT, Act.DELETE, Act.PURGE))
RULES = {
    "title": FieldAccess.HIDDEN,
    "phones": FieldAccess.HIDDEN,
    "department": FieldAccess.HIDDEN,
    "directory_id": FieldAccess.HIDDEN,
    "network_id": FieldAccess.MASKED,
    "emails": FieldAccess.MASKED,
    "sla_level": FieldAccess.MASKED,
    "business_name": FieldAccess.READ_ONLY,
    "addresses": FieldAccess.READ_ONLY,
}
DESK = Role("Desk", SERVES, tuple(FieldRule("customer", name, access) for name, access in RULES.items()))
OPEN = Role("Open", SERVES, (FieldRule(EVERY, EVERY, FieldAccess.EDITABLE),))
UNREAD = [name for name, access in RULES.items() if access in (FieldAccess.HIDDEN, FieldAccess.MASKED)]
UNREAD_COLUMNS = ["phone", "phone_key", "email", "email_key", "vat_number"] + [
    column for name in UNREAD for column in columns_of(CUSTOMER.by_name[name])
]
CONTENT = {
    "title": "Countess",
    "department": "Finance",
    "directory_id": "D-1",
    "network_id": "NET-12345678",
    "sla_level": "gold",
    "business_name": "Engines Ltd",
    "vat_number": "DE136695976",
    "nickname": "Addie",
}


@pytest.fixture(scope="module")
def database(server: postgres.Server) -> Iterator[Database]:
    """With somebody from whom things are withheld, and somebody who reads everything."""
    database = guarded.make(server, NAME)
    with database.writing() as connection:
        for sign_in, role in (("gil", DESK), ("una", OPEN)):
            guarded.add_staff(connection, sign_in, [guarded.add_role(connection, role)])
    yield database
    database.close()
    guarded.drop(server, NAME)


@pytest.fixture
def ada(database: Database) -> Record:
    with database.writing() as connection:
        content = customer_content(
            "Ada Lovelace",
            phones=[phone("+44 20 7946 0123")],
            emails=[email("ada@example.com")],
            addresses=[address("1 Secret Row")],
            **CONTENT,
        )
        return UnitOfWork(connection, guarded.head(connection)).create(CUSTOMER, first_company(connection), content)


@pytest.fixture
def gil(database: Database, server: postgres.Server) -> Iterator[psycopg.Connection[Any]]:
    with guarded.person(server, NAME, "gil") as connection:
        yield connection


@pytest.fixture
def una(database: Database, server: postgres.Server) -> Iterator[psycopg.Connection[Any]]:
    with guarded.person(server, NAME, "una") as connection:
        yield connection


WAYS = (
    "SELECT {0} FROM customer",
    "SELECT count(*) FROM customer WHERE {0} IS NULL",
    "SELECT id FROM customer ORDER BY {0}",
    "SELECT max({0}::text) FROM customer",
    "SELECT id FROM customer GROUP BY id, {0}",
    "COPY customer ({0}) TO STDOUT",
    "COPY (SELECT {0} FROM customer) TO STDOUT",
    "UPDATE customer SET version = version WHERE {0} IS NULL",
    "UPDATE customer SET version = version RETURNING {0}",
    "UPDATE customer SET nickname = {0}::text",
    "DELETE FROM customer WHERE {0} IS NOT NULL",
    "EXPLAIN SELECT FROM customer WHERE {0} IS NULL",
    "CREATE TEMPORARY TABLE mine AS SELECT {0} FROM customer",
    "MERGE INTO customer c USING (SELECT 1) AS s ON c.{0} IS NULL WHEN MATCHED THEN DO NOTHING",
    "SELECT count(*) FROM ts_stat('SELECT to_tsvector({0}::text) FROM customer')",
    "DECLARE mine CURSOR FOR SELECT {0} FROM customer",
    "SELECT c.id FROM customer c JOIN customer d ON c.{0} = d.{0}",
    "SELECT {0} FROM customer FOR UPDATE",
    "WITH seen AS (SELECT {0} AS one FROM customer) SELECT one FROM seen",
    "SELECT lag({0}) OVER (ORDER BY id) FROM customer",
)


@pytest.mark.parametrize("way", WAYS)
def test_nobody_reads_a_column_that_is_withheld(
    gil: psycopg.Connection[Any], una: psycopg.Connection[Any], ada: Record, way: str
) -> None:
    for column in UNREAD_COLUMNS:
        assert refused(gil, way.format(column)), column
        assert refused(una, way.format(column)) is False, column
    assert refused(gil, way.format("nickname")) is False


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM customer",
        "SELECT customer FROM customer",
        "SELECT to_json(c) FROM customer c",
        "COPY customer TO STDOUT",
        "TABLE customer",
        "SELECT count(*) FROM customer c WHERE c IS NOT NULL",
        "SELECT hash_record(c) FROM customer c",
        "UPDATE customer c SET version = version RETURNING c",
        "INSERT INTO customer SELECT (c).* FROM customer c",
        "LOCK TABLE customer; SELECT c FROM customer c",
        "SELECT * FROM customer_text",
        "SELECT folded FROM customer_text",
        "SELECT personal FROM customer_text",
        "SELECT confidential FROM customer_text",
        "UPDATE customer_text SET personal = ''",
        "DELETE FROM customer_text WHERE folded LIKE '%countess%'",
        "SELECT FROM phone",
        "SELECT count(*) FROM phone",
        "SELECT address FROM email",
        "SELECT FROM address JOIN phone USING (customer_id)",
        "COPY phone TO STDOUT",
        "DELETE FROM phone WHERE number LIKE '%0123'",
        "UPDATE phone SET label = number",
        "UPDATE email SET label = '' RETURNING address",
        "SELECT columns_for(me())",
        "SELECT field_accesses_of(me(), 'customer')",
        "SELECT settle_columns(me())",
        "SELECT * FROM columns_given",
        "DELETE FROM columns_due",
        "SELECT acts_of(me(), 'customer')",
    ],
)
def test_nor_a_whole_row_nor_rows_of_a_field_nor_the_words_of_it(
    gil: psycopg.Connection[Any], ada: Record, statement: str
) -> None:
    assert refused(gil, statement)


def test_what_may_be_read_is_read(gil: psycopg.Connection[Any], una: psycopg.Connection[Any], ada: Record) -> None:
    row = gil.execute(
        "SELECT display_name, business_name, city, nickname, owner_id IS NULL FROM customer WHERE id = %s", [ada.id]
    ).fetchone()
    assert row == ("Ada Lovelace", "Engines Ltd", "London", "Addie", False)
    assert gil.execute("SELECT street FROM address WHERE customer_id = %s", [ada.id]).fetchall() == [("1 Secret Row",)]
    assert una.execute("SELECT number FROM phone WHERE customer_id = %s", [ada.id]).fetchall() == [
        ("+44 20 7946 0123",)
    ]
    whole = una.execute("SELECT title, network_id FROM customer WHERE id = %s", [ada.id]).fetchone()
    assert whole == ("Countess", "NET-12345678")
    (found,) = una.execute("SELECT folded FROM customer_text WHERE id = %s", [ada.id]).fetchone() or ("",)
    assert "countess" in found


def test_statistics_tell_nothing(database: Database, gil: psycopg.Connection[Any], ada: Record) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("ANALYZE customer")
    seen = gil.execute("SELECT attname FROM pg_stats WHERE tablename IN ('customer', 'customer_text', 'phone')")
    assert {row[0] for row in seen} & {*UNREAD_COLUMNS, "folded", "number"} == set()


def test_what_stands_in_a_field_is_not_found_out_by_writing_it(
    gil: psycopg.Connection[Any], una: psycopg.Connection[Any], ada: Record
) -> None:
    """The very value that is there is refused as any other."""
    known = {name: CONTENT[name] for name in ("title", "network_id", "business_name", "directory_id")}
    for column, value in known.items():
        write = f"UPDATE customer SET {column} = %s WHERE id = %s"
        assert refused(gil, write, value, ada.id)
        assert refused(gil, write, "Another", ada.id)
        assert refused(una, write, "Another", ada.id) is False
    assert refused(gil, "UPDATE customer SET phone = NULL WHERE id = %s", ada.id)
    assert refused(gil, "UPDATE customer SET nickname = 'A' WHERE id = %s", ada.id) is False


ADD = (
    "INSERT INTO customer (id, version, state, company_id, owner_id, created_by, changed_by, created_at, changed_at,"
    " full_name, customer_code, tax_exempt, wholesale{0}) SELECT 1, 1, 'active', min(id), me(), me(), me(), now(), now(),"
    " 'Zoe', 'Z1', 'none', false{1} FROM company"
)


@pytest.mark.parametrize(
    ("column", "value", "is_open"),
    [
        ("nickname", "'Z'", True),
        ("last", "'Z'", True),
        ("customer_status", "'active'", True),
        ("title", "NULL", True),
        ("title", "'Queen'", False),
        ("network_id", "'N1'", False),
        ("business_name", "'Zoe Ltd'", True),  # whoever makes a record may give it a name
        ("department", "'Finance'", False),
        ("vat_number", "'DE1'", False),
        ("tax_certificate", "''", False),
    ],
)
def test_a_new_record_is_filled_with_what_may_be_written(
    gil: psycopg.Connection[Any], una: psycopg.Connection[Any], ada: Record, column: str, value: str, is_open: bool
) -> None:
    add = ADD.format(f", {column}", f", {value}")
    assert refused(gil, add) is not is_open
    assert refused(una, add) is False


def test_rows_of_a_new_record_are_those_of_fields_that_may_be_written(
    gil: psycopg.Connection[Any], una: psycopg.Connection[Any], ada: Record
) -> None:
    rows = "INSERT INTO phone (id, customer_id, number) VALUES (1, 1, '1')"
    for connection, is_open in ((gil, False), (una, True)):
        connection.execute(ADD.format("", ""))
        assert refused(connection, rows) is not is_open
        connection.rollback()
    assert refused(gil, "INSERT INTO phone (id, customer_id, number) VALUES (1, %s, '1')", ada.id)


def test_of_what_is_masked_the_last_characters_are_read(gil: psycopg.Connection[Any], ada: Record) -> None:
    rows = gil.execute("SELECT * FROM masked_customer(%s)", [ada.id]).fetchall()
    assert sorted(rows) == [
        ("email", "", masked("ada@example.com")),
        ("emails", "Work", masked("ada@example.com")),
        ("network_id", "", masked("NET-12345678")),
        ("sla_level", "", "••••"),
    ]


def test_a_whole_value_is_given_only_where_it_is_kept_that_it_was(
    gil: psycopg.Connection[Any], una: psycopg.Connection[Any], ada: Record
) -> None:
    ask = "SELECT unmasked_customer(%s, %s)"
    note = "SELECT note_accesses('unmasked', 'customer', %s, 'network_id')"
    assert refused(gil, ask, ada.id, "network_id")
    gil.execute(note, [[ada.id]])
    assert refused(gil, ask, ada.id, "network_id")
    gil.rollback()
    assert refused(gil, ask, ada.id, "network_id")
    gil.execute(note, [[ada.id]])
    gil.commit()
    assert gil.execute(ask, [ada.id, "network_id"]).fetchone() == ("NET-12345678",)
    assert refused(gil, ask, ada.id, "emails")
    assert refused(gil, ask, ada.id, "title")
    assert refused(una, ask, ada.id, "title")


def test_rights_hold_as_soon_as_they_are_others(database: Database, server: postgres.Server, ada: Record) -> None:
    """On the connections that there are."""
    with database.writing() as connection:
        role_id = guarded.add_role(connection, Role("Shifting", SERVES))
        person = guarded.add_staff(connection, "kim", [role_id])

    def change(base: Record, content: Content) -> Record:
        with database.writing() as connection:
            who = guarded.head(connection)
            return records.save_record(connection, base.type_name, None, base, content, actor=who).record

    read, rows = "SELECT title FROM customer", "SELECT number FROM phone"
    with guarded.person(server, NAME, "kim") as kim:
        assert (refused(kim, read), refused(kim, rows)) == (False, False)
        with database.reading() as connection:
            role = people.read_people(connection, ROLE.name, role_id)
        rules = role_content(DESK).items["field_rules"]
        role = change(role, Content({}, {"field_rules": rules}))
        assert (refused(kim, read), refused(kim, rows)) == (True, True)
        role = change(role, Content({}, {"field_rules": ()}))
        assert (refused(kim, read), refused(kim, rows)) == (False, False)
        with database.reading() as connection:
            member = people.read_people(connection, STAFF.name, person)
            desk, opened = (guarded.role_named(connection, name) for name in ("Desk", "Open"))
        member = change(member, Content({}, {"roles": guarded.role_items(desk)}))
        assert (refused(kim, read), refused(kim, rows)) == (True, True)
        member = change(member, Content({}, {"roles": (*member.items["roles"], *guarded.role_items(opened))}))
        assert (refused(kim, read), refused(kim, rows)) == (False, False)
        member = change(member, Content({}, {"roles": ()}))
        assert kim.execute(read).fetchall() == []
        kim.commit()
        member = change(member, Content({"sign_in": "kimberly"}, {"roles": guarded.role_items(desk)}))
    with guarded.person(server, NAME, "kimberly") as kim:
        assert (refused(kim, read), refused(kim, rows)) == (True, True)
        views = "SELECT DISTINCT schemaname FROM pg_views WHERE starts_with(schemaname, %s)"
        assert kim.execute(views, [f"{NAME}.kim"]).fetchall() == [(f"{NAME}.kimberly",)]
        kim.execute('SET search_path = "$user", deskbook')
        assert kim.execute("SELECT title, display_name FROM customer WHERE id = %s", [ada.id]).fetchall() == [
            (None, "Ada Lovelace")
        ]
        assert kim.execute(rows).fetchall() == []
    change(member, Content({"active": False}))
    assert server.execute(f"SELECT FROM pg_views WHERE starts_with(schemaname, '{NAME}.kim')", NAME) == []


def test_rights_wait_for_nobody_who_reads_for_long(database: Database, server: postgres.Server, ada: Record) -> None:
    with database.writing() as connection:
        role_id = guarded.add_role(connection, Role("Long reading", SERVES))
        guarded.add_staff(connection, "lou", [role_id])
    with guarded.person(server, NAME, "lou") as lou:
        lou.execute('SET search_path = "$user", deskbook')
        lou.commit()
        lou.execute("SELECT vat_number FROM customer")  # by a view
        with database.writing() as connection:
            role, who = people.read_people(connection, ROLE.name, role_id), guarded.head(connection)
            rules = Content({}, {"field_rules": role_content(DESK).items["field_rules"]})
            records.save_record(connection, ROLE.name, None, role, rules, actor=who)
        found = lou.execute("SELECT title, nickname FROM customer WHERE id = %s", [ada.id]).fetchone()
        assert found == (None, "Addie")
        lou.commit()


def test_an_upgrade_withholds_what_was_open_before(server: postgres.Server) -> None:
    name = f"{NAME}_old"
    made = guarded.make(server, name)
    with made.writing() as connection:
        guarded.add_staff(connection, "gil", [guarded.add_role(connection, DESK)])
    made.close()
    guarded.set_back(server.address(name), "0015")
    server.execute(f'GRANT SELECT ON deskbook.customer TO "{name}.staff"', name)
    upgrade_on_server(server.address(name), lambda done, total: None)
    try:
        with guarded.person(server, name, "gil") as connection:
            assert refused(connection, "SELECT title FROM customer")
            assert refused(connection, "SELECT nickname FROM customer") is False
            connection.execute('SET search_path = "$user", deskbook')
            assert connection.execute("SELECT title FROM customer").fetchall() == []
    finally:
        guarded.drop(server, name)


def test_people_make_nothing_where_their_views_are(gil: psycopg.Connection[Any]) -> None:
    for statement in (
        f'CREATE TABLE "{NAME}.gil".mine (id int)',
        f'CREATE OR REPLACE VIEW "{NAME}.gil".customer AS SELECT 1',
        f'ALTER VIEW "{NAME}.gil".customer SET (security_invoker = false)',
        f'DROP SCHEMA "{NAME}.gil" CASCADE',
        f'SELECT FROM "{NAME}.kim".customer',
    ):
        with pytest.raises(psycopg.Error) as caught, gil.transaction():
            gil.execute(statement)
        assert caught.value.sqlstate in ("42501", "42P01", "3F000"), statement
