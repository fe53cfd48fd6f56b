"""The watcher notices what anybody writes into the file, and nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from app.store.database import open_database
from app.views.watcher import INTERVAL_MS, Watcher
from tests import factories


@pytest.fixture
def watcher(tasks):
    owner = QObject()
    watcher = Watcher(tasks, owner)
    watcher.owner = owner
    yield watcher
    watcher.stop()


def wait_for_answer(qtbot, watcher):
    """Until the watcher has asked at least once more and got its answer."""
    with qtbot.waitSignal(watcher.answered):
        pass


def test_it_notices_others(qtbot, watcher, tasks, new_file):
    watcher.go_on()
    wait_for_answer(qtbot, watcher)
    other = open_database(new_file)
    with qtbot.waitSignal(watcher.changed, timeout=5 * INTERVAL_MS):
        factories.stored_customer(other)
    with qtbot.waitSignal(watcher.changed, timeout=5 * INTERVAL_MS):
        factories.stored_customer(other)
    other.close()


def test_it_says_nothing_when_nothing_changed(qtbot, watcher, tasks):
    with qtbot.assertNotEmitted(watcher.changed):
        watcher.go_on()
        for _ in range(3):
            wait_for_answer(qtbot, watcher)


def test_it_asks_no_more_when_it_was_stopped(qtbot, watcher, tasks, new_file):
    watcher.go_on()
    wait_for_answer(qtbot, watcher)
    watcher.stop()
    other = open_database(new_file)
    with qtbot.assertNotEmitted(watcher.changed, wait=2 * INTERVAL_MS):
        factories.stored_customer(other)
    other.close()


def test_a_failure_is_borne_and_asked_about_again(qtbot, watcher, tasks, new_file, tmp_path):
    second = tmp_path / "second.deskbook"
    second.write_bytes(new_file.read_bytes())
    failures = []
    tasks.failed.connect(failures.append)
    tasks.lend(tasks, lambda: None)
    watcher.go_on()
    opened = []
    tasks.open(tasks, second, opened.append, failures.append)  # which ends what waits for the first
    qtbot.waitUntil(lambda: bool(opened))
    wait_for_answer(qtbot, watcher)
    with qtbot.waitSignal(watcher.changed, timeout=5 * INTERVAL_MS):
        factories.stored_customer(opened[0])
    assert failures == []


def test_another_file_is_watched_from_its_own_start(qtbot, watcher, tasks, new_file, tmp_path):
    second = tmp_path / "second.deskbook"
    second.write_bytes(new_file.read_bytes())
    database = open_database(second)
    factories.stored_customer(database)
    database.close()
    watcher.go_on()
    wait_for_answer(qtbot, watcher)
    watcher.stop()
    opened = []
    tasks.open(tasks, second, opened.append, opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    with qtbot.assertNotEmitted(watcher.changed):
        watcher.go_on()
        for _ in range(2):
            wait_for_answer(qtbot, watcher)


def test_what_is_asked_along_is_answered_and_does_no_harm_when_it_fails(qtbot, watcher, new_file):
    watcher.also = lambda: lambda connection: connection.exec_driver_sql("SELECT 7").scalar()
    with qtbot.waitSignal(watcher.told) as told:
        watcher.go_on()
    assert told.args == [7]
    watcher.also = lambda: lambda connection: connection.exec_driver_sql("SELECT x FROM nowhere")
    with qtbot.captureExceptions() as bugs:
        for _ in range(4):
            wait_for_answer(qtbot, watcher)
    assert len(bugs) == 1  # told once, not with every question
    other = open_database(new_file)
    with qtbot.waitSignal(watcher.changed, timeout=5 * INTERVAL_MS):
        factories.stored_customer(other)
    other.close()
