"""The line that other tests make slow, silent or torn, before a real server."""

from __future__ import annotations

import time
from collections.abc import Iterator

import psycopg
import pytest

from tests.postgres import Server, running
from tests.proxies import Proxy, proxied


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with proxied(server.port) as proxy:
        yield proxy


def connected(proxy: Proxy, **options: object) -> psycopg.Connection:
    address = f"host=127.0.0.1 port={proxy.port} user=postgres dbname=postgres"
    return psycopg.connect(address, autocommit=True, connect_timeout=2, **options)


def test_it_hands_on_what_it_gets(proxy: Proxy) -> None:
    with connected(proxy) as connection:
        assert connection.execute("SELECT length(%s)", ["x" * 1_000_000]).fetchone() == (1_000_000,)
        assert connection.execute("SELECT repeat('y', 1000000)").fetchone() == ("y" * 1_000_000,)
        assert proxy.count() == 1


def test_it_makes_everything_late_each_way(proxy: Proxy) -> None:
    with connected(proxy) as connection:
        proxy.latency = 0.05
        began = time.perf_counter()
        connection.execute("SELECT 1")
        took = time.perf_counter() - began
        proxy.latency = 0

    assert 0.1 <= took < 1


def test_what_is_late_does_not_queue_up(proxy: Proxy) -> None:
    with connected(proxy) as connection:
        proxy.latency = 0.05
        began = time.perf_counter()
        connection.execute("SELECT repeat('y', 3000000)")
        took = time.perf_counter() - began
        proxy.latency = 0

    assert 0.1 <= took < 1.5  # in dozens of pieces


def test_silence_is_noticed_by_nobody(proxy: Proxy) -> None:
    waits = {"keepalives": 1, "keepalives_idle": 1, "tcp_user_timeout": 500}
    connection = connected(proxy, **waits)
    connection.execute("SET statement_timeout = 100")
    proxy.fall_silent()
    connection.pgconn.send_query(b"SELECT 1")
    assert connection.pgconn.flush() == 0
    with pytest.raises(psycopg.errors.ConnectionTimeout):
        connected(proxy)
    connection.pgconn.consume_input()
    assert connection.pgconn.is_busy()  # the network says that all is well
    connection.close()

    proxy.speak()
    with connected(proxy) as another:
        assert another.execute("SELECT 1").fetchone() == (1,)


def test_what_is_asked_is_done_where_only_the_answer_gets_lost(proxy: Proxy, server: Server) -> None:
    connection = connected(proxy)
    proxy.swallow_answers()
    connection.pgconn.send_query(b"CREATE TABLE asked (n int)")
    assert connection.pgconn.flush() == 0
    with psycopg.connect(server.dsn(), autocommit=True) as other:
        while other.execute("SELECT to_regclass('asked')").fetchone() == (None,):
            pass
    connection.pgconn.consume_input()
    assert connection.pgconn.is_busy()
    connection.close()
    proxy.speak()


def test_it_does_what_it_was_told_when_something_is_sent(proxy: Proxy) -> None:
    with connected(proxy) as connection:
        seen: list[str] = []
        proxy.when(b"SELECT 2", lambda: seen.append("two"))
        connection.execute("SELECT 1")
        assert seen == []
        connection.execute("SELECT 2")
        connection.execute("SELECT 2")
        assert seen == ["two"]


def test_a_cut_is_noticed_at_once_and_may_last(proxy: Proxy) -> None:
    connection = connected(proxy)
    proxy.cut(refuse=True)
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError):
        connected(proxy)

    proxy.speak()
    with connected(proxy) as another:
        assert another.execute("SELECT 1").fetchone() == (1,)


def test_without_a_server_nobody_gets_through(proxy: Proxy, server: Server) -> None:
    server.stop()
    with pytest.raises(psycopg.OperationalError):
        connected(proxy)
    server.start()
    with connected(proxy) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
