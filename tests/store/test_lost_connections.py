"""A server that doesn't answer, dies, comes back or is taken over from: what an open database makes of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import monotonic

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InDoubtError, ServerError, ServerProblem
from app.models.servers import Host, ServerAddress, Tls
from app.services.shared import new_shared
from app.store import attended, postgresql, servers
from app.store.changes import news
from app.store.database import REVISION, Database, open_database
from app.store.guard.roles import people_of
from app.store.reaching import reach_reader, reach_writer
from app.store.save_marks import TABLE, is_marked
from tests import postgres
from tests.postgres import Server
from tests.proxies import Proxy, proxied

ADD = "INSERT INTO scribble (n) VALUES (1)"


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """One that may be killed."""
    with postgres.running() as server:
        server.create_database("template")
        new_shared(server.address("template"), country="US")
        server.execute("CREATE TABLE deskbook.scribble (n int)", "template")
        yield server


@pytest.fixture
def proxy(own_server: Server) -> Iterator[Proxy]:
    own_server.create_database("desk", "template")
    with proxied(own_server.port) as proxy:
        yield proxy
    own_server.drop_database("desk")


@pytest.fixture
def desk(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An open database on a line that can be made silent, whose silence is noticed soon."""
    monkeypatch.setattr(attended, "SILENCE_SECONDS", 0.4)
    monkeypatch.setattr(servers, "PATIENCE_SECONDS", 1)
    database = open_database(ServerAddress((Host("127.0.0.1", proxy.port),), "desk", postgres.OWNER, Tls.DISABLE))
    yield database
    database.close()


def add(database: Database, mark: str = "") -> None:
    with database.writing(mark) as connection:
        connection.exec_driver_sql(ADD)


def write(database: Database, mark: str, then: Callable[[sa.Connection], object]) -> None:
    """Write something, have something happen, and commit."""
    with database.writing(mark) as connection:
        connection.exec_driver_sql(ADD)
        then(connection)


def listen(database: Database) -> object:
    with database.reading() as connection:
        return news(connection)


def listen_on(database: Database) -> None:
    """Listen until something is wrong; the word of it has its way to go."""
    while True:
        listen(database)


def count(server: Server) -> int:
    return int(server.execute("SELECT count(*) FROM deskbook.scribble", "desk")[0][0])


def problem_of(act: Callable[[], object]) -> ServerProblem:
    with pytest.raises(ServerError) as failed:
        act()
    return failed.value.problem


def ask(database: Database) -> object:
    with database.reading() as connection:
        return connection.scalar(sa.select(1))


def test_who_waits_in_vain_finds_out(desk: Database, proxy: Proxy) -> None:
    ask(desk)
    proxy.fall_silent()
    began = monotonic()

    assert problem_of(lambda: ask(desk)) is ServerProblem.LOST
    assert monotonic() - began < 5
    proxy.speak()
    assert ask(desk) == 1


def test_a_statement_that_takes_long_is_not_taken_for_lost(desk: Database) -> None:
    with desk.reading() as connection:
        assert connection.exec_driver_sql("SELECT 7 FROM pg_sleep(1.5)").scalar() == 7


def test_what_is_done_just_while_the_server_is_asked_about_it_is_not_lost(desk: Database) -> None:
    def do_it_while_asking(connection: sa.Connection) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, attended.AttendedConnection)
        is_at_work = driver.is_at_work

        def ask_until_it_is_done() -> bool:
            while is_at_work():
                pass
            return False

        driver.is_at_work = ask_until_it_is_done
        connection.exec_driver_sql("SELECT FROM pg_sleep(0.8)")

    write(desk, "", do_it_while_asking)


def test_a_session_that_waits_for_us_while_we_wait_for_it_was_cut_off(desk: Database, proxy: Proxy) -> None:
    """What was asked got lost; whoever asks the server about it gets through."""

    def lose_what_is_asked(connection: sa.Connection) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, attended.AttendedConnection)
        is_at_work = driver.is_at_work
        driver.is_at_work = lambda: bool(proxy.speak()) or is_at_work()
        proxy.fall_silent()
        connection.exec_driver_sql(ADD)

    assert problem_of(lambda: write(desk, "", lose_what_is_asked)) is ServerProblem.LOST


def test_a_lost_session_holds_up_nobody(desk: Database, proxy: Proxy, own_server: Server) -> None:
    def lock_and_fall_silent(connection: sa.Connection) -> None:
        connection.exec_driver_sql("LOCK TABLE scribble")
        proxy.fall_silent()
        connection.exec_driver_sql(ADD)

    assert problem_of(lambda: write(desk, "", lock_and_fall_silent)) is ServerProblem.LOST
    proxy.speak()
    began = monotonic()

    reach_writer(desk, ())
    add(desk)

    assert monotonic() - began < 5
    assert count(own_server) == 1


def test_a_save_that_never_arrived_is_known_not_to_be_stored(desk: Database, proxy: Proxy, own_server: Server) -> None:
    mark = secrets.token_hex(8)
    with pytest.raises(InDoubtError) as doubt:
        write(desk, mark, lambda _: proxy.fall_silent())

    assert doubt.value.mark == mark
    proxy.speak()
    assert reach_writer(desk, (mark,)) == frozenset()
    assert count(own_server) == 0


def test_a_save_whose_answer_was_lost_is_known_to_be_stored(desk: Database, proxy: Proxy, own_server: Server) -> None:
    mark, other = secrets.token_hex(8), secrets.token_hex(8)
    with pytest.raises(InDoubtError):
        write(desk, mark, lambda _: proxy.swallow_answers())

    proxy.speak()
    assert reach_writer(desk, (other, mark)) == {mark}
    assert count(own_server) == 1


def test_a_connection_that_is_torn_before_anything_was_to_be_committed_leaves_no_doubt(
    desk: Database, proxy: Proxy
) -> None:
    def tear(connection: sa.Connection) -> None:
        proxy.cut()
        connection.exec_driver_sql(ADD)

    with pytest.raises(ServerError) as failed:
        write(desk, secrets.token_hex(8), tear)
    assert not isinstance(failed.value, InDoubtError)


def test_a_mark_is_there_with_what_it_marks_or_not_at_all(desk: Database) -> None:
    kept, dropped = secrets.token_hex(8), secrets.token_hex(8)
    add(desk, kept)
    with pytest.raises(ZeroDivisionError):
        write(desk, dropped, lambda _: 1 // 0)
    with desk.writing() as connection:
        assert is_marked(connection, kept)
        assert not is_marked(connection, dropped)


def test_marks_do_not_stay_for_ever(desk: Database, own_server: Server) -> None:
    add(desk, "old")
    own_server.execute(f"UPDATE deskbook.{TABLE} SET at = at - interval '31 days'", "desk")
    add(desk, "new")

    assert own_server.execute(f"SELECT mark FROM deskbook.{TABLE}", "desk") == [("new",)]


def test_nobody_reads_the_marks_of_others(own_server: Server, desk: Database) -> None:
    own_server.execute("CREATE ROLE eve LOGIN")
    try:
        own_server.execute(f'GRANT "{people_of("template")}" TO eve')
        with psycopg.connect(own_server.dsn("desk", "eve"), autocommit=True) as eve:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                eve.execute(f"SELECT * FROM deskbook.{TABLE}")
            assert eve.execute("SELECT deskbook.is_save_marked('x')").fetchone() == (False,)
    finally:
        own_server.execute("DROP OWNED BY eve", "desk")
        own_server.execute("DROP ROLE eve")


def test_a_server_that_was_killed_is_worked_with_once_it_is_back(desk: Database, own_server: Server) -> None:
    add(desk, "before")
    own_server.stop()

    assert problem_of(lambda: ask(desk)) in (ServerProblem.LOST, ServerProblem.STOPPED)
    assert problem_of(lambda: ask(desk)) is ServerProblem.LOST
    own_server.start()
    reach_reader(desk)
    assert reach_writer(desk, ("before",)) == {"before"}
    add(desk)
    assert count(own_server) == 2


def test_a_server_that_is_shut_down_says_so(desk: Database, own_server: Server) -> None:
    with desk.reading() as connection:
        own = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    own_server.execute(f"SELECT pg_terminate_backend({own}, 5000)")

    with pytest.raises(ServerError) as failed:
        listen_on(desk)
    assert failed.value.problem in (ServerProblem.STOPPED, ServerProblem.LOST)
    assert ask(desk) == 1


def test_what_others_keep_locked_is_not_waited_for_for_ever(
    desk: Database, own_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgresql.OF_WINDOWS, "lock_timeout", "200ms")
    with psycopg.connect(own_server.dsn("desk")) as other:
        other.execute("LOCK TABLE deskbook.scribble")
        database = open_database(desk.place)
        assert problem_of(lambda: add(database)) is ServerProblem.BUSY
        database.close()


@pytest.mark.parametrize(
    ("revision", "problem"), [("9999", ServerProblem.NEWER), ("0001", ServerProblem.NEEDS_UPGRADE)]
)
def test_an_upgrade_by_others_is_heard_of(
    desk: Database, own_server: Server, monkeypatch: pytest.MonkeyPatch, revision: str, problem: ServerProblem
) -> None:
    listen(desk)
    monkeypatch.setattr(postgresql, "HEARTBEAT_SECONDS", -1)
    listen(desk)
    own_server.execute(f"UPDATE deskbook.alembic_version SET version_num = '{revision}'", "desk")
    try:
        with pytest.raises(ServerError) as failed:
            listen(desk)
        assert failed.value.problem is problem
        assert failed.value.address == desk.place
        assert problem_of(lambda: reach_reader(desk)) is problem
    finally:
        own_server.execute(f"UPDATE deskbook.alembic_version SET version_num = '{REVISION}'", "desk")


def test_a_standby_takes_over(own_server: Server, desk: Database) -> None:
    with postgres.standing_by(own_server) as standby:
        both = (Host("127.0.0.1", own_server.port), Host("127.0.0.1", standby.port))
        database = open_database(replace(own_server.address("desk"), hosts=both))
        add(database, "confirmed")
        follow = "SELECT count(*) FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_lsn()"
        while own_server.execute(follow)[0][0] == 0:
            pass
        own_server.stop()
        try:
            assert problem_of(lambda: add(database)) in (ServerProblem.LOST, ServerProblem.STOPPED)
            assert problem_of(lambda: add(database)) is ServerProblem.READ_ONLY
            standby.promote()
            reach_reader(database)
            assert reach_writer(database, ("confirmed",)) == {"confirmed"}
            add(database)
            assert count(standby) == 2
        finally:
            database.close()
            own_server.start()


def test_a_server_far_away_is_opened_and_listened_to(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signing in takes its way there and back; hearing of changes takes none."""
    monkeypatch.setattr(postgresql, "HEARTBEAT_SECONDS", 60)  # by then all that was asked would make it due
    proxy.latency = 0.5
    address = ServerAddress((Host("127.0.0.1", proxy.port),), "desk", postgres.OWNER, Tls.DISABLE)
    database = open_database(address)
    proxy.latency = 0  # finding out what somebody sees who owns it all takes a dozen questions
    with database.reading() as connection:
        proxy.latency = 0.5
        began = monotonic()
        news(connection)
        assert monotonic() - began < proxy.latency
        proxy.latency = 0
    database.close()


@given(st.sampled_from(list(ServerProblem)), st.integers(1, 3))
def test_what_is_wrong_with_a_statement_is_not_wrong_with_the_connection(problem: ServerProblem, hosts: int) -> None:
    address = ServerAddress(tuple(Host(f"db{number}") for number in range(hosts)), "desk", "ada")
    of_statements = {ServerProblem.NO_RIGHTS, ServerProblem.BUSY, ServerProblem.DISK_FULL}
    of_statements |= {ServerProblem.NOT_EMPTY, ServerProblem.NOT_THE_SAME, ServerProblem.UNFINISHED}
    of_statements |= {ServerProblem.NO_COMPANY, ServerProblem.NOT_OF_STAFF, ServerProblem.NO_TRIGRAMS}
    of_statements |= {ServerProblem.IN_USE, ServerProblem.TOO_LONG}
    expected = problem not in of_statements and (problem is not ServerProblem.READ_ONLY or hosts > 1)

    assert ServerError(problem, address).is_of_connection is expected
