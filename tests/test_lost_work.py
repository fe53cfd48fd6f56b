"""What becomes of work whose connection is lost at an unlucky moment, or whose database is left for another meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.errors import CancelledError
from app.models.servers import Host, ServerAddress, Tls
from app.services.customers import save_customer
from app.services.staff import current_actor
from tests import postgres
from tests.conftest import opened_tasks
from tests.factories import customer_content, first_company
from tests.postgres import Server
from tests.proxies import Proxy, proxied, when_saved

PATIENCE_MS = 20_000

ENDED = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'test' AND query {} '%mark_save%'"


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with proxied(server.port) as proxy:
        yield proxy


@pytest.fixture
def tasks(shared_database, proxy: Proxy, qtbot: QtBot) -> Iterator[DatabaseTasks]:
    yield from opened_tasks(ServerAddress((Host("127.0.0.1", proxy.port),), "test", postgres.OWNER, Tls.DISABLE), qtbot)


def save_somebody(connection: sa.Connection) -> int:
    content = customer_content("Katherine Johnson")
    return save_customer(
        connection, first_company(connection), None, content, actor=current_actor(connection)
    ).record.id


def stored(server: Server) -> list[int]:
    return [id for (id,) in server.execute("SELECT id FROM deskbook.customer", "test")]


def test_a_save_that_comes_into_doubt_while_the_other_connection_is_made_anew(
    tasks: DatabaseTasks, proxy: Proxy, server: Server, qtbot: QtBot
) -> None:
    owner, told = QObject(), list[object]()
    when_saved(proxy, proxy.swallow_answers)
    tasks.write(owner, save_somebody, told.append, told.append, lambda mark: None)
    qtbot.waitUntil(lambda: bool(stored(server)), timeout=PATIENCE_MS)
    proxy.speak()
    server.execute(ENDED.format("NOT LIKE") + " AND pid <> pg_backend_pid()")
    tasks.read(owner, lambda connection: connection.scalar(sa.select(1)), lambda one: None)
    qtbot.waitUntil(lambda: tasks.lost_work.is_lost, timeout=PATIENCE_MS)

    tasks.lost_work.reconnect()
    server.execute(ENDED.format("LIKE") + " AND pid <> pg_backend_pid()")

    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert told == stored(server)


def test_what_waits_for_a_connection_is_let_go_when_another_database_is_opened(
    tasks: DatabaseTasks, proxy: Proxy, new_file: Path, qtbot: QtBot
) -> None:
    owner, told, found = QObject(), list[object](), list[object]()
    proxy.cut(refuse=True)
    tasks.read(owner, lambda connection: connection.scalar(sa.select(1)), told.append, told.append)
    qtbot.waitUntil(lambda: tasks.lost_work.is_lost, timeout=PATIENCE_MS)

    tasks.open(owner, new_file, lambda database: found.append(database.place), found.append)
    qtbot.waitUntil(lambda: found == [new_file], timeout=PATIENCE_MS)
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000) SELECT count(*) FROM n"
    tasks.read(owner, lambda connection: connection.scalar(sa.text(many)), found.append, found.append, patient=True)
    qtbot.waitUntil(lambda: len(found) > 1, timeout=PATIENCE_MS)

    assert found[1] == 500_000
    (error,) = told
    assert isinstance(error, CancelledError)
