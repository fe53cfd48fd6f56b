"""The one door to background work: answers on the GUI thread, nothing lost, nothing in the way."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QCoreApplication

from app.background import DatabaseTasks
from app.errors import CancelledError, FileError, FileProblem
from app.store.database import open_database
from tests.background_work import FOR_EVER, Answers, add_customer, count_to, customers

pytestmark = pytest.mark.usefixtures("only_this_thread_collects")


def test_answers_come_on_the_gui_thread_and_work_is_done_elsewhere(qtbot, tasks, answers):
    here = threading.get_ident()
    tasks.read(answers, lambda connection: threading.get_ident() == here, answers.take)
    tasks.write(answers, lambda connection: threading.get_ident() == here, answers.take)
    assert not tasks.is_idle()
    qtbot.waitUntil(lambda: answers.found == [False, False])
    assert tasks.is_idle()


@pytest.mark.parametrize("lane", ["read", "write"])
def test_what_is_asked_is_done_in_order(qtbot, tasks, answers, lane):
    for number in range(30):
        getattr(tasks, lane)(answers, count_to(number + 1), answers.take)
    qtbot.waitUntil(lambda: len(answers.found) == 30)
    assert answers.found == list(range(1, 31))


def test_what_was_written_is_there_when_the_answer_comes(qtbot, tasks, answers, new_file):
    seen = []

    def on_success(record_id):
        other = open_database(new_file)
        with other.reading() as connection:
            seen.append((record_id, customers(connection)))
        other.close()

    tasks.write(answers, add_customer, on_success)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][1] == 1


def test_after_writes_the_pieces_they_left_in_the_text_index_are_merged(qtbot, tasks, answers, new_file):
    def pieces():
        other = open_database(new_file)
        with other.reading() as connection:
            found = connection.exec_driver_sql("SELECT count(DISTINCT segid) FROM customer_index_idx").scalar_one()
        other.close()
        return found

    for _ in range(12):
        tasks.write(answers, add_customer, answers.take)
    qtbot.waitUntil(lambda: len(answers.found) == 12)
    qtbot.waitUntil(lambda: pieces() < 8)


def test_a_read_cannot_write(qtbot, tasks, answers):
    tasks.read(answers, add_customer, answers.take, answers.fail)
    qtbot.waitUntil(lambda: bool(answers.errors))
    assert isinstance(answers.errors[0], (FileError, sa.exc.DBAPIError))
    tasks.read(answers, customers, answers.take)
    qtbot.waitUntil(lambda: answers.found == [0])


def test_a_failing_write_leaves_nothing_and_is_told(qtbot, tasks, answers):
    def fail(connection):
        add_customer(connection)
        raise ZeroDivisionError

    tasks.write(answers, fail, answers.take, answers.fail)
    tasks.write(answers, customers, answers.take)
    qtbot.waitUntil(lambda: answers.found == [0])
    assert [type(error) for error in answers.errors] == [ZeroDivisionError]


def test_a_failure_nobody_asked_for_is_announced(qtbot, tasks, answers):
    def fail(connection):
        raise FileError(FileProblem.DISK_FULL, None)

    for submit in (tasks.read, tasks.write):
        with qtbot.waitSignal(tasks.failed) as announced:
            submit(answers, fail, answers.take)
        assert announced.args[0].problem is FileProblem.DISK_FULL
    assert answers.found == []


def test_without_a_database_every_question_fails(qtbot, answers):
    tasks = DatabaseTasks()
    tasks.read(answers, customers, answers.take, answers.fail)
    tasks.write(answers, customers, answers.take, answers.fail)
    qtbot.waitUntil(lambda: len(answers.errors) == 2)
    tasks.close()


def test_once_it_is_closed_nothing_is_begun(qtbot, tasks, answers):
    tasks.close()
    tasks.read(answers, customers, answers.take, answers.fail)
    tasks.write(answers, customers, answers.take, answers.fail)
    assert tasks.is_idle()
    QCoreApplication.processEvents()
    assert (answers.found, answers.errors) == ([], [])


def test_an_answer_for_a_window_that_has_gone_is_dropped(qtbot, tasks, answers):
    owner = Answers()
    tasks.read(owner, customers, answers.take, answers.fail)
    tasks.write(owner, customers, answers.take, answers.fail)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    tasks.read(answers, count_to(5), answers.take)
    qtbot.waitUntil(lambda: tasks.is_idle())
    assert (answers.found, answers.errors) == ([5], [])


def test_a_cancelled_error_of_an_operation_is_nobodys_surprise(qtbot, tasks, answers):
    def give_up(connection):
        raise CancelledError

    announced = []
    tasks.failed.connect(announced.append)
    tasks.write(answers, give_up, answers.take)
    tasks.write(answers, give_up, answers.take, answers.fail)
    qtbot.waitUntil(lambda: len(answers.errors) == 1)
    assert announced == []


def test_writes_do_not_wait_for_reads(qtbot, tasks, answers):
    ticket = tasks.read(answers, count_to(FOR_EVER), answers.take)
    tasks.write(answers, customers, answers.take)
    qtbot.waitUntil(lambda: answers.found == [0])
    tasks.cancel(ticket)


def test_opening_and_closing_windows_under_load(new_file):
    """What a worker lets go of must not be the last reference to a widget, and no garbage is collected there."""
    script = Path(__file__).with_name("many_windows.py")
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", f"tests.{script.stem}", str(new_file)],
        cwd=script.parent.parent,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "500 windows\n"), done.stderr


def test_unsaved_text_is_kept_to_its_end_even_when_closing(qtbot, new_file, tmp_path):
    tasks, done = DatabaseTasks(), []
    held = threading.Event()
    tasks.aside(tasks, held.wait, done.append)  # a keyring that asks for a password
    for number in range(20):
        tasks.keep(tasks, partial(done.append, number), done.append)
    qtbot.waitUntil(lambda: len([found for found in done if found is not None]) == 20)
    tasks.keep(tasks, partial(done.append, "last"), done.append)
    held.set()
    tasks.close()
    assert "last" in done
