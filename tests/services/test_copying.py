"""A local file copied to a server, and a shared database to a file: everything, compared; killed, it goes on where it was."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing

import pytest
import sqlalchemy as sa

from app.errors import CancelledError, FileError, FileProblem, ServerError, ServerProblem
from app.models.customer import CUSTOMER
from app.models.tables import metadata, node, origin
from app.models.values import Content
from app.services import encryption
from app.services.checks import check_place
from app.services.copying import copy_to_file, copy_to_server, key_for
from app.services.demo import make_demo
from app.services.people import save_record
from app.services.staff import current_actor
from app.store import copying, keys
from app.store.changes import changes_of, latest_change
from app.store.copy_file import FileSource, filling_file
from app.store.copy_server import ServerSource
from app.store.copying import OWN, copied_tables, copy_rows, digest_of
from app.store.database import REVISION, open_database
from app.store.identity import COUNTER_BITS
from app.store.servers import probe
from app.store.unit_of_work import UnitOfWork
from tests import desk, factories, guarded
from tests.keyrings import memory_keyring
from tests.processes import ROOT

CUSTOMERS, KILLS, AT_ONCE = 300, 5, 100
CAN_KILL = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no other system kills so")
COPIER = f"""\
import os, signal, sys, time
from pathlib import Path
from app.models.servers import parse_address
from app.services.copying import copy_to_file, copy_to_server
from app.store import copying

copying.AT_ONCE = {AT_ONCE}  # so few that tables go in several pieces

act, path, address, share = sys.argv[1], Path(sys.argv[2]), parse_address(sys.argv[3]), float(sys.argv[4])
started = time.monotonic()
def tell(done, total):
    print(done, total, flush=True)
    if done > total * share: os.kill(os.getpid(), signal.SIGKILL)
print("begin", flush=True)
if act == "up":
    copy_to_server(path, address, tell)
else:
    copy_to_file(address, path, None, tell)
print("end", time.monotonic() - started, flush=True)
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Invented people, one of them edited, with a history and a draft."""
    path = tmp_path_factory.mktemp("copied") / "desk.deskbook"
    make_demo(path, CUSTOMERS, seed=3)
    edit_somebody(path)
    return path


def edit_somebody(place, name="Zoë Ångström"):
    """Make a customer and edit her."""
    with closing(open_database(place)) as database:
        record = factories.stored_customer(database, factories.customer_content(name, tags=("vip", "日本")))
        with database.writing() as connection:
            work = UnitOfWork(connection, current_actor(connection))
            work.update(CUSTOMER, record, Content({**record.values, "nickname": "Zo"}, record.items))
    return record.id


@pytest.fixture
def empty(server):
    server.create_database("copied", "template0")
    yield server.address("copied")
    guarded.drop(server, "copied")


@pytest.fixture
def full(file, empty):
    """A shared database with all that the file holds."""
    copy_to_server(file, empty)
    return empty


def source_on(connection):
    return (FileSource if connection.dialect.name == "sqlite" else ServerSource)(connection)


def digests(place):
    with closing(open_database(place)) as database, database.reading() as connection:
        source = source_on(connection)
        return {table.name: digest_of(source, table) for table in copied_tables()}


def rows_of(place, statement):
    with closing(open_database(place)) as database, database.reading() as connection:
        return connection.execute(statement).all()


def start(act, path, address, share=2.0):
    """A process that copies, and kills itself when so much is done."""
    command = [sys.executable, "-c", COPIER, act, str(path), str(address), str(share)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)


def killed_at(act, path, address, share):
    with start(act, path, address, share) as process:
        steps = process.stdout.read().split()
    assert process.returncode == -signal.SIGKILL
    return int(steps[-2])


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


READER = "copied.reader"
"""The login of one of the database's people."""


def add_reader(place):
    """Somebody who may see everything, as far as roles go; what the server itself doesn't let them read is left out."""
    with closing(open_database(place)) as database, database.writing() as connection:
        desk.make_staff(connection, "reader", guarded.role_named(connection, "Administrator"))


def withhold(server, what):
    """Take the right to read something from everybody, whichever of their roles gives it to them."""
    people = (
        "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = 'copied.staff' OR starts_with(rolname, 'copied:')"
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


def test_an_unfinished_copy_is_no_database(file, empty, full_of_pieces, tmp_path):
    """Neither in the window nor on the command line, whatever is tried with it."""
    target = tmp_path / "back.deskbook"
    with pytest.raises(CancelledError), filling_file(target, "somebody") as filling:
        copy_rows(full_of_pieces, filling, stop_at(0.3))
    partial = tmp_path / "back.deskbook.unfinished"

    with pytest.raises(FileError) as caught:
        open_database(partial)
    assert caught.value.problem is FileProblem.UNFINISHED
    with pytest.raises(CancelledError):
        copy_to_server(file, empty, stop_at(0.3))
    for attempt in (lambda: open_database(empty), lambda: probe(empty, "")):
        with pytest.raises(ServerError) as refused:
            attempt()
        assert refused.value.problem is ServerProblem.UNFINISHED


@pytest.fixture
def full_of_pieces(file):
    with closing(open_database(file)) as database, database.reading() as connection:
        yield FileSource(connection)


def stop_at(share):
    def stop(done, total):
        if done > total * share:
            raise CancelledError

    return stop


@CAN_KILL
@pytest.mark.parametrize("act", ["up", "down"])
def test_killed_at_random_it_goes_on(act, file, empty, tmp_path, server):
    """Wherever it is: while it begins, between pieces, within one, while it makes indexes or compares."""
    path = file if act == "up" else tmp_path / "back.deskbook"
    if act == "down":
        copy_to_server(file, empty)
    chance = random.Random(11)
    for lines in (0, *(chance.randint(1, 60) for _ in range(KILLS))):
        with start(act, path, empty) as process:
            assert process.stdout.readline() == "begin\n"
            for _ in range(lines):
                process.stdout.readline()
            deadline = time.monotonic() + chance.uniform(0, 0.3)
            while time.monotonic() < deadline:
                pass
            process.kill()
        wait_for_release(server)
        if is_whole(act, path, server):  # it had come to its end just before
            assert digests(empty) == digests(path) == digests(file)
            take_away(act, path, server)
        else:
            assert process.returncode == -signal.SIGKILL

    with start(act, path, empty) as process:
        assert "end" in process.stdout.read()
    assert digests(empty) == digests(path) == digests(file)
    assert check_place(empty if act == "up" else path) == ()


def is_whole(act, path, server):
    """Whether all of a copy has arrived, and is called by its name."""
    if act == "down":
        return path.exists()
    if server.execute("SELECT to_regclass('deskbook.alembic_version')", "copied") == [(None,)]:
        return False
    return server.execute("SELECT version_num FROM deskbook.alembic_version", "copied") == [(REVISION,)]


def take_away(act, path, server):
    """Have a copy be made once more, from the beginning."""
    if act == "down":
        path.unlink()
    else:
        server.drop_database("copied")
        server.create_database("copied", "template0")


def wait_for_release(server):
    """The server sees by and by that a connection's process is gone."""
    give_up = time.monotonic() + 10
    while server.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = 'copied' AND state IS NOT NULL") != [
        (0,)
    ]:
        assert time.monotonic() < give_up


@CAN_KILL
def test_what_arrived_before_a_kill_is_not_sent_again(file, empty, server):
    killed_at("up", file, empty, 0.3)
    before = server.execute("SELECT ctid, xmin, id FROM deskbook.customer ORDER BY id LIMIT 5", "copied")

    copy_to_server(file, empty)

    assert before
    assert server.execute("SELECT ctid, xmin, id FROM deskbook.customer ORDER BY id LIMIT 5", "copied") == before


@CAN_KILL
def test_what_changed_since_a_kill_comes_as_it_is_now(full, tmp_path):
    target = tmp_path / "back.deskbook"
    killed_at("down", target, full, 0.45)
    edit_somebody(full, "Ada after all")
    with closing(open_database(full)) as database, database.writing() as connection:
        connection.exec_driver_sql("UPDATE customer SET nickname = 'Changed' WHERE id = (SELECT min(id) FROM customer)")

    copy_to_file(full, target)

    assert digests(target) == digests(full)


def end_connections(server):
    """As an administrator does, or a server that stops."""
    server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'copied'")


@pytest.mark.parametrize("act", ["up", "down"])
def test_cut_off_it_goes_on(act, file, empty, tmp_path, server):
    path = file if act == "up" else tmp_path / "back.deskbook"

    def copy(on_progress=lambda done, total: None):
        return copy_to_server(path, empty, on_progress) if act == "up" else copy_to_file(empty, path, None, on_progress)

    def cut(done, total):
        if 0.2 * total < done < 0.4 * total:
            end_connections(server)

    if act == "down":
        copy_to_server(file, empty)
    with pytest.raises(ServerError) as caught:
        copy(cut)
    assert caught.value.problem in (ServerProblem.STOPPED, ServerProblem.LOST)
    copy()
    assert digests(empty) == digests(path) == digests(file)


def test_half_of_another_file_makes_way(file, empty, tmp_path):
    other = tmp_path / "other.deskbook"
    make_demo(other, 20, seed=9)
    with pytest.raises(CancelledError):
        copy_to_server(other, empty, stop_at(0.3))

    copy_to_server(file, empty)

    assert digests(empty) == digests(file)


def test_an_encrypted_copy_goes_on_under_its_key(full, tmp_path):
    target = tmp_path / "back.deskbook"
    with memory_keyring():
        key = key_for(target)
        encryption.keep_key(target, key)
        with pytest.raises(CancelledError):
            copy_to_file(full, target, key, stop_at(0.3))
        assert key_for(target) == key
        copy_to_file(full, target, key)
    assert digests(target) == digests(full)


def test_a_plain_copy_does_not_go_on_in_an_encrypted_one(full, tmp_path):
    target = tmp_path / "back.deskbook"
    with pytest.raises(CancelledError):
        copy_to_file(full, target, keys.new_key(), stop_at(0.3))
    copy_to_file(full, target)
    assert not encryption.protection(target).is_encrypted
    assert digests(target) == digests(full)


def test_a_database_that_is_called_like_half_a_copy_stays(file, full, tmp_path):
    target, named_so = tmp_path / "back.deskbook", tmp_path / "back.deskbook.unfinished"
    shutil.copy(file, named_so)
    for wanted in (None, keys.new_key()):
        with pytest.raises(FileError) as caught:
            copy_to_file(full, target, wanted)
        assert (caught.value.problem, caught.value.path) == (FileProblem.EXISTS, named_so)
    assert digests(named_so) == digests(file)


def test_killed_as_it_was_to_get_its_name_it_begins_anew(full, file, tmp_path):
    target, partial = tmp_path / "back.deskbook", tmp_path / "back.deskbook.unfinished"
    copy_to_file(full, target)
    target.rename(partial)
    edit_somebody(full, "Ada after all")
    copy_to_file(full, target)
    assert digests(target) == digests(full)
    assert not partial.exists()

    target.rename(partial)
    edit_somebody(partial, "Somebody whom only this file knows")
    with pytest.raises(FileError) as caught:
        copy_to_file(full, target)
    assert (caught.value.problem, caught.value.path) == (FileProblem.EXISTS, partial)


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
