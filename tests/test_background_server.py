"""Reads on a server: stopped when nobody waits for them, making way, and never hit by what was meant for another."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import psycopg
import pytest
import sqlalchemy as sa
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.errors import ServerProblem
from app.models.servers import Host, ServerAddress, Tls
from app.store.database import Database
from tests import postgres
from tests.conftest import opened_tasks
from tests.postgres import Server
from tests.proxies import proxied

FOR_EVER = 60


pytestmark = pytest.mark.usefixtures("only_this_thread_collects")


@pytest.fixture
def tasks(shared_database: Database, qtbot: QtBot) -> Iterator[DatabaseTasks]:
    yield from opened_tasks(shared_database.place, qtbot)


def sleep(seconds: float) -> object:
    return lambda connection: connection.scalar(sa.select(sa.func.pg_sleep(seconds))) or seconds


def is_asleep(server: Server) -> bool:
    """Whether the server is at a statement that sleeps."""
    sleeping = "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND datname = 'test'"
    return bool(server.execute(sleeping))


def is_kept_waiting(server: Server) -> bool:
    """Whether somebody there waits for what others have locked."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = 'test'"
    return bool(server.execute(waiting))


def number(wanted: int) -> object:
    return lambda connection: connection.scalar(sa.select(sa.literal(wanted)))


def test_what_nobody_waits_for_is_stopped_and_hits_no_other(qtbot: QtBot, tasks: DatabaseTasks, server: Server) -> None:
    owner, found = QObject(), []
    for round_ in range(8):
        ticket = tasks.read(owner, sleep(FOR_EVER), found.append)
        qtbot.waitUntil(lambda: is_asleep(server))
        tasks.cancel(ticket)
        tasks.read(owner, number(round_), found.append, found.append)
    qtbot.waitUntil(lambda: len(found) == 8, timeout=20_000)

    assert found == list(range(8))


def test_a_patient_read_makes_way_and_is_done_after(qtbot: QtBot, tasks: DatabaseTasks, server: Server) -> None:
    owner, found = QObject(), []
    tasks.read(owner, sleep(1.5), found.append, patient=True)
    qtbot.waitUntil(lambda: is_asleep(server))
    tasks.read(owner, number(7), found.append)
    qtbot.waitUntil(lambda: len(found) == 2, timeout=20_000)

    assert found[0] == 7


@pytest.mark.usefixtures("shared_database")
def test_a_patient_read_from_far_away_makes_way_between_its_statements(qtbot: QtBot, server: Server) -> None:
    """Each is done there before the server hears that it is to be stopped."""
    with proxied(server.port) as proxy:
        far = ServerAddress((Host("127.0.0.1", proxy.port),), "test", postgres.OWNER, Tls.DISABLE)
        owner, found, asked = QObject(), [], []

        def ask_on(connection: sa.Connection) -> int:
            for _ in range(20):
                asked.append(connection.scalar(sa.select(sa.literal(0))))
            return 20

        for tasks in opened_tasks(far, qtbot):
            tasks.read(owner, number(3), found.append)
            qtbot.waitUntil(lambda: found == [3], timeout=20_000)
            proxy.latency = 0.1
            tasks.read(owner, ask_on, found.append, patient=True)
            qtbot.waitUntil(lambda: len(asked) > 0, timeout=20_000)
            tasks.read(owner, number(7), found.append)
            qtbot.waitUntil(lambda: found == [3, 7], timeout=20_000)
            assert len(asked) < 10
            proxy.latency = 0
            qtbot.waitUntil(lambda: found == [3, 7, 20], timeout=20_000)


def test_what_the_server_stops_is_told_and_not_begun_again(qtbot: QtBot, tasks: DatabaseTasks) -> None:
    def overdue(connection: sa.Connection) -> None:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 1; SELECT pg_sleep(60)")

    owner, failed = QObject(), []
    tasks.failed.connect(failed.append)
    tasks.read(owner, overdue, failed.append)
    tasks.read(owner, overdue, failed.append, patient=True)
    tasks.write(owner, overdue, failed.append)
    qtbot.waitUntil(lambda: len(failed) == 3, timeout=20_000)

    assert [error.problem for error in failed] == [ServerProblem.TOO_LONG] * 3
    assert not tasks.lost_work.is_lost


@pytest.mark.usefixtures("shared_database")
def test_nobody_waits_for_a_way_that_is_long(qtbot: QtBot, server: Server) -> None:
    """The thread that asks for a statement to be stopped goes on at once."""
    with proxied(server.port) as proxy:
        far = ServerAddress((Host("127.0.0.1", proxy.port),), "test", postgres.OWNER, Tls.DISABLE)
        owner, found = QObject(), []
        for tasks in opened_tasks(far, qtbot):
            tasks.read(owner, number(3), found.append)  # the first one asks who reads
            qtbot.waitUntil(lambda: found == [3], timeout=20_000)
            proxy.latency = 0.3
            ticket = tasks.read(owner, sleep(FOR_EVER), found.append)
            qtbot.waitUntil(lambda: is_asleep(server))
            began = perf_counter()
            tasks.cancel(ticket)
            assert perf_counter() - began < 0.1
            tasks.read(owner, number(7), found.append)
            qtbot.waitUntil(lambda: found == [3, 7], timeout=20_000)
            proxy.latency = 0


def test_the_look_that_comes_before_the_first_read_is_stopped_as_well(
    qtbot: QtBot, tasks: DatabaseTasks, server: Server
) -> None:
    """Who reads is asked then, which others may keep waiting; what waits for a lock gives up by itself much later."""
    owner, found = QObject(), []
    with psycopg.connect(server.dsn("test")) as other:
        other.execute("LOCK TABLE deskbook.staff, deskbook.company")
        ticket = tasks.read(owner, number(3), found.append, found.append)
        qtbot.waitUntil(lambda: is_kept_waiting(server))
        tasks.cancel(ticket)
        qtbot.waitUntil(lambda: not is_kept_waiting(server), timeout=5_000)

    tasks.read(owner, number(7), found.append)
    qtbot.waitUntil(lambda: found == [7], timeout=20_000)
