"""A local file copied to a server, and a shared database to a file: everything, compared."""

import shutil
from contextlib import closing

import pytest
import sqlalchemy as sa

from app.errors import CancelledError, FileError, FileProblem, ServerError, ServerProblem
from app.models.customer import CUSTOMER
from app.models.tables import metadata, node, origin
from app.models.values import Content
from app.services import encryption
from app.services.checks import check_place
from app.services.copying import copy_to_file, copy_to_server
from app.services.demo import make_demo
from app.services.records import save_record
from app.services.staff import current_actor
from app.store import copying, keys
from app.store.changes import changes_of, latest_change
from app.store.copy_file import filling_file
from app.store.copying import OWN, copy_rows, digest_of
from app.store.database import open_database
from app.store.identity import COUNTER_BITS
from tests import desk, factories, guarded
from tests.services.copies.helpers import FULL, bill_somebody, digests, rows_of, source_on, stop_at


def test_everything_arrives(file, empty):
    steps = []

    rows = copy_to_server(file, empty, lambda done, total: steps.append((done, total)))

    assert digests(empty) == digests(file)
    assert rows == sum(table.rows for table in digests(file).values()) == steps[-1][1] // 2
    assert steps[-1][0] == steps[-1][1]
    assert steps == sorted(steps)
    assert check_place(empty) == ()


def test_it_goes_on_behind_what_arrived(file, full):
    known = digests(file)["customer"].rows
    with closing(open_database(full)) as database:
        with database.reading() as connection:
            before = set(connection.exec_driver_sql("SELECT id FROM customer").scalars())
        made = factories.stored_customer(database)
        with database.reading() as connection:
            (change,) = changes_of(connection, CUSTOMER, made.id)
            assert connection.exec_driver_sql("SELECT count(*) FROM customer").scalar_one() == known + 1
            assert connection.exec_driver_sql("SELECT max(id) FROM change").scalar_one() == change.id
    assert made.id not in before
    assert bill_somebody(full) == "INV1001"


def test_a_database_with_records_is_left_alone(file, shared_database):
    before = digests(shared_database.place)
    with pytest.raises(ServerError) as caught:
        copy_to_server(file, shared_database.place)

    assert caught.value.problem is ServerProblem.NOT_EMPTY
    assert digests(shared_database.place) == before


def test_the_indexes_are_those_of_any_other(full, server, shared_database):
    made = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'deskbook' ORDER BY indexdef"
    references = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY 1"
    for statement in (made, references):
        assert server.execute(statement, "copied") == server.execute(statement, "test")
    assert set(digests(full)) == set(metadata.tables) - OWN


def test_what_comes_back_is_what_went(file, full, tmp_path):
    target, steps = tmp_path / "back.deskbook", []

    fetched = copy_to_file(full, target, None, lambda done, total: steps.append((done, total)))

    assert digests(target) == digests(file)
    assert fetched.rows == steps[-1][1] // 2 == steps[-1][0] // 2
    assert fetched.left_out == 0
    assert check_place(target) == ()
    assert [entry.name for entry in tmp_path.iterdir()] == [target.name]
    shapes = [{*rows_of(place, sa.text("SELECT type, name, sql FROM sqlite_schema"))} for place in (file, target)]
    assert shapes[0] == shapes[1]


def test_a_copy_is_a_database_of_its_own_that_knows_where_it_came_from(full, tmp_path):
    target = tmp_path / "back.deskbook"
    copy_to_file(full, target)

    ((number, uuid),) = rows_of(full, sa.select(node.c.number, node.c.uuid))
    ((own_number, own_uuid),) = rows_of(target, sa.select(node.c.number, node.c.uuid))
    (came_from,) = rows_of(target, sa.select(origin))
    with closing(open_database(target)) as database:
        with database.reading() as connection:
            assert latest_change(connection) == came_from.change
        made = factories.stored_customer(database)
        with database.reading() as connection:
            assert changes_of(connection, CUSTOMER, made.id)[0].id == came_from.change + 1
    assert own_number != number
    assert own_uuid != uuid == came_from.uuid
    assert came_from.address == str(full)
    assert made.id >> COUNTER_BITS == own_number


def test_codes_made_offline_go_on_behind_those_of_the_server(full, tmp_path):
    target = tmp_path / "back.deskbook"
    copy_to_file(full, target)
    codes = {code for (code,) in rows_of(target, sa.text("SELECT customer_code FROM customer"))}
    for place in (full, target):
        with closing(open_database(place)) as database, database.reading() as connection:
            series = source_on(connection).series()
        assert series
        assert all(number > len(codes) // 2 for number in series.values())
        assert [number for name, number in series.items() if name.startswith("invoice/")] == [1001]
    assert check_place(target) == ()


def test_an_encrypted_copy(full, file, tmp_path):
    target, key = tmp_path / "back.deskbook", keys.new_key()

    copy_to_file(full, target, key)

    assert encryption.protection(target).is_encrypted
    assert digests(target) == digests(file)
    assert check_place(target) == ()


def test_nothing_is_written_over(full, tmp_path):
    target = tmp_path / "back.deskbook"
    target.write_text("mine")
    with pytest.raises(FileError) as caught:
        copy_to_file(full, target)
    assert caught.value.problem is FileProblem.EXISTS
    assert target.read_text() == "mine"


READER = f"{FULL}.reader"
"""The login of one of the database's people."""


def add_reader(place):
    """Somebody who may see everything, as far as roles go; what the server itself doesn't let them read is left out."""
    with closing(open_database(place)) as database, database.writing() as connection:
        desk.make_staff(connection, "reader", guarded.role_named(connection, "Administrator"))


def withhold(server, what):
    """Take the right to read something from everybody, whichever of their roles gives it to them."""
    people = (
        f"SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = '{FULL}.staff' OR starts_with(rolname, '{FULL}:')"
    )
    for (role,) in server.execute(people):
        server.execute(f"REVOKE {what} FROM {role}", "copied")


def hide(server, table, condition):
    """Hide the rows of a table from the reader of which the condition doesn't hold."""
    policy = f'CREATE POLICY p ON deskbook.{table} AS RESTRICTIVE TO "{READER}" USING ({condition})'
    server.execute(policy, "copied")


def test_what_i_may_not_see_does_not_come(full, server, tmp_path):
    """Rows by policies, columns by grants; what would lead to a row that isn't there leads nowhere."""
    target = tmp_path / "back.deskbook"
    with closing(open_database(full)) as database, database.writing() as connection:
        first, second = connection.exec_driver_sql("SELECT id FROM customer ORDER BY id LIMIT 2").scalars()
        connection.exec_driver_sql(f"UPDATE customer SET manager_id = {first} WHERE id = {second}")
    add_reader(full)
    hidden = "nickname"
    withhold(server, f"SELECT ({hidden}) ON deskbook.customer")
    for table, column in (("customer", "id"), ("customer_text", "id"), ("phone", "customer_id")):
        hide(server, table, f"{column} <> {first}")

    fetched = copy_to_file(server.address("copied", READER), target)

    known = rows_of(full, sa.text("SELECT count(*) FROM customer"))[0][0]
    assert rows_of(target, sa.text("SELECT count(*) FROM customer"))[0][0] == known - 1
    assert rows_of(target, sa.text(f"SELECT count(*) FROM customer WHERE {hidden} IS NOT NULL"))[0][0] == 0
    assert rows_of(target, sa.text(f"SELECT manager_id FROM customer WHERE id = {second}"))[0][0] is None
    assert fetched.left_out > 0


def test_somebody_who_may_see_less_goes_on_without_what_came_before(full, server, tmp_path):
    target = tmp_path / "back.deskbook"
    with pytest.raises(CancelledError):
        copy_to_file(full, target, None, stop_at(0.45))
    add_reader(full)
    withhold(server, "SELECT ON deskbook.draft, deskbook.phone")
    hide(server, "email", "false")
    copy_to_file(server.address("copied", READER), target)
    found = digests(target)
    assert [found[name].rows for name in ("draft", "phone", "email")] == [0, 0, 0]
    assert found["customer"] == digests(full)["customer"]


def test_pieces_of_any_size_make_the_same(file, tmp_path, full_of_pieces, monkeypatch):
    monkeypatch.setattr(copying, "AT_ONCE", 7)
    target = tmp_path / "same.deskbook"
    with filling_file(target, full_of_pieces.uuid()) as filling:
        copied = copy_rows(full_of_pieces, filling, lambda done, total: None)
        found = {table.name: digest_of(filling, table) for table in copied}
    assert found == digests(file)
    shutil.rmtree(tmp_path)


def test_whom_no_server_knows_by_their_name_is_told_before_anything_is_copied(tmp_path, server):
    """Whoever uses the computer as "owner" is called so in the file."""
    path = tmp_path / "own.deskbook"
    make_demo(path, 5, seed=3)
    with closing(open_database(path)) as database, database.writing() as connection:
        for name, active in (("Owner", True), ("staff", False), ("a" * 60, True)):
            content = Content({"name": name, "sign_in": name, "active": active})
            save_record(connection, "staff", None, None, content, actor=current_actor(connection))
    server.create_database("nameless", "template1")
    with pytest.raises(FileError) as refused:
        copy_to_server(path, server.address("nameless"))
    assert (refused.value.problem, refused.value.detail) == (FileProblem.NO_LOGIN, f"Owner, {'a' * 60}")
    assert server.execute("SELECT FROM pg_namespace WHERE nspname = 'deskbook'", "nameless") == []
    server.drop_database("nameless")
