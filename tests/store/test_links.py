"""Links, files that go away while they are open, and locks that a careless look gives away: nothing for Windows."""

import pytest

from app.errors import FileError, FileProblem
from app.store import sqlite
from app.store.database import create_database, open_database
from tests import factories
from tests.processes import run_script


@pytest.fixture
def database(file_database):
    """Only files have these."""
    return file_database


IS_HELD = """\
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)  # where the library keeps its locks
        print("free")
    except OSError:
        print("held")
"""


def problem_of(act, *arguments):
    """Why an act on a file is refused."""
    with pytest.raises(FileError) as refused:
        act(*arguments)
    return refused.value.problem


def test_a_link_that_leads_nowhere(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "gone")

    assert problem_of(open_database, link) is FileProblem.MISSING
    assert problem_of(create_database, link) is FileProblem.EXISTS


def test_a_link_leads_to_the_file(new_file, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.deskbook"
    link.symlink_to(new_file)

    database = open_database(link)
    factories.stored_customer(database)
    database.close()

    assert list(link.parent.iterdir()) == [link]


def test_nothing_is_saved_into_a_file_that_was_deleted_or_replaced_meanwhile(database, tmp_path):
    factories.stored_customer(database)
    database.path.rename(tmp_path / "moved")

    assert problem_of(factories.stored_customer, database) is FileProblem.REPLACED

    create_database(tmp_path / "new")
    (tmp_path / "new").rename(database.path)
    assert problem_of(factories.stored_customer, database) is FileProblem.REPLACED

    (tmp_path / "moved").replace(database.path)
    factories.stored_customer(database)


def test_looking_at_an_open_file_does_not_give_its_locks_away(database):
    """A process that closes a file loses all its locks on it, those of the library included."""
    open_database(database.path).close()
    sqlite.require_ours(database.path)

    assert run_script(IS_HELD, database.path) == "held\n"
    database.close()
    assert run_script(IS_HELD, database.path) == "free\n"
