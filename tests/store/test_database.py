"""Files as the program finds them: sound, strange, broken, or in somebody else's hands."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.errors import FileError, FileProblem
from app.models.customer import CUSTOMER
from app.models.tables import counter, table_of
from app.store import keys, sqlite
from app.store.conversion import convert
from app.store.database import create_database, open_database
from app.store.records import read_record
from tests import factories
from tests.processes import ROOT, holding, run_script

ON_WINDOWS = sys.platform == "win32"
STRANGE_NAMES = ["a#b", "100%41", "two  spaces", "Кунден", "客户 😀", "שלום", "it's; DROP TABLE x", "a&b=c", "x" * 200]
STRANGE_NAMES += [] if ON_WINDOWS else ["a?mode=memory", "file:a", ":memory:", "back\\slash", "*[x]"]


def problem_of(act, *arguments):
    """Why an act on a file is refused."""
    with pytest.raises(FileError) as refused:
        act(*arguments)
    return refused.value.problem


def use(path):
    """Open a file, read it all and save into it."""
    database = open_database(path)
    try:
        with database.reading() as connection:
            for table in ("customer", "customer_text", "pick_value", "change", "change_field", "phone", "company"):
                connection.execute(sa.text(f"SELECT * FROM {table}")).all()
        factories.stored_customer(database)
    finally:
        database.close()


def names_in(folder):
    """What lies in the folder."""
    return {entry.name for entry in folder.iterdir()}


def set_revision(path, revision):
    """Let the file say that it is at another revision."""
    database = open_database(path)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (revision,))
    database.close()


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_any_name_is_only_a_name(name, new_file, monkeypatch):
    folder = new_file.parent / name
    folder.mkdir()
    path = new_file.rename(folder / name)
    monkeypatch.chdir(folder)

    database = open_database(Path(name))
    monkeypatch.chdir(folder.parent)  # an open file stays where it is
    customer = factories.stored_customer(database)
    with database.reading() as connection:
        assert read_record(connection, CUSTOMER, customer.id) == customer
    database.close()

    assert names_in(folder) == {path.name}


def test_creation_leaves_one_whole_file(tmp_path):
    create_database(tmp_path / "a.deskbook")

    assert names_in(tmp_path) == {"a.deskbook"}
    open_database(tmp_path / "a.deskbook").close()


def test_creation_never_writes_over_anything(tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()

    assert problem_of(create_database, tmp_path / "file") is FileProblem.EXISTS
    assert problem_of(create_database, tmp_path / "folder") is FileProblem.EXISTS
    assert problem_of(create_database, tmp_path / "none" / "file") is FileProblem.NO_FOLDER
    assert (tmp_path / "file").read_text() == "mine"
    assert names_in(tmp_path) == {"file", "folder"}


def test_leftovers_of_killed_creations_go_and_those_at_work_stay(tmp_path):
    dead = int(run_script("import os; print(os.getpid())"))
    (tmp_path / f"a.deskbook.partial-{dead}-aaaaaa").write_bytes(b"half")
    (tmp_path / f"a.deskbook.partial-{os.getpid()}-bbbbbb").write_bytes(b"half")

    create_database(tmp_path / "a.deskbook")

    assert names_in(tmp_path) == {"a.deskbook", f"a.deskbook.partial-{os.getpid()}-bbbbbb"}


def test_the_journal_of_a_file_that_was_taken_away_is_not_played_into_a_new_one(new_file):
    database = open_database(new_file)
    factories.stored_customer(database)
    journal = new_file.with_name(new_file.name + "-wal")
    orphan = journal.read_bytes()
    database.close()
    new_file.unlink()
    journal.write_bytes(orphan)

    create_database(new_file)

    database = open_database(new_file)
    with database.reading() as connection:
        assert connection.execute(sa.select(counter)).all() == []
    database.close()
    assert new_file.with_name(f"{new_file.name}-wal.old").read_bytes() == orphan


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"Dear Ada,\n" * 1000, b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 8000, b"\0" * 10_000],
    ids=["empty", "one byte", "a letter", "a stub", "a garbled header", "zeros"],
)
def test_what_is_not_ours(content, tmp_path):
    path = tmp_path / "a.deskbook"
    path.write_bytes(content)

    assert problem_of(open_database, path) is FileProblem.NOT_OURS
    assert path.read_bytes() == content
    assert names_in(tmp_path) == {"a.deskbook"}


def test_the_database_of_another_program(tmp_path):
    import sqlite3  # only here: two libraries on one file of ours would be a mistake

    path = tmp_path / "a.deskbook"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE customer (id INTEGER)")
    other.close()

    assert problem_of(open_database, path) is FileProblem.NOT_OURS


def test_a_garbled_beginning_of_our_own_file(new_file):
    content = new_file.read_bytes()
    new_file.write_bytes(os.urandom(100) + content[100:])

    assert problem_of(open_database, new_file) is FileProblem.NOT_OURS


@pytest.mark.parametrize("length", [512, 4096, 40_000, 200_000])
def test_a_truncated_file(length, new_file):
    new_file.write_bytes(new_file.read_bytes()[:length])

    assert problem_of(use, new_file) is FileProblem.DAMAGED


@pytest.mark.parametrize("filling", [b"\0", b"\xff", b"Ada "], ids=["zeros", "ones", "text"])
def test_pages_overwritten_in_the_middle(filling, new_file):
    content = new_file.read_bytes()
    middle = content[4096:]
    new_file.write_bytes(content[:4096] + (filling * len(middle))[: len(middle)])

    assert problem_of(use, new_file) is FileProblem.DAMAGED


@pytest.mark.parametrize("page", range(1, 71, 3))
def test_one_overwritten_page_is_damage_or_nothing_at_all(page, new_file):
    content = bytearray(new_file.read_bytes())
    content[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    new_file.write_bytes(content)

    problem = None
    try:
        use(new_file)
    except FileError as error:
        problem = error.problem

    assert problem in (None, FileProblem.DAMAGED)


def test_a_file_without_a_revision(new_file):
    database = open_database(new_file)
    with database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    database.close()

    assert problem_of(open_database, new_file) is FileProblem.DAMAGED


@pytest.mark.parametrize(("revision", "problem"), [("0000", FileProblem.NEEDS_UPGRADE), ("9000", FileProblem.NEWER)])
def test_a_file_of_another_version_is_left_as_it_is(revision, problem, new_file):
    set_revision(new_file, revision)
    before = new_file.read_bytes()

    assert problem_of(open_database, new_file) is problem
    assert new_file.read_bytes() == before


def test_names_that_lead_nowhere(tmp_path):
    assert problem_of(open_database, tmp_path / "none") is FileProblem.MISSING
    assert problem_of(open_database, tmp_path / "none" / "none") is FileProblem.NO_FOLDER
    assert problem_of(open_database, tmp_path) is FileProblem.NOT_OURS


def test_another_programs_lock_ends_in_a_sentence_not_in_a_wait(file_database):
    with holding(file_database.path, "BEGIN IMMEDIATE"):
        assert problem_of(factories.stored_customer, file_database) is FileProblem.LOCKED
        with file_database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM company").scalar() == 1

    factories.stored_customer(file_database)


def test_a_file_that_another_program_has_to_itself(new_file):
    with holding(new_file, "PRAGMA journal_mode=DELETE", "BEGIN EXCLUSIVE"):
        assert problem_of(open_database, new_file) is FileProblem.LOCKED

    use(new_file)


def test_data_version_moves_with_others_commits_only(file_database):
    with file_database.reader.connect() as connection:
        before = sqlite.data_version(connection)
        assert sqlite.data_version(connection) == before

        factories.stored_customer(file_database)

        assert sqlite.data_version(connection) != before


def test_a_failed_save_is_taken_back_whole(database):
    def fail():
        with database.writing() as connection:
            connection.execute(sa.insert(counter), {"name": "half", "next": 1})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with database.reading() as connection:
        assert connection.execute(sa.select(counter).where(counter.c.name == "half")).all() == []


GROWS = """\
import sys
from itertools import count, islice
from pathlib import Path
from app.store import keys
from app.store.database import open_database
from tests.crowds import crowd_content, make_crowd
keys.remember(bytes.fromhex(sys.argv[2]))
database = open_database(Path(sys.argv[1]))
crowd = map(crowd_content, count())
make_crowd(database, islice(crowd, 2_000))
print("writing", flush=True)
while True:
    make_crowd(database, islice(crowd, 100))
"""
"""Writes so much that its journal is brought into the file again and again, until it is killed."""


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_a_file_is_opened_while_another_window_writes_to_it(new_file, is_encrypted):
    key = keys.new_key()
    if is_encrypted:
        convert(new_file, key, lambda done, total: None)
    command = [sys.executable, "-c", GROWS, str(new_file), key.hex()]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "writing\n"
        try:
            for _ in range(15):
                for _ in range(60):  # this is what would be caught half-way, once in hundreds of times
                    sqlite.recognise(new_file)
                with closing(open_database(new_file)) as database, database.reading() as connection:
                    connection.exec_driver_sql("SELECT count(*) FROM company")
        finally:
            other.kill()


def test_what_is_read_in_one_go_is_of_one_moment(database):
    def count(connection):
        return connection.execute(sa.select(sa.func.count()).select_from(table_of(CUSTOMER))).scalar_one()

    with database.reading() as connection:
        assert count(connection) == 0
        factories.stored_customer(database)
        assert count(connection) == 0
    with database.reading() as connection:
        assert count(connection) == 1
