"""What people try with plain SQL who want more than their rights, and what is left of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from app.models.contact_points import PHONE
from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.models.rights import Act, FieldAccess, FieldRule, Grant, Reach, Role
from app.models.tables import metadata, table_of
from app.store import identity
from app.store.database import Database, open_database
from app.store.listing import first_ids
from app.store.unit_of_work import UnitOfWork
from tests import guarded, postgres
from tests.factories import customer_content, first_company
from tests.plain_sql import one, refused

NAME = "guarded"
VIEWER = Role("Viewer", (Grant("customer", Act.VIEW, Reach.OWN), Grant("staff", Act.VIEW, Reach.OWN)))
SERVER = Role("Server", tuple(Grant("customer", act, Reach.OWN) for act in (Act.VIEW, Act.ADD, Act.EDIT)))


@pytest.fixture(scope="module")
def database(server: postgres.Server) -> Iterator[Database]:
    """With customers of Vic, who only sees his own, of Sue, who serves hers, and of the administrator."""
    database = guarded.make(server, NAME)
    with database.writing() as connection:
        company = first_company(connection)
        people = {"vic": VIEWER, "sue": SERVER}
        ids = {
            name: guarded.add_staff(connection, name, [guarded.add_role(connection, people[name])]) for name in people
        }
        ids["noa"] = guarded.add_staff(connection, "noa")
        for name, full_name in (("vic", "Victoria Plain"), ("sue", "Suzanne Plain"), ("", "Hidden Plain")):
            work = UnitOfWork(connection, guarded.head(connection))
            record = work.create(CUSTOMER, company, customer_content(full_name))
            work.update(CUSTOMER, record, customer_content(full_name, nickname="Known"))
            if name:
                guarded.hold(connection, CUSTOMER, record.id, owner_id=ids[name])
    yield database
    database.close()
    guarded.drop(server, NAME)


@pytest.fixture
def vic(database: Database, server: postgres.Server) -> Iterator[psycopg.Connection[Any]]:
    with guarded.person(server, NAME, "vic") as connection:
        yield connection


@pytest.fixture
def sue(database: Database, server: postgres.Server) -> Iterator[psycopg.Connection[Any]]:
    with guarded.person(server, NAME, "sue") as connection:
        yield connection


@pytest.fixture
def noa(database: Database, server: postgres.Server) -> Iterator[psycopg.Connection[Any]]:
    with guarded.person(server, NAME, "noa") as connection:
        yield connection


def hidden(database: Database) -> int:
    """The customer that neither Vic nor Sue sees."""
    with database.reading() as connection:
        name = table_of(CUSTOMER).c.full_name == "Hidden Plain"
        return int(connection.execute(sa.select(table_of(CUSTOMER).c.id).where(name)).scalar_one())


def test_people_own_nothing_and_can_make_nobody(database: Database, server: postgres.Server) -> None:
    roles = {row[0]: row[1:] for row in server.execute(
        "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolcanlogin FROM pg_roles"
        f" WHERE starts_with(rolname, '{NAME}.')"
    )}  # fmt: skip
    assert roles.pop(f"{NAME}.owner") == (False, True, False, False, False)
    assert roles.pop(f"{NAME}.staff") == (False, False, False, False, False)
    assert set(roles) == {f"{NAME}.{name}" for name in ("head", "vic", "sue", "noa")}
    assert set(roles.values()) == {(False, False, False, False, True)}
    owners = server.execute(
        "SELECT DISTINCT pg_get_userbyid(o) FROM (SELECT relowner FROM pg_class WHERE relnamespace = 'deskbook'::regnamespace"
        " UNION SELECT proowner FROM pg_proc WHERE pronamespace = 'deskbook'::regnamespace AND prolang <> 13) AS owners(o)",
        NAME,
    )
    assert owners == [(f"{NAME}.owner",)]


def test_every_table_is_guarded_or_closed(database: Database, server: postgres.Server) -> None:
    rows = server.execute(
        "SELECT relname, relrowsecurity FROM pg_class WHERE relnamespace = 'deskbook'::regnamespace AND relkind = 'r'",
        NAME,
    )
    assert {name for name, is_guarded in rows if not is_guarded} == {
        "alembic_version",
        "node",
        "counter",
        "folded_letter",
        "save_mark",
        "origin",
    }
    assert set(metadata.tables) <= {name for name, _ in rows}
    plain = server.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'deskbook'::regnamespace AND prosecdef"
        " AND NOT EXISTS (SELECT FROM unnest(proconfig) AS c WHERE c = 'search_path=pg_catalog, deskbook, pg_temp')",
        NAME,
    )
    assert plain == []


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE customer",
        "DELETE FROM change",
        "UPDATE change SET staff_id = 1",
        "DELETE FROM change_field",
        "UPDATE change_field SET old = NULL",
        "UPDATE batch SET label = ''",
        "SELECT * FROM counter",
        "UPDATE node SET number = 1",
        "DELETE FROM alembic_version",
        "INSERT INTO folded_letter VALUES ('a', 'b')",
        "DELETE FROM image_content",
        "INSERT INTO access (at, staff_id, act, record_type, record_id, detail)"
        " VALUES (now(), me(), 'opened', 'customer', 1, '')",
        "UPDATE access SET staff_id = 1",
        "DELETE FROM access",
        "TRUNCATE access",
        "SELECT note_accesses('read', 'customer', '{1}', '')",
        "INSERT INTO desk_setting VALUES ('logs_accesses', 'false')",
        "INSERT INTO desk_setting VALUES ('access_months', '1')",
        "SELECT nextval('access_id_seq')",
        "COPY customer FROM PROGRAM 'true'",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT setval('change_id_seq', 1)",
        "SELECT nextval('deskbook.\"numbers of customer\"')",
        "SELECT take_numbers('customer', 1000000000, 1)",
        "SELECT take_numbers('whatever', 1, 1)",
        "SELECT take_numbers('customer_code/1', 1, 1)",
        "SELECT go_on_behind('customer', 1000000000)",
        "SELECT settle_login('head')",
        "SELECT forget_pictures(ARRAY(SELECT sha256 FROM image_content))",
        "CREATE TABLE deskbook.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION deskbook.me(x int) RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        f'ALTER ROLE "{NAME}.vic" CREATEROLE',
        f"ALTER ROLE \"{NAME}.head\" PASSWORD 'x'",
        f'GRANT "{NAME}.owner" TO "{NAME}.vic"',
        f'SET ROLE "{NAME}.owner"',
        f'SET ROLE "{NAME}.head"',
        f'SET SESSION AUTHORIZATION "{NAME}.head"',
        "SET SESSION AUTHORIZATION postgres",
        "ALTER TABLE customer DISABLE ROW LEVEL SECURITY",
        "DROP POLICY by_rights_select ON customer",
        "ALTER TABLE customer DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "ALTER FUNCTION me() LEAKPROOF",
        "CREATE TRIGGER t AFTER INSERT ON customer EXECUTE FUNCTION tell_of_changes()",
        "SET row_security = off; SELECT count(*) FROM customer",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
    ],
)
def test_nobody_gets_round_it(vic: psycopg.Connection[Any], statement: str) -> None:
    if "SET ROLE" not in statement and "row_security" not in statement:
        assert refused(vic, statement)
        return
    with pytest.raises(psycopg.Error) as caught:
        vic.execute(statement)
    assert caught.value.sqlstate == "42501"


def test_the_group_of_all_people_is_no_disguise(vic: psycopg.Connection[Any], database: Database) -> None:
    vic.execute(f'SET ROLE "{NAME}.staff"')
    assert one(vic, "SELECT count(*) FROM customer") == 1
    assert one(vic, "SELECT me()") is not None
    assert not vic.execute("SELECT FROM customer WHERE id = %s", [hidden(database)]).fetchall()


def test_whoever_has_no_role_has_nothing(noa: psycopg.Connection[Any]) -> None:
    open_tables = set(metadata.tables) - {"node", "counter", "origin"}
    assert {name for name in open_tables if one(noa, f"SELECT count(*) FROM {name}")} == set()
    assert noa.execute("SELECT * FROM found_customer(ARRAY['plain'], '{}', 10)").fetchall() == []


def test_nothing_tells_of_what_is_out_of_reach(vic: psycopg.Connection[Any], database: Database) -> None:
    unseen = hidden(database)
    assert one(vic, "SELECT count(*) FROM customer") == one(vic, "SELECT count(*) FROM customer_text") == 1
    assert [row[0] for row in vic.execute("SELECT full_name FROM customer")] == ["Victoria Plain"]
    assert one(vic, "SELECT count(*) FROM found_customer(ARRAY['plain'], '{}', 10)") == 1
    assert one(vic, "SELECT count(*) FROM found_customer(ARRAY['hidden'], '{}', 10)") == 0
    assert one(vic, "SELECT count(*) FROM change WHERE record_id = %s", unseen) == 0
    assert one(vic, "SELECT count(*) FROM change WHERE record_type = 'customer'") == 2
    assert one(vic, "SELECT count(*) FROM change_field f JOIN change c ON c.id = f.change_id") > 0
    fields = "SELECT count(*) FROM change_field f WHERE f.new LIKE '%%Known%%'"
    assert one(vic, fields) == 1
    assert one(vic, "SELECT may('customer', 'view', %s)", unseen) is False
    assert one(vic, "SELECT may('customer', 'view', 1)") is False


def test_what_others_look_at_is_not_told_by_a_function_of_ones_own(vic: psycopg.Connection[Any]) -> None:
    """A condition that tells what it sees is asked only about rows that the person sees."""
    vic.execute(
        "CREATE FUNCTION pg_temp.tell(t text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS"
        " $$ BEGIN RAISE NOTICE '%', t; RETURN true; END $$"
    )
    heard: list[str | None] = []
    vic.add_notice_handler(lambda notice: heard.append(notice.message_primary))
    vic.execute("SELECT FROM customer WHERE pg_temp.tell(full_name)").fetchall()
    vic.execute("SELECT FROM customer_text WHERE pg_temp.tell(normal)").fetchall()
    vic.execute("SELECT FROM change_field WHERE pg_temp.tell(new)").fetchall()
    assert any("Victoria" in str(each) for each in heard)
    assert not [each for each in heard if "Hidden" in str(each) or "hidden" in str(each)]


def test_what_one_makes_oneself_stands_in_nobodys_way(vic: psycopg.Connection[Any], database: Database) -> None:
    """Functions of the owner don't look where people put things of the same name."""
    vic.execute("CREATE TEMPORARY TABLE staff_role (staff_id bigint, role_id bigint)")
    vic.execute("CREATE TEMPORARY TABLE role_right (role_id bigint, record_type text, act text, reach text)")
    vic.execute("CREATE FUNCTION pg_temp.me() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'")
    vic.execute("CREATE FUNCTION pg_temp.is_owners() RETURNS boolean LANGUAGE sql AS 'SELECT true'")
    vic.execute("SET search_path = pg_temp, deskbook, public")
    assert one(vic, "SELECT count(*) FROM customer") == 1
    assert refused(vic, "SELECT take_numbers('whatever', 1, 1)")


def test_what_others_make_where_everybody_may_is_nothing_that_the_program_calls(
    database: Database, server: postgres.Server
) -> None:
    """Until PostgreSQL 15 everybody who could connect could make things in the schema `public`, for others to fall for."""
    server.execute("GRANT CREATE ON SCHEMA public TO PUBLIC", NAME)
    try:
        with guarded.person(server, NAME, "vic") as vic:
            vic.execute("CREATE TABLE public.loot (who text)")
            vic.execute("GRANT ALL ON public.loot TO PUBLIC")
            for signature, answer in (
                ("found_customer(n text[], o text[], m text)", "SETOF bigint"),
                ("numbers_given(what varchar)", "bigint"),
                ("current_setting(what varchar, missing boolean)", "text"),
            ):
                vic.execute(
                    f"CREATE FUNCTION public.{signature} RETURNS {answer} LANGUAGE sql AS"
                    f" $$ INSERT INTO public.loot VALUES (session_user); SELECT NULL::{answer.split()[-1]} $$"
                )
            vic.commit()
        with closing(open_database(server.address(NAME, f"{NAME}.head"))) as opened, opened.writing() as connection:
            assert len(first_ids(connection, ListQuery("customer", words="plain"), 50)) == 3
            assert identity.given(connection, "customer") >= 3
        assert server.execute("SELECT who FROM public.loot", NAME) == []
    finally:
        server.execute("DROP SCHEMA public CASCADE", NAME)


def test_nobody_makes_themselves_an_administrator(sue: psycopg.Connection[Any]) -> None:
    for statement in (
        "INSERT INTO staff_role (id, staff_id, role_id) SELECT 1, me(), 1",
        "INSERT INTO role (id, version, state, created_by, changed_by) SELECT 1, 1, 'active', me(), me()",
        "INSERT INTO staff (id, version, state, created_by, changed_by, sign_in, sign_in_key, active)"
        " SELECT 1, 1, 'active', me(), me(), 'x', 'x', true",
    ):
        assert refused(sue, statement)
    assert refused(sue, "UPDATE staff SET active = false")
    assert sue.execute("UPDATE role_right SET reach = 'all'").rowcount == 0


def test_parts_follow_their_record(
    sue: psycopg.Connection[Any], vic: psycopg.Connection[Any], database: Database
) -> None:
    add = f"INSERT INTO {PHONE.name} (id, customer_id, number) VALUES (1, %s, '1')"
    assert refused(vic, add, one(vic, "SELECT id FROM customer"))
    assert refused(sue, add, hidden(database))
    assert sue.execute(add, [one(sue, "SELECT id FROM customer")]).rowcount == 1


def test_nobody_takes_the_ids_that_others_will_be_given(sue: psycopg.Connection[Any], database: Database) -> None:
    """Else the next to save would be refused, for nothing that they did."""
    own = one(sue, "SELECT id FROM customer")
    add = {
        "customer": "INSERT INTO customer (id, version, state, kind, company_id, owner_id, created_by, changed_by, created_at,"
        " changed_at) SELECT %s, 1, 'active', kind, company_id, me(), me(), me(), now(), now() FROM customer",
        "phone": f"INSERT INTO phone (id, customer_id, number) VALUES (%s, {own}, '1')",
        "batch": "INSERT INTO batch (id, label, at, staff_id) VALUES (%s, '', now(), me())",
        "draft": "INSERT INTO draft (id, record_type, company_id, staff_id, display_name, texts, changed_at)"
        " VALUES (%s, 'customer', 1, me(), 'x', '{}', now())",
    }
    for table, statement in add.items():
        taken = one(sue, f"SELECT (number::bigint << 40) + take_numbers('{table}', 2, 1) FROM node")
        assert refused(sue, statement, taken + 2)
        assert refused(sue, statement, taken + 1000)
        assert not refused(sue, statement, taken + 1)
    numbered = "INSERT INTO change (id, record_type, record_id, version, act, at, staff_id, origin)"
    sue.execute("UPDATE customer SET version = 9, changed_by = me() WHERE id = %s", [own])
    assert refused(sue, f"{numbered} SELECT max(id) + 1, 'customer', {own}, 9, 'changed', now(), me(), '' FROM change")


def test_what_follows_from_a_field_is_as_closed_as_the_field(database: Database, server: postgres.Server) -> None:
    closed = ("full_name", "first", "last", "business_name", "customer_code", "emails", "addresses", "department")
    grants = tuple(Grant("customer", act, Reach.ALL) for act in (Act.VIEW, Act.EDIT))
    role = Role("Half", grants, tuple(FieldRule("customer", field, FieldAccess.READ_ONLY) for field in closed))
    with database.writing() as connection:
        guarded.add_staff(connection, "hal", [guarded.add_role(connection, role)])
    with guarded.person(server, NAME, "hal") as hal:
        for change in (
            *("full_name = 'Evil'", "display_name = 'Evil'", "display_name_key = 'aaa'", "customer_code = 'E1'"),
            *("customer_code_key = 'e1'", "email = 'evil@example.com'", "city = 'Evil'", "department_key = 'aaa'"),
            "created_at = '1999-01-01'",
        ):
            assert refused(hal, f"UPDATE customer SET {change}, changed_by = me()"), change
        assert not refused(hal, "UPDATE customer SET nickname = 'Al', changed_by = me()")
        hal.execute("SELECT catch_up_customer(ARRAY(SELECT id FROM customer))")


def test_drafts_are_ones_own(sue: psycopg.Connection[Any], vic: psycopg.Connection[Any]) -> None:
    add = (
        "INSERT INTO draft (id, record_type, company_id, staff_id, display_name, texts, changed_at)"
        " SELECT 1, 'customer', 1, {}, 'x', '{{}}', now()"
    )
    assert refused(vic, add.format("(SELECT min(staff_id) FROM change)"))
    vic.execute(add.format("me()"))
    assert one(vic, "SELECT count(*) FROM draft") == 1
    assert one(sue, "SELECT count(*) FROM draft") == 0


def test_that_a_value_is_in_use_is_all_that_is_told(vic: psycopg.Connection[Any], database: Database) -> None:
    table, unseen = table_of(CUSTOMER), hidden(database)
    with database.reading() as connection:
        code = sa.select(table.c.customer_code_key, table.c.company_id).where(table.c.id == unseen)
        key, company = connection.execute(code).one()
    in_use = "SELECT in_use('customer', 'customer_code', %s, %s, 0)"
    assert one(vic, in_use, "nobodys", company) is False
    assert one(vic, in_use, key, company) is True


def test_two_databases_of_a_server_do_not_meet(database: Database, server: postgres.Server) -> None:
    other = guarded.make(server, f"{NAME}2")
    try:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(server.dsn(f"{NAME}2", f"'{NAME}.head'"))
        with closing(psycopg.connect(server.dsn(f"{NAME}2", f"'{NAME}2.head'"), options=guarded.SETTINGS)) as head:
            assert one(head, "SELECT count(*) FROM staff") == 1
    finally:
        other.close()
        guarded.drop(server, f"{NAME}2")


def test_pictures_go_with_those_who_may_purge_them(database: Database, server: postgres.Server) -> None:
    """Bytes that others still show stay, whoever asks."""
    with guarded.person(server, NAME, "head") as head:
        before = one(head, "SELECT count(*) FROM image_content")
        head.execute("SELECT forget_pictures(ARRAY(SELECT sha256 FROM image_content))")
        assert one(head, "SELECT count(*) FROM image_content") == before > 0


def test_bytes_are_kept_under_their_own_sum(database: Database, server: postgres.Server) -> None:
    add = "INSERT INTO image_content VALUES (%s, '', '', '', 'bytes')"
    with guarded.person(server, NAME, "head") as head:
        assert refused(head, add, "a" * 64)
        assert not refused(head, add, hashlib.sha256(b"bytes").hexdigest())


def test_what_is_taken_to_be_numbers_are_numbers(sue: psycopg.Connection[Any]) -> None:
    first = one(sue, "SELECT take_numbers('customer', 3, 1)")
    assert one(sue, "SELECT take_numbers('customer', 1, 1)") == first + 3
    assert one(sue, "SELECT numbers_given('customer')") == first + 3
