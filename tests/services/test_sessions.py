"""Sessions as they are written down: on a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.models.sessions import EndedBy
from app.models.tables import change, desk_session
from app.services import sessions
from app.services.sessions import SessionRules
from app.store.clock import since_now
from app.store.database import Database, open_database
from tests.desk import leave_no_administrator
from tests.factories import first_company


@pytest.fixture
def other(database: Database) -> Iterator[Database]:
    """The same database in another window."""
    with closing(open_database(database.place)) as other:
        yield other


def act(database, what, *arguments, **named):
    with database.writing() as connection:
        return what(connection, *arguments, **named)


def start(database, number):
    with database.writing() as connection:
        sessions.start(connection, number, first_company(connection))


def listed(database):
    with database.reading() as connection:
        return {each.number: each for each in sessions.list_sessions(connection)}


def test_a_session_says_who_is_there_and_where(database, actor):
    start(database, 7)

    (found,) = listed(database).values()
    assert (found.staff_id, found.name, found.company) == (actor.staff_id, actor.name, "My company")
    assert found.machine
    assert found.is_open
    assert found.ended_at is None


def test_it_ends_once_and_says_why(database):
    start(database, 7)
    act(database, sessions.end, 7, EndedBy.SIGNED_OUT, "Break", "Back at two")
    act(database, sessions.end, 7, EndedBy.IDLE)

    found = listed(database)[7]
    assert (found.is_open, found.ended_by, found.reason) == (False, EndedBy.SIGNED_OUT, "Break")
    assert found.description == "Back at two"
    assert found.started_at <= found.ended_at


def test_who_is_active_says_since_when_by_the_clock_of_the_database(database):
    start(database, 7)
    act(database, sessions.touch, 7, 30.0)

    found = listed(database)[7]
    assert timedelta(seconds=20) < found.started_at - found.last_activity_at < timedelta(seconds=31)


def test_an_administrator_ends_others_sessions(database, other, actor):
    for number in (7, 8):
        start(database, number)
    assert act(other, sessions.end_others, [7, 8, 9], "Upgrade at noon") == 2
    assert act(other, sessions.end_others, [7, 8]) == 0

    own = listed(database)[7]
    assert (own.ended_by, own.ended_by_name, own.reason) == (EndedBy.ADMINISTRATOR, actor.name, "Upgrade at noon")


def test_nobody_else_does_nor_sees_them(database, other):
    start(database, 7)
    act(database, sessions.end, 7, EndedBy.IDLE)
    start(database, 8)
    with other.writing() as connection:
        leave_no_administrator(connection)
        connection.exec_driver_sql("UPDATE desk_session SET staff_id = 99 WHERE number = 8")

    assert act(other, sessions.end_others, [8]) == 0
    assert not act(other, sessions.set_rules, SessionRules(5))
    assert set(listed(other)) == {7}


def test_the_hour_is_only_shortened(database):
    for wanted, holds in ((15, 15), (600, 60), (0, 1)):
        assert act(database, sessions.set_rules, SessionRules(wanted, asks_reason=True))
        with database.reading() as connection:
            assert sessions.rules(connection) == SessionRules(holds, asks_reason=True)


def test_what_somebody_else_wrote_into_the_settings_does_no_harm(database):
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO desk_setting VALUES ('idle_minutes', '\"soon\"')")
        assert sessions.rules(connection).idle_minutes == 60


def test_on_a_server_a_session_is_open_no_longer_when_its_connection_is_gone(shared_database):
    with closing(open_database(shared_database.place)) as other:
        start(other, 7)
        assert listed(shared_database)[7].is_open
    found = listed(shared_database)[7]
    assert not found.is_open
    assert found.ended_by is None


def test_in_a_file_it_is_open_until_its_time_is_over(file_database):
    start(file_database, 7)
    for minutes, is_open in ((59, True), (63, False)):
        with file_database.writing() as connection:
            ago = since_now(connection, timedelta(minutes=minutes))
            connection.execute(sa.update(desk_session).values(last_activity_at=ago))
        assert listed(file_database)[7].is_open is is_open


def test_nothing_of_it_is_in_the_log(database):
    with database.reading() as connection:
        before = connection.execute(sa.select(sa.func.count()).select_from(change)).scalar_one()
    start(database, 7)
    act(database, sessions.end, 7, EndedBy.IDLE)
    with database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(change)).scalar_one() == before
