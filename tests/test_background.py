"""The one door to background work: answers on the GUI thread, nothing lost, nothing in the way."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QCoreApplication, QObject, QThread

from app.background import DatabaseTasks
from app.errors import CancelledError, FileError, FileProblem
from app.models.customer import CUSTOMER
from app.models.tables import table_of
from app.services.staff import current_actor
from app.store.database import open_database
from app.store.unit_of_work import UnitOfWork
from tests.factories import customer_content, first_company

LONG = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT {}) SELECT max(n) FROM c"
FOR_EVER = 10**12


def count_to(number):
    return lambda connection: connection.exec_driver_sql(LONG.format(number)).scalar()


def customers(connection):
    return connection.execute(sa.select(sa.func.count()).select_from(table_of(CUSTOMER))).scalar_one()


def add_customer(connection):
    work = UnitOfWork(connection, current_actor(connection))
    return work.create(CUSTOMER, first_company(connection), customer_content()).id


def file_name(connection):
    return Path(connection.exec_driver_sql("PRAGMA database_list").first()[2]).name


@pytest.fixture(autouse=True)
def _only_this_thread_collects() -> Iterator[None]:
    """As in the window: a QObject that a collection in another thread destroys takes the process along."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


class Answers(QObject):
    """Collects answers with the thread that they came in."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.errors = []

    def take(self, answer):
        assert QThread.currentThread() is self.thread()
        self.found.append(answer)

    def fail(self, error):
        assert QThread.currentThread() is self.thread()
        self.errors.append(error)


@pytest.fixture
def answers(qtbot):
    return Answers()


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


def test_cancelling_stops_a_long_read(qtbot, tasks, answers):
    began = threading.Event()

    def count(connection):
        began.set()
        return count_to(FOR_EVER)(connection)

    ticket = tasks.read(answers, count, answers.take, answers.fail)
    qtbot.waitUntil(began.is_set)
    start = time.monotonic()
    tasks.cancel(ticket)
    tasks.read(answers, count_to(7), answers.take)
    qtbot.waitUntil(lambda: answers.found == [7], timeout=5_000)
    assert time.monotonic() - start < 1.0  # 0.1 s on a quiet machine
    assert answers.errors == []


def test_cancelling_between_two_statements_stops_the_next(qtbot, tasks, answers):
    """An interrupt finds nothing to stop while the operation works in Python."""
    began, go_on = threading.Event(), threading.Event()

    def count(connection):
        began.set()
        assert go_on.wait(30)
        return count_to(FOR_EVER)(connection)

    ticket = tasks.read(answers, count, answers.take, answers.fail)
    qtbot.waitUntil(began.is_set)
    tasks.cancel(ticket)
    go_on.set()
    tasks.read(answers, count_to(7), answers.take)
    qtbot.waitUntil(lambda: answers.found == [7], timeout=5_000)
    assert answers.errors == []


def test_a_read_that_was_cancelled_before_its_turn_is_not_begun(qtbot, tasks, answers):
    begun = []
    first = tasks.read(answers, count_to(FOR_EVER), answers.take)
    second = tasks.read(answers, lambda connection: begun.append(1), answers.take)
    tasks.cancel(second)
    tasks.cancel(first)
    tasks.cancel(999)
    tasks.read(answers, count_to(3), answers.take)
    qtbot.waitUntil(lambda: answers.found == [3])
    assert begun == []


def test_a_patient_read_gives_way_and_is_finished_after(qtbot, tasks, answers):
    begun = []

    def count(connection):
        begun.append(1)
        return count_to(1_500_000)(connection)

    tasks.read(answers, count, answers.take, answers.fail, patient=True)
    qtbot.waitUntil(lambda: bool(begun))
    for number in range(3):
        tasks.read(answers, count_to(number + 1), answers.take)
    qtbot.waitUntil(lambda: len(answers.found) == 4, timeout=20_000)
    assert answers.found == [1, 2, 3, 1_500_000]
    assert (len(begun) > 1, answers.errors) == (True, [])


def test_a_patient_read_gives_way_between_two_statements_too(qtbot, tasks, answers):
    began, go_on = threading.Event(), threading.Event()

    def count(connection):
        if not began.is_set():
            began.set()
            assert go_on.wait(30)
            return count_to(FOR_EVER)(connection)
        return count_to(11)(connection)

    tasks.read(answers, count, answers.take, answers.fail, patient=True)
    qtbot.waitUntil(began.is_set)
    tasks.read(answers, count_to(2), answers.take)
    go_on.set()
    qtbot.waitUntil(lambda: answers.found == [2, 11], timeout=5_000)


def test_a_patient_read_can_be_cancelled(qtbot, tasks, answers):
    began = threading.Event()

    def count(connection):
        began.set()
        return count_to(FOR_EVER)(connection)

    ticket = tasks.read(answers, count, answers.take, answers.fail, patient=True)
    qtbot.waitUntil(began.is_set)
    tasks.cancel(ticket)
    tasks.read(answers, count_to(2), answers.take, patient=True)
    qtbot.waitUntil(lambda: answers.found == [2])
    assert answers.errors == []


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
