"""What is kept of people's rights is what their roles say, however and by how many these are changed at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from time import monotonic
from typing import Any

import psycopg
import pytest

from app.models.rights import Act, FieldAccess, FieldRule, Grant, Reach, Role
from app.store.database import Database
from tests import guarded, postgres
from tests.plain_sql import one, refused

NAME = "kept"
READER = Role("Reader", (Grant("customer", Act.VIEW, Reach.COMPANY),))
WRITER = Role(
    "Writer",
    (Grant("customer", Act.VIEW, Reach.OWN), Grant("customer", Act.EDIT, Reach.ALL)),
    (FieldRule("customer", "title", FieldAccess.HIDDEN),),
)
KEPT = "SELECT login, what, said, readable, editable FROM rights_kept ORDER BY login, what"
REACHES = "SELECT granted('customer', 'view'), granted('customer', 'edit'), 'title' = ANY(editable_fields('customer'))"
GIVE = "INSERT INTO staff_role (id, staff_id, role_id) SELECT min(id) - 1, %s, %s FROM staff_role"
TAKE = "DELETE FROM staff_role WHERE staff_id = %s AND role_id = %s"


_CREWS = count(1)


@dataclass(frozen=True)
class Crew:
    """Three who read, by their names; the role by which they do, and one that they don't have."""

    ids: tuple[int, ...]
    names: tuple[str, ...]
    reader: int
    writer: int


@pytest.fixture(scope="module")
def database(server: postgres.Server) -> Iterator[Database]:
    database = guarded.make(server, NAME)
    yield database
    database.close()
    guarded.drop(server, NAME)


@pytest.fixture
def crew(database: Database) -> Crew:
    """Others in each test."""
    own = next(_CREWS)
    names = tuple(f"{name}{own}" for name in ("ann", "ben", "cay"))
    with database.writing() as connection:
        reader, writer = (
            guarded.add_role(connection, Role(f"{role.name} {own}", role.grants, role.field_rules))
            for role in (READER, WRITER)
        )
        return Crew(tuple(guarded.add_staff(connection, name, [reader]) for name in names), names, reader, writer)


@pytest.fixture
def owner(database: Database, server: postgres.Server) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(server.dsn(NAME), options=guarded.SETTINGS, autocommit=True) as connection:
        yield connection


def said_anew(owner: psycopg.Connection[Any]) -> list[Any]:
    """What is kept after everything was thrown away and reckoned anew, one person after the other."""
    with owner.transaction(force_rollback=True):
        owner.execute("DELETE FROM rights_kept")
        owner.execute("UPDATE columns_given SET settled = NULL")
        owner.execute("SELECT settle_columns(id) FROM staff ORDER BY id")
        return owner.execute(KEPT).fetchall()


def test_the_people_of_a_role_get_what_it_says_by_then(owner, crew, server):
    with guarded.person(server, NAME, crew.names[1]) as ben:
        assert ben.execute(REACHES).fetchone() == (["company"], [], False)
        ben.commit()
        with owner.transaction():
            for person in crew.ids:
                owner.execute(GIVE, (person, crew.writer))
        assert sorted(one(ben, "SELECT granted('customer', 'view')")) == ["company", "own"]
        ben.commit()
        owner.execute("UPDATE role_right SET reach = 'team' WHERE role_id = %s AND act = 'view'", [crew.reader])
        assert sorted(one(ben, "SELECT granted('customer', 'view')")) == ["own", "team"]
        ben.commit()
        owner.execute("UPDATE role SET state = 'trashed' WHERE id = %s", [crew.reader])
        assert ben.execute(REACHES).fetchone() == (["own"], ["all"], False)
        ben.commit()
        owner.execute("DELETE FROM role_field_rule WHERE role_id = %s", [crew.writer])
        assert ben.execute(REACHES).fetchone() == (["own"], ["all"], True)
    assert owner.execute(KEPT).fetchall() == said_anew(owner)


def test_nothing_is_kept_of_whoever_cannot_sign_in(owner, crew):
    def kept() -> list[int]:
        """Whose rights there are, in the order of their logins."""
        asked = "SELECT DISTINCT staff_id, login FROM rights_kept WHERE staff_id = ANY(%s) ORDER BY login"
        return [row[0] for row in owner.execute(asked, [list(crew.ids)])]

    def rename(person: int, name: str) -> None:
        owner.execute("UPDATE staff SET sign_in = %s, sign_in_key = %s WHERE id = %s", (name, name, person))

    ann, ben, cay = crew.ids
    assert kept() == [ann, ben, cay]
    owner.execute("UPDATE staff SET active = false WHERE id = %s", [ann])
    assert kept() == [ben, cay]
    with owner.transaction():  # one gets the name that another had until then
        rename(ben, "zoe")
        rename(cay, crew.names[1])
    assert kept() == [cay, ben]
    assert owner.execute(KEPT).fetchall() == said_anew(owner)


def test_of_two_who_change_somebodys_roles_at_once_nobody_is_passed_over(owner, crew, server):
    ann, *_ = crew.ids
    with psycopg.connect(server.dsn(NAME), options=guarded.SETTINGS) as other, ThreadPoolExecutor() as aside:
        other.execute(TAKE, (ann, crew.reader))
        other.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is kept is another already, and not committed yet
        given = aside.submit(owner.execute, GIVE, (ann, crew.writer))
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        deadline = monotonic() + 20
        while not one(other, waits) and monotonic() < deadline:
            other.execute("SELECT pg_stat_clear_snapshot()")
        other.commit()
        given.result(timeout=20)
    with guarded.person(server, NAME, crew.names[0]) as seen:
        assert seen.execute(REACHES).fetchone() == (["own"], ["all"], False)
    assert owner.execute(KEPT).fetchall() == said_anew(owner)


def test_rights_are_not_changed_by_somebody_who_reads_what_was_before(crew, server, owner):
    ann, *_ = crew.ids
    before = owner.execute(KEPT).fetchall()
    with psycopg.connect(server.dsn(NAME), options=guarded.SETTINGS) as other:
        other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        other.execute(TAKE, (ann, crew.reader))
        with pytest.raises(psycopg.errors.FeatureNotSupported):
            other.commit()
    assert owner.execute(KEPT).fetchall() == before


@pytest.mark.parametrize("who", ["reader", "head"])
def test_people_neither_read_nor_write_it(crew, server, who):
    statements = (
        "SELECT count(*) FROM rights_kept",
        "UPDATE rights_kept SET said = '{view all}'",
        "DELETE FROM rights_kept",
        "INSERT INTO rights_kept SELECT * FROM rights_kept",
        "SELECT keep_rights(me(), session_user, '{}')",
        "SELECT said_to(me(), 'customer')",
        "COPY rights_kept TO STDOUT",
    )
    with guarded.person(server, NAME, guarded.HEAD if who == "head" else crew.names[0]) as person:
        assert [refused(person, statement) for statement in statements] == [True] * len(statements)
        with suppress(psycopg.Error):
            person.execute("SET session_replication_role = replica")
            pytest.fail("nobody may leave the triggers out")
