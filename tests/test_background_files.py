"""What was asked of a file is done there, when it is closed and when another one is opened as well."""

from __future__ import annotations

import threading
import time

import pytest

from app.background import DatabaseTasks
from app.errors import FileProblem
from app.store.database import open_database
from tests.background_work import FOR_EVER, add_customer, count_to, customers, file_name

pytestmark = pytest.mark.usefixtures("only_this_thread_collects")


def test_closing_finishes_the_writes_and_drops_the_reads(qtbot, new_file, answers):
    tasks = DatabaseTasks()
    tasks.open(answers, new_file, lambda database: None, answers.fail)
    qtbot.waitUntil(tasks.is_idle)
    tasks.read(answers, count_to(FOR_EVER), answers.take, answers.fail)
    tasks.read(answers, count_to(FOR_EVER), answers.take, answers.fail, patient=True)
    for _ in range(20):
        tasks.write(answers, add_customer, answers.take, answers.fail)
    start = time.monotonic()
    tasks.close()
    assert time.monotonic() - start < 10
    database = open_database(new_file)
    with database.reading() as connection:
        assert customers(connection) == 20
    database.close()
    qtbot.wait(1)
    assert (answers.found, answers.errors) == ([], [])
    assert sorted(entry.name for entry in new_file.parent.iterdir()) == [new_file.name]


def test_closing_while_a_file_is_being_opened_lets_it_go(qtbot, new_file, answers):
    tasks = DatabaseTasks()
    tasks.open(answers, new_file, answers.take, answers.fail)
    tasks.close()
    assert sorted(entry.name for entry in new_file.parent.iterdir()) == [new_file.name]


def test_a_file_that_cannot_be_opened_leaves_the_one_before(qtbot, tasks, answers, tmp_path):
    tasks.open(answers, tmp_path / "missing.deskbook", answers.take, answers.fail)
    qtbot.waitUntil(lambda: bool(answers.errors))
    assert answers.errors[0].problem is FileProblem.MISSING
    tasks.read(answers, file_name, answers.take)
    qtbot.waitUntil(lambda: answers.found == ["test.deskbook"])


def test_what_was_asked_of_a_file_is_done_there(qtbot, tasks, answers, new_file, tmp_path):
    """Saves that still wait when another file is opened must not end up in that one."""
    second = tmp_path / "second.deskbook"
    second.write_bytes(new_file.read_bytes())
    holding, release = threading.Event(), threading.Event()

    def hold(connection):
        holding.set()
        assert release.wait(30)
        return add_customer(connection)

    opened = []
    tasks.write(answers, hold, answers.take, answers.fail)
    for _ in range(3):
        tasks.write(answers, add_customer, answers.take, answers.fail)
    tasks.open(answers, second, opened.append, answers.fail)
    tasks.read(answers, file_name, answers.take, answers.fail)
    tasks.read(answers, file_name, answers.take, answers.fail, patient=True)
    qtbot.waitUntil(lambda: bool(opened) and holding.is_set())
    tasks.read(answers, file_name, answers.take, answers.fail)
    tasks.write(answers, file_name, answers.take, answers.fail)
    release.set()
    qtbot.waitUntil(tasks.is_idle)

    assert answers.errors == []
    names = sorted(answer for answer in answers.found if isinstance(answer, str))
    assert names == ["second.deskbook"] * 2 + ["test.deskbook"] * 2
    journal = new_file.with_name(new_file.name + "-wal")
    qtbot.waitUntil(lambda: not journal.exists())  # let go
    for path, count in ((new_file, 4), (second, 0)):
        database = open_database(path)
        with database.reading() as connection:
            assert customers(connection) == count
        database.close()


def test_a_read_only_file_is_read_and_not_written(qtbot, new_file, answers):
    new_file.chmod(0o444)
    tasks = DatabaseTasks()
    tasks.open(answers, new_file, lambda database: None, answers.fail)
    qtbot.waitUntil(tasks.is_idle)
    tasks.read(answers, customers, answers.take)
    qtbot.waitUntil(lambda: answers.found == [0])
    tasks.close()
    new_file.chmod(0o644)
