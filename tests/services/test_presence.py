"""Who edits what, told and looked at by several windows: on a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.models.presence import LIFETIME, LockKind
from app.models.tables import change, editing
from app.services import presence
from app.store.clock import since_now
from app.store.database import Database, open_database
from tests.desk import leave_no_administrator

ONE, TWO = ("customer", 1), ("customer", 2)


@pytest.fixture
def other(database: Database) -> Iterator[Database]:
    """The same database in another window."""
    with closing(open_database(database.place)) as other:
        yield other


def tell(database, session, records, before=()):
    with database.writing() as connection:
        presence.keep(connection, session, records, before)


def seen(database):
    with database.reading() as connection:
        found = presence.look(connection, 0, None)
    assert found is not None
    return found


def edited(database):
    return {((each.record_type, each.record_id), each.session) for each in seen(database).editing}


def set_kind(database, kind):
    with database.writing() as connection:
        assert presence.set_lock_kind(connection, kind)


def age(database, by):
    """As if everything had been said that long ago."""
    with database.writing() as connection:
        connection.execute(sa.update(editing).values(renewed_at=since_now(connection, by)))


def test_what_one_window_edits_the_others_see(database, other):
    tell(database, 7, [ONE])
    tell(other, 8, [ONE, TWO])

    assert edited(other) == edited(database) == {(ONE, 7), (ONE, 8), (TWO, 8)}
    assert min(seen(other).editing, key=lambda each: each.since).session == 7
    tell(other, 8, [TWO], [ONE, TWO])
    assert edited(database) == {(ONE, 7), (TWO, 8)}
    tell(other, 8, [], [TWO])
    assert edited(database) == {(ONE, 7)}


def test_people_are_called_what_they_are_called_now(database, actor):
    tell(database, 7, [ONE])

    (found,) = seen(database).editing
    assert (found.staff_id, found.name) == (actor.staff_id, actor.name)


def test_what_is_not_renewed_dies(database, other):
    tell(database, 7, [ONE])
    age(database, LIFETIME * 0.9)
    assert edited(other) == {(ONE, 7)}
    age(database, LIFETIME * 1.1)
    assert edited(other) == set()


def test_a_clock_that_was_put_back_keeps_nothing_alive(database, other):
    tell(database, 7, [ONE])
    age(database, -2 * LIFETIME)
    assert edited(other) == set()


def test_renewing_keeps_its_place_and_who_slept_comes_last(database, other):
    tell(database, 7, [ONE])
    tell(other, 8, [ONE])
    tell(database, 7, [ONE], [ONE])
    assert [each.session for each in sorted(seen(other).editing, key=lambda each: each.since)] == [7, 8]
    age(database, 2 * LIFETIME)
    tell(other, 8, [ONE], [ONE])
    tell(database, 7, [ONE], [ONE])
    assert [each.session for each in sorted(seen(other).editing, key=lambda each: each.since)] == [8, 7]


def looked(database, before=None, **named):
    """As the window looks: after another question on the same connection, by which it has heard whatever there is."""
    with database.reading() as connection:
        connection.execute(sa.select(1))
        return presence.look(connection, 0, before, **named)


def test_a_look_is_taken_only_where_something_happened(database, other):
    news = looked(other)
    assert looked(other, news) is None
    assert looked(other, news, again=True) is not None
    tell(database, 7, [ONE])
    news = looked(other, news)
    assert [each.session for each in news.editing] == [7]
    for act in (
        lambda connection: presence.ask_for(connection, ONE, 8),
        lambda connection: presence.free(connection, ONE, 7),
        lambda connection: presence.set_lock_kind(connection, LockKind.NONE),
    ):
        with database.writing() as connection:
            act(connection)
        before, news = news, looked(other, news)
        assert (news.editing, news.kind) != (before.editing, before.kind)


def test_renewing_is_no_news_on_a_server(shared_database):
    tell(shared_database, 7, [ONE])
    with closing(open_database(shared_database.place)) as other:
        before = looked(other)
        tell(shared_database, 7, [ONE], [ONE])
        assert looked(other, before) is None


def statements(database):
    """What is asked of the database from now on."""
    asked = []
    for engine in {database.reader, database.writer}:
        sa.event.listen(engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    return asked


def test_few_questions_are_asked_of_a_server_far_away(shared_database):
    before = looked(shared_database)
    asked = statements(shared_database)
    for records, told in (([ONE], []), ([ONE], [ONE]), ([], [ONE])):
        with shared_database.writing() as connection:
            presence.keep(connection, 7, records, told, before)
        assert len(asked) == 1
        asked.clear()


def test_what_long_dead_windows_left_is_removed(database, other):
    tell(database, 7, [ONE])
    age(database, timedelta(hours=2))
    tell(other, 8, [TWO])
    with other.writing() as connection:
        presence.bury(connection)
        assert [row.session for row in connection.execute(sa.select(editing))] == [8]


def test_on_a_server_it_ends_with_the_connection(shared_database):
    with closing(open_database(shared_database.place)) as other:
        tell(other, 8, [ONE])
        assert edited(shared_database) == {(ONE, 8)}
    assert edited(shared_database) == set()


def test_asking_tells_the_others_and_not_oneself(database, other, actor):
    tell(database, 7, [ONE])
    tell(other, 8, [ONE])
    with other.writing() as connection:
        presence.ask_for(connection, ONE, 8)

    assert {each.session: each.asked_by for each in seen(database).editing} == {7: actor.name, 8: ""}


def test_what_was_freed_begins_anew_only_when_it_is_wanted(database, other, actor):
    tell(database, 7, [ONE])
    with other.writing() as connection:
        assert presence.free(connection, ONE, 7)
    tell(database, 7, [ONE], [ONE])
    assert [each.freed_by for each in seen(other).editing] == [actor.name]
    with database.writing() as connection:
        presence.begin_again(connection, ONE, 7)
    assert [each.freed_by for each in seen(other).editing] == [""]


def test_where_nobody_is_to_be_told_nobody_is(database):
    assert seen(database).kind is LockKind.INFORMATIONAL
    set_kind(database, LockKind.NONE)
    tell(database, 7, [ONE])

    assert seen(database).kind is LockKind.NONE
    assert edited(database) == set()


def test_nothing_of_it_is_in_the_log(database):
    with database.reading() as connection:
        before = connection.execute(sa.select(sa.func.count()).select_from(change)).scalar_one()
    tell(database, 7, [ONE, TWO])
    set_kind(database, LockKind.ENFORCED)
    tell(database, 7, [], [ONE, TWO])
    with database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(change)).scalar_one() == before


def test_only_administrators_set_and_free(database, other):
    """Whoever made their own record is one, as the first of a new database did; so is who has a role that edits all staff."""
    tell(database, 7, [ONE])
    with other.writing() as connection:
        leave_no_administrator(connection)
        assert not presence.set_lock_kind(connection, LockKind.NONE)
        connection.exec_driver_sql("UPDATE editing SET staff_id = 99")
        assert not presence.free(connection, ONE, 7)
    assert seen(database).kind is LockKind.INFORMATIONAL
    assert not seen(database).may_free
