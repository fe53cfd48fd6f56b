"""Who opened, exported and unmasked what: noted on both databases, read by whoever may see roles."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.errors import NotAllowedError, RecordGoneError
from app.models.accesses import MOST_NAMED, AccessAct
from app.models.customer import CUSTOMER
from app.models.narrowing import Narrowing
from app.models.rights import Act, Grant, Reach
from app.models.tables import access, metadata
from app.services import access_log, forms
from app.services.access_log import LogRules
from app.services.copying import copy_to_file
from app.services.staff import current_actor
from app.services.trash import move_to_trash, purge
from app.store.clock import since_now
from app.store.copying import OWN
from app.store.database import open_database
from tests import desk
from tests.desk import NAMES, SEES, SERVES, make_customer, make_role, make_staff

RULES = [("customer", "network_id", "masked")]


@pytest.fixture
def ada(database, actor):
    """A customer in a database that logs; Bob serves her, Sue may see roles as well, and Tim sees his own customers."""
    with database.writing() as connection:
        assert access_log.set_rules(connection, LogRules(is_on=True))
        sees_roles = (*NAMES, Grant("role", Act.VIEW, Reach.COMPANY))
        make_staff(connection, "bob", make_role(connection, "Desk", SERVES, RULES))
        make_staff(connection, "sue", make_role(connection, "Lead", SEES, RULES, sees_roles))
        make_staff(connection, "tim", make_role(connection, "Own", desk.OWN, (), sees_roles))
        return make_customer(connection, "Ada Lovelace")


@pytest.fixture
def bob(sign_in, ada):
    return sign_in("bob")


def act(database, what, *arguments, **named):
    with database.writing() as connection:
        return what(connection, *arguments, **named)


def seen(database, record, **named):
    """What the log says of a record: who, what and what else."""
    with database.reading() as connection:
        found = access_log.read_window(connection, "customer", record.id, **named).entries
    return [(one.who, one.act, one.field or one.rows) for one in found]


def rows(database):
    with database.reading() as connection:
        return connection.execute(sa.select(access).order_by(access.c.id)).all()


def age(database, by):
    """As if all that is in the log had been noted by so much earlier."""
    with database.writing() as connection:
        connection.execute(sa.update(access).values(at=since_now(connection, by)))


def test_servers_log_and_files_do_not(database, actor):
    with database.writing() as connection:
        made = make_customer(connection, "Ada")
    act(database, access_log.note_opened, "customer", made.id)

    is_shared = not isinstance(database.place, Path)
    assert len(rows(database)) == is_shared
    with database.reading() as connection:
        assert access_log.standing(connection).is_on is is_shared
        assert access_log.rules(connection).months == 24


def test_whoever_opens_a_record_is_noted_once_an_hour(database, bob, ada, actor):
    for _ in range(3):
        act(bob, access_log.note_opened, "customer", ada.id)
    assert seen(database, ada) == [("Bob", AccessAct.OPENED, "")]
    age(database, timedelta(minutes=61))
    act(bob, access_log.note_opened, "customer", ada.id)
    assert len(rows(database)) == 2


def test_each_has_an_hour_of_their_own(database, bob, ada, sign_in):
    act(bob, access_log.note_opened, "customer", ada.id)
    sue = sign_in("sue")
    act(sue, access_log.note_opened, "customer", ada.id)
    assert [who for who, *_ in seen(sue, ada)] == ["Sue", "Bob"]


def test_who_sees_a_masked_value_whole_is_noted_each_time(database, bob, ada):
    for _ in range(2):
        act(bob, forms.read_masked_lines, "customer", ada.id, "network_id")
    act(bob, forms.read_masked_lines, "customer", ada.id, "department")  # which she may read anyway
    assert seen(database, ada) == [("Bob", AccessAct.UNMASKED, "Network ID")] * 2


def test_who_exports_is_noted_with_each_record(database, bob, ada):
    other = act(database, make_customer, "Zoe")
    act(bob, access_log.note_exported, "customer", [ada.id, other.id])
    assert seen(database, ada) == seen(database, other) == [("Bob", AccessAct.EXPORTED, "2")]


def test_of_very_many_only_the_number_is_noted(database, bob, ada):
    act(bob, access_log.note_exported, "customer", range(1, MOST_NAMED + 2))
    assert [(row.record_id, row.detail) for row in rows(database)] == [(0, str(MOST_NAMED + 1))]
    with database.reading() as connection:
        (entry,) = access_log.read_window(connection, "customer", ada.id).entries
    assert not entry.is_named


def test_nobody_reads_it_who_may_not_see_roles(bob, ada, sign_in):
    for what in (access_log.read_window, access_log.people_in):
        with bob.reading() as connection, pytest.raises(NotAllowedError):
            what(connection, "customer", ada.id)
    with bob.reading() as connection:
        assert not access_log.standing(connection).may_read
    with sign_in("tim").reading() as connection, pytest.raises(RecordGoneError):
        access_log.read_window(connection, "customer", ada.id)


def test_it_is_read_window_by_window_by_person_and_by_time(database, bob, ada, sign_in):
    for _ in range(5):
        act(bob, access_log.note_unmasked, "customer", ada.id, "network_id")
    sue = sign_in("sue")
    act(sue, access_log.note_opened, "customer", ada.id)
    with sue.reading() as connection:
        first = access_log.read_window(connection, "customer", ada.id, limit=4)
        rest = access_log.read_window(connection, "customer", ada.id, before=first.entries[-1].place, limit=4)
        people = access_log.people_in(connection, "customer", ada.id)
    assert (len(first.entries), first.more, len(rest.entries), rest.more) == (4, True, 2, False)
    assert len({entry.place for entry in (*first.entries, *rest.entries)}) == 6
    assert [name for _, name in people] == ["Bob", "Sue"]
    assert len(seen(sue, ada, narrowing=Narrowing(staff_id=people[0][0]))) == 5
    hour = timedelta(hours=1)
    assert seen(sue, ada, narrowing=Narrowing(since=datetime.now(UTC) + hour)) == []
    assert len(seen(sue, ada, narrowing=Narrowing(until=datetime.now(UTC) + hour))) == 6


def test_what_is_old_goes_with_what_is_new(database, ada, sign_in):
    assert act(database, access_log.set_rules, LogRules(is_on=True, months=2))
    bob = sign_in("bob")
    for _ in range(15):
        act(bob, access_log.note_unmasked, "customer", ada.id, "network_id")
    age(database, timedelta(days=61))
    act(bob, access_log.note_unmasked, "customer", ada.id, "network_id")
    assert len(rows(database)) == 16
    age(database, timedelta(days=63))
    for left in (7, 2, 3):  # ten are looked at with each
        act(bob, access_log.note_unmasked, "customer", ada.id, "network_id")
        assert len(rows(database)) == left


def test_administrators_set_it_and_nobody_else(database, ada, sign_in):
    for months, holds in ((12, 12), (0, 1), (99_999, 600)):
        assert act(database, access_log.set_rules, LogRules(is_on=True, months=months))
        with database.reading() as connection:
            assert access_log.rules(connection) == LogRules(is_on=True, months=holds)
    assert act(database, access_log.set_rules, LogRules(is_on=False))
    bob = sign_in("bob")
    assert not act(bob, access_log.set_rules, LogRules(is_on=True))
    act(bob, access_log.note_opened, "customer", ada.id)
    assert rows(database) == []


def test_what_is_purged_is_told_of(database, bob, ada, actor):
    act(bob, access_log.note_opened, "customer", ada.id)
    with database.writing() as connection:
        who = current_actor(connection)
        move_to_trash(connection, CUSTOMER, [ada.id], actor=who)
        purge(connection, CUSTOMER, [ada.id], actor=who)
    assert seen(database, ada) == [("Bob", AccessAct.OPENED, "")]


def test_a_file_that_cannot_be_written_is_read_all_the_same(file_database):
    with file_database.writing() as connection:
        current_actor(connection)
        access_log.set_rules(connection, LogRules(is_on=True))
        made = make_customer(connection, "Ada")
    with closing(open_database(file_database.path, frozen=True)) as frozen, frozen.reading() as connection:
        access_log.note_unmasked(connection, "customer", made.id, "network_id")
    assert rows(file_database) == []


def test_a_copy_of_all_is_noted_before_it_begins_and_stays_behind(shared_database, tmp_path):
    with shared_database.writing() as connection:
        current_actor(connection)
        made = make_customer(connection, "Ada")
    copied = copy_to_file(shared_database.place, tmp_path / "copy.deskbook")
    (row,) = rows(shared_database)
    assert (row.act, row.record_type, row.record_id) == ("exported", "", 0)
    assert int(row.detail) == copied.rows
    assert seen(shared_database, made)[0][1:] == (AccessAct.EXPORTED, row.detail)
    with closing(open_database(tmp_path / "copy.deskbook")) as copy:
        assert rows(copy) == []
    assert access.name in OWN <= set(metadata.tables)
