"""Reads that nobody waits for any more are stopped, and those that can wait make way."""

from __future__ import annotations

import gc
import threading
import time
import weakref

import pytest

from tests.background_work import FOR_EVER, count_to

pytestmark = pytest.mark.usefixtures("only_this_thread_collects")


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


class Held:
    """Something that a read holds, such as a cursor."""


@pytest.mark.parametrize("ends", ["stopped", "failing"])
def test_what_a_read_held_is_not_freed_on_the_gui_thread(qtbot, tasks, answers, ends):
    """Freeing a cursor waits for what runs on its connection, and so would the window."""
    held, freed_in = threading.Event(), []

    def read(connection):
        mine = Held()
        weakref.finalize(mine, lambda: freed_in.append(threading.current_thread()))
        held.set()
        if ends == "failing":
            raise ZeroDivisionError
        return count_to(FOR_EVER)(connection), mine

    ticket = tasks.read(answers, read, answers.take, answers.fail)
    qtbot.waitUntil(held.is_set)
    if ends == "stopped":
        tasks.cancel(ticket)
    tasks.read(answers, count_to(7), answers.take)
    qtbot.waitUntil(lambda: answers.found == [7], timeout=5_000)
    gc.collect()

    assert len(freed_in) == 1
    assert threading.current_thread() not in freed_in


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
