"""Bringing a file to a newer shape: wholly or not at all, alone, and with a copy of what it was."""

import shutil
import signal
import subprocess
import sys

import pytest

from app.errors import FileError, FileProblem
from app.store import keys, sqlite
from app.store.conversion import convert
from app.store.database import REVISION, open_database
from app.store.migrations import SCRIPTS
from app.store.upgrade import upgrade_database
from tests import factories
from tests.processes import holding


@pytest.fixture
def database(file_database):
    """Only files have these."""
    return file_database


NEXT = f"{int(REVISION) + 1:04}"
"""The number of a step that the program doesn't have yet."""

STEP = '''\
"""A step that only this test knows."""

import os
import signal

import sqlalchemy as sa
from alembic import op

revision = "@next"
down_revision = "@newest"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("customer", recreate="always") as batch:
        batch.add_column(sa.Column("shoe_size", sa.Integer(), server_default="42"))
    {}
'''


@pytest.fixture
def scripts(tmp_path):
    """A function that makes a folder of migrations with one more step, which ends with the given line."""

    def make(line="pass"):
        folder = tmp_path / "scripts 100%"
        shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        step = STEP.replace("@next", NEXT).replace("@newest", REVISION).format(line)
        (folder / "versions" / f"{NEXT}_shoe_size.py").write_text(step, "utf-8")
        return folder

    return make


@pytest.fixture
def used_file(database):
    """A file with a customer that has child rows and a manager, closed."""
    manager = factories.stored_customer(database)
    content = factories.customer_content(
        phones=[factories.phone()], addresses=[factories.address()], manager_id=manager.id
    )
    factories.stored_customer(database, content)
    database.close()
    return database.path


def rows_of(path, *tables):
    """Everything in the tables."""
    connection = sqlite.connect(path, "mode=ro")
    found = {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=str) for table in tables}
    connection.close()
    return found


def test_an_upgrade_keeps_every_row_and_a_copy_of_what_was(used_file, scripts):
    tables = ("phone", "address", "customer_text", "change", "change_field", "pick_value")
    before, customers = rows_of(used_file, *tables), rows_of(used_file, "customer")["customer"]

    copy = upgrade_database(used_file, scripts())

    assert copy == used_file.with_name(f"test.before-{NEXT}.deskbook")
    assert rows_of(used_file, *tables) == before
    assert rows_of(used_file, "customer", "alembic_version") == {
        "customer": [(*row, 42) for row in customers],
        "alembic_version": [(NEXT,)],
    }
    assert rows_of(copy, "customer", *tables) == {"customer": customers, **before}
    open_database(copy).close()
    with pytest.raises(FileError) as refused:
        open_database(used_file)
    assert refused.value.problem is FileProblem.NEWER


def test_a_second_copy_gets_another_name(used_file, scripts):
    used_file.with_name(f"test.before-{NEXT}.deskbook").write_bytes(b"somebody's")

    assert upgrade_database(used_file, scripts()) == used_file.with_name(f"test.before-{NEXT}-2.deskbook")


def test_nothing_to_do(used_file):
    before = used_file.read_bytes()

    assert upgrade_database(used_file) is None
    assert {entry.name for entry in used_file.parent.iterdir()} == {used_file.name}
    assert rows_of(used_file, "customer")["customer"]
    assert len(used_file.read_bytes()) == len(before)


@pytest.mark.parametrize(
    ("line", "failure"),
    [("raise ZeroDivisionError", ZeroDivisionError), ('op.execute("DELETE FROM company")', FileError)],
    ids=["a bug", "broken references"],
)
def test_a_failed_upgrade_leaves_the_file_as_it_was(line, failure, used_file, scripts):
    before = rows_of(used_file, "customer", "company", "phone", "alembic_version")
    folder = scripts(line)
    kept = used_file.with_name(f"{used_file.name}.key")
    kept.write_text("a wrapped key")

    with pytest.raises(failure):
        upgrade_database(used_file, folder)

    assert rows_of(used_file, *before) == before
    assert {entry.name for entry in used_file.parent.iterdir()} == {used_file.name, kept.name, folder.name}
    open_database(used_file).close()


def test_an_upgrade_that_is_killed_leaves_the_file_as_it_was(used_file, scripts):
    before = rows_of(used_file, "customer", "company", "phone", "alembic_version")
    line = 'op.execute("PRAGMA cache_spill=1"); op.execute("DELETE FROM company"); os.kill(os.getpid(), signal.SIGTERM)'
    script = "import sys; from app.store.upgrade import *; upgrade_database(*map(Path, sys.argv[1:]))"

    killed = subprocess.run([sys.executable, "-c", script, used_file, scripts(line)], check=False)

    assert killed.returncode in (-signal.SIGTERM, signal.SIGTERM)
    database = open_database(used_file)
    factories.stored_customer(database)
    database.close()
    assert rows_of(used_file, "company", "phone", "alembic_version").items() <= before.items()


def test_an_open_file_is_not_upgraded(used_file, scripts):
    folder = scripts()
    with holding(used_file, "PRAGMA journal_mode=WAL", "SELECT count(*) FROM customer"):
        with pytest.raises(FileError) as refused:
            upgrade_database(used_file, folder)

        assert refused.value.problem is FileProblem.LOCKED
        assert rows_of(used_file, "alembic_version") == {"alembic_version": [(REVISION,)]}


def test_a_newer_file_is_not_touched(used_file, scripts):
    upgrade_database(used_file, scripts())
    before = used_file.read_bytes()

    with pytest.raises(FileError) as refused:
        upgrade_database(used_file)

    assert refused.value.problem is FileProblem.NEWER
    assert used_file.read_bytes() == before


def test_an_encrypted_file_stays_so_and_its_copy_is_encrypted_too(used_file, scripts):
    key = keys.new_key()
    convert(used_file, key, lambda done, total: None)

    copy = upgrade_database(used_file, scripts())

    assert copy.read_bytes()[:16] == used_file.read_bytes()[:16] == keys.header_of(key)
    assert len(rows_of(copy, "customer")["customer"]) == 2
