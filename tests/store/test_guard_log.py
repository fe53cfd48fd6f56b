"""What people who come with plain SQL can write into the log, which undo and history believe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from app.models import tables
from app.models.customer import CUSTOMER
from app.models.rights import Act, FieldAccess, FieldRule, Grant, Reach, Role
from app.models.values import Content, Record
from app.services import history, taking_back
from app.services.customers import save_customer
from app.services.staff import current_actor
from app.store.bulk import open_batch
from app.store.database import Database, open_database
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork
from tests import guarded, postgres
from tests.factories import customer_content, first_company
from tests.plain_sql import one, refused

NAME = "logged"
EDITOR = Role(
    "Editor",
    tuple(Grant("customer", act, Reach.ALL) for act in (Act.VIEW, Act.EDIT, Act.DELETE)),
    (FieldRule("customer", "title", FieldAccess.READ_ONLY),),
)
PURGER = Role("Purger", tuple(Grant("customer", act, Reach.ALL) for act in (Act.VIEW, Act.EDIT, Act.DELETE, Act.PURGE)))
SERVER = Role("Server", tuple(Grant("customer", act, Reach.OWN) for act in (Act.VIEW, Act.ADD, Act.EDIT)))
LEAD = Role(
    "Lead",
    (
        Grant("customer", Act.VIEW, Reach.OWN),
        Grant("staff", Act.VIEW, Reach.OWN),
        Grant("role", Act.VIEW, Reach.COMPANY),
    ),
)
CHANGE = (
    "INSERT INTO change (record_type, record_id, version, act, at, staff_id, origin, batch_id, undoes)"
    " SELECT 'customer', id, version, %s, now(), me(), 'typed', %s, %s FROM customer WHERE id = %s RETURNING id"
)
VALUE = "INSERT INTO change_field (change_id, field, item_id, old, new) VALUES (%s, %s, 0, %s, %s)"


@pytest.fixture(scope="module")
def database(server: postgres.Server) -> Iterator[Database]:
    """With Vic, who only reads, Ed, who edits all but titles, Pur, who purges, Sue, who serves hers, and Lea, who sees roles."""
    database = guarded.make(server, NAME)
    with database.writing() as connection:
        guarded.add_staff(connection, "vic", [guarded.role_named(connection, "Read-only")])
        guarded.add_staff(connection, "ed", [guarded.add_role(connection, EDITOR)])
        for sign_in, role in (("pur", PURGER), ("sue", SERVER), ("lea", LEAD)):
            guarded.add_staff(connection, sign_in, [guarded.add_role(connection, role)])
    yield database
    database.close()
    guarded.drop(server, NAME)


@pytest.fixture
def head(database: Database, server: postgres.Server) -> Iterator[Database]:
    with closing(open_database(server.address(NAME, f"{NAME}.head"))) as opened:
        yield opened


@pytest.fixture
def vic(database: Database, server: postgres.Server) -> Iterator[psycopg.Connection[Any]]:
    with guarded.person(server, NAME, "vic") as connection:
        yield connection


@pytest.fixture
def ed(database: Database, server: postgres.Server) -> Iterator[psycopg.Connection[Any]]:
    with guarded.person(server, NAME, "ed") as connection:
        yield connection


@pytest.fixture
def sue(database: Database, server: postgres.Server) -> Iterator[psycopg.Connection[Any]]:
    with guarded.person(server, NAME, "sue") as connection:
        yield connection


def new_customer(database: Database, **values: Any) -> Record:
    with database.writing() as connection:
        content = customer_content("Ada Fern", **values)
        return save_customer(
            connection, first_company(connection), None, content, actor=current_actor(connection)
        ).record


def fails(connection: psycopg.Connection[Any], statement: str, *parameters: Any) -> bool:
    """Whether the server refuses it, as beyond one's rights or as no value at all; what it takes stays."""
    try:
        with connection.transaction():
            connection.execute(statement, parameters)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidTextRepresentation):
        return True
    return False


def customer_of(sign_in: str, head: Database, database: Database) -> int:
    """The id of a new customer whom nobody but that person and those who see all of them see."""
    record = new_customer(head)
    with database.writing() as connection:
        own = connection.scalar(sa.select(tables.staff.c.id).where(tables.staff.c.sign_in == sign_in))
        guarded.hold(connection, CUSTOMER, record.id, owner_id=own)
    return record.id


def edit(connection: psycopg.Connection[Any], record: Record) -> None:
    """Write the record's row, as whoever tells of a change has done."""
    edited = "UPDATE customer SET version = version + 1, changed_by = me(), changed_at = now() WHERE id = %s"
    assert connection.execute(edited, [record.id]).rowcount == 1


def tell(connection: psycopg.Connection[Any], record: Record, batch: int | None = None) -> int:
    row = connection.execute(CHANGE, ["changed", batch, None, record.id]).fetchone()
    assert row is not None
    return int(row[0])


def in_batch(database: Database, record: Record, nickname: str) -> int:
    """The batch in which the administrator gave the record another nickname."""
    with database.writing() as connection:
        actor = current_actor(connection)
        batch_id = open_batch(connection, "many", actor)
        stored = read_record(connection, CUSTOMER, record.id, lock=True)
        assert stored is not None
        content = Content({**stored.values, "nickname": nickname}, stored.items)
        UnitOfWork(connection, actor, batch_id).update(CUSTOMER, stored, content)
    return batch_id


def test_whoever_only_reads_tells_of_nothing(vic: psycopg.Connection[Any], head: Database) -> None:
    record = new_customer(head)
    for act in ("created", "changed", "trashed", "purged", "noted", "weird"):
        assert fails(vic, CHANGE, act, None, None, record.id)


def test_nobody_puts_a_change_into_a_batch_of_others(ed: psycopg.Connection[Any], head: Database) -> None:
    """Else its undo would write, in the administrator's name, what somebody else made up."""
    victim = new_customer(head, nickname="Good")
    batch_id = in_batch(head, new_customer(head), "Many")
    edit(ed, victim)
    assert fails(ed, CHANGE, "changed", batch_id, None, victim.id)
    with head.writing() as connection:
        assert taking_back.take_back(connection, batch_id, is_batch=True).records == 1
    batch = "INSERT INTO batch (id, label, at, staff_id, undoes) VALUES (1, '', now(), me(), %s)"
    assert fails(ed, batch, batch_id)
    assert not fails(ed, batch, None)
    assert fails(ed, "UPDATE batch SET undoes = %s WHERE id = 1", batch_id)
    assert not fails(ed, CHANGE, "changed", 1, None, victim.id)


def test_a_batch_of_which_nothing_goes_back_is_said_to_be_kept(ed: psycopg.Connection[Any], head: Database) -> None:
    """What takes it back would have been a batch, too, which did nothing: it goes again, and others never do."""
    record = new_customer(head)
    batch_id = in_batch(head, record, "Many")
    in_batch(head, record, "Later")
    with head.writing() as connection:
        before = connection.scalar(sa.select(sa.func.count()).select_from(tables.batch))
        back = taking_back.take_back(connection, batch_id, is_batch=True)
        assert (back.records, [kept.code for kept in back.kept]) == (0, ["edited"])
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.batch)) == before
        gone = connection.execute(sa.delete(tables.batch).where(tables.batch.c.id == batch_id))
        assert gone.rowcount == 0
    ed.execute("INSERT INTO batch (id, label, at, staff_id) VALUES (2, '', now(), me())")
    assert ed.execute("DELETE FROM batch").rowcount == 1


def test_what_is_told_to_be_taken_back_is_of_the_same_record(ed: psycopg.Connection[Any], head: Database) -> None:
    edited, other = new_customer(head), new_customer(head)
    with head.reading() as connection:
        of = sa.select(tables.change.c.record_id, tables.change.c.id)
        found = dict(connection.execute(of.where(tables.change.c.record_id.in_([edited.id, other.id]))).all())
    edit(ed, edited)
    assert fails(ed, CHANGE, "changed", None, found[other.id], edited.id)
    assert not fails(ed, CHANGE, "changed", None, found[edited.id], edited.id)


def test_a_change_is_of_an_act_that_there_is_and_of_a_purge_by_who_may(
    ed: psycopg.Connection[Any], head: Database, server: postgres.Server
) -> None:
    record = new_customer(head)
    edit(ed, record)
    assert fails(ed, CHANGE, "weird", None, None, record.id)
    leaving = "UPDATE customer SET state = 'trashed', version = version + 1, changed_by = me() WHERE id = %s"
    ed.execute(leaving, [record.id])
    purge = CHANGE.replace("id, version, %s", "id, version + 1, %s")
    assert fails(ed, purge, "purged", None, None, record.id)
    ed.rollback()
    with guarded.person(server, NAME, "pur") as pur:
        assert fails(pur, purge, "purged", None, None, record.id)
        pur.execute(leaving, [record.id])
        assert not fails(pur, purge, "purged", None, None, record.id)


def test_what_a_change_says_is_a_value_of_a_field_that_its_writer_may_write(
    ed: psycopg.Connection[Any], head: Database
) -> None:
    record = new_customer(head)
    edit(ed, record)
    number = tell(ed, record)
    assert fails(ed, VALUE, number, "title", '"Dr"', None)
    assert fails(ed, VALUE, number, "no_field", '"x"', None)
    assert fails(ed, VALUE, number, "nickname", "{oops", None)
    assert fails(ed, VALUE, number, "nickname", None, "oops")
    assert not fails(ed, VALUE, number, "nickname", '"old"', None)


def test_history_goes_on_without_what_is_no_value(ed: psycopg.Connection[Any], head: Database) -> None:
    """An editor can still write a text where a day belongs; nobody else's history breaks for that."""
    record = new_customer(head)
    edit(ed, record)
    number = tell(ed, record)
    for field, value in (("marketing_consent_on", '"never"'), ("emails", '"never"'), ("nickname", '"Al"')):
        ed.execute(VALUE, [number, field, None, value])
    ed.commit()
    with head.reading() as connection:
        last = history.read_window(connection, "customer", record.id).entries[0]
    assert [line.label for line in last.lines] == ["Nickname"]


def test_the_past_of_what_is_not_in_the_trash_is_nobodys_to_forget(head: Database, server: postgres.Server) -> None:
    record = new_customer(head)
    in_batch(head, record, "Many")
    said = "SELECT count(*) FROM change_field f JOIN change c ON c.id = f.change_id WHERE c.record_id = %s"
    with guarded.person(server, NAME, "pur") as pur:
        assert fails(pur, "SELECT forget_values('customer', ARRAY[%s]::bigint[])", record.id)
        assert pur.execute(said, [record.id]).fetchone() == (1,)
        trashed = "UPDATE customer SET state = 'trashed', version = version + 1, changed_by = me() WHERE id = %s"
        pur.execute(trashed, [record.id])
        assert not fails(pur, "SELECT forget_values('customer', ARRAY[%s]::bigint[])", record.id)
        assert pur.execute(said, [record.id]).fetchone() == (0,)


def test_the_log_is_in_ones_own_name_and_about_what_one_sees(
    sue: psycopg.Connection[Any], head: Database, database: Database
) -> None:
    add = (
        "INSERT INTO change (record_type, record_id, version, act, at, staff_id, origin)"
        " VALUES ('customer', %s, 9, 'changed', now(), {}, 'typed') RETURNING id"
    )
    own = customer_of("sue", head, database)
    assert refused(sue, add.format("(SELECT min(staff_id) FROM change)"), own)
    assert refused(sue, add.format("me()"), new_customer(head).id)
    assert refused(sue, add.format("me()"), 1)
    assert refused(sue, add.format("me()"), own)  # as long as she does nothing
    sue.execute("UPDATE customer SET version = 9, changed_by = me() WHERE id = %s", [own])
    number = one(sue, add.format("me()"), own)
    field = "INSERT INTO change_field (change_id, field, item_id) VALUES (%s, 'title', 0)"
    former = one(sue, "SELECT min(id) FROM change WHERE record_id = %s", own)
    assert refused(sue, field, former)
    assert sue.execute(field, [number]).rowcount == 1


def test_accesses_are_noted_in_ones_own_name_now_and_about_what_one_sees(
    sue: psycopg.Connection[Any], head: Database, database: Database, server: postgres.Server
) -> None:
    """Whoever looks after others reads of the records that they see; nobody else reads anything, of themselves either."""
    note = "SELECT note_accesses('opened', 'customer', %s, '')"
    own, unseen = customer_of("sue", head, database), new_customer(head).id
    sue.execute(note, [[own, unseen, 1]])
    sue.execute(note, [[own]])
    assert one(sue, "SELECT count(*) FROM access") == 0
    sue.commit()
    with guarded.person(server, NAME, "head") as reader:
        noted = (
            "SELECT s.sign_in, a.record_id, now() - a.at < '1 minute' FROM access a, staff s WHERE s.id = a.staff_id"
        )
        assert reader.execute(f"{noted} AND a.act = 'opened'").fetchall() == [("sue", own, True)]
        assert refused(reader, "DELETE FROM access")
        assert refused(reader, "UPDATE access SET at = now()")


def test_who_sees_roles_reads_of_the_records_that_they_see(
    head: Database, database: Database, server: postgres.Server
) -> None:
    own, unseen = customer_of("lea", head, database), new_customer(head).id
    with guarded.person(server, NAME, "head") as exporter:
        exporter.execute("SELECT note_accesses('exported', 'customer', %s, '2')", [[own, unseen, 0]])
        exporter.commit()
    with guarded.person(server, NAME, "lea") as lea:
        found = lea.execute("SELECT record_id FROM access WHERE act = 'exported' ORDER BY id").fetchall()
        assert found == [(own,), (0,)]
        assert refused(lea, "DELETE FROM access")
