"""Whose eyes a window looks through, and why somebody may do something: as it is told to whoever asks."""

from __future__ import annotations

from time import monotonic

import pytest

from app.errors import NotAllowedError, RecordGoneError
from app.models.customer import CUSTOMER
from app.models.explanations import Lack
from app.models.rights import Act, Reach
from app.services import access
from app.store.changes import news
from app.store.records import read_record
from tests.desk import OWN, SEES, hold, make_customer, make_role, make_staff
from tests.heard import other_news


@pytest.fixture
def desk(database, actor):
    """Bob, who sees what he owns; a customer of his and another one."""
    with database.writing() as connection:
        bob = make_staff(connection, "bob", make_role(connection, "Own", OWN))
        ids = [make_customer(connection, name).id for name in ("Ada", "Grace")]
        hold(connection, ids[:1], owner_id=bob)
    return bob, ids


def test_only_who_keeps_the_rights_of_all_looks_through_others_eyes(database, desk, sign_in):
    bob, ids = desk
    with database.reading() as connection:
        assert access.read_seen(connection).may_lend
        seen = access.view_as(connection, bob)
        assert (seen.name, seen.may_lend, seen.sight.is_borrowed) == ("Bob", False, True)
    with database.reading() as connection:
        assert read_record(connection, CUSTOMER, ids[1]) is None
        assert access.view_as(connection, 0).may_lend
    with sign_in("bob").reading() as connection:
        assert not access.read_seen(connection).may_lend
        with pytest.raises(NotAllowedError):
            access.view_as(connection, bob)


def test_explain_names_the_role_or_what_is_missing(database, desk):
    bob, ids = desk
    with database.reading() as connection:
        may = access.explain(connection, bob, Act.EDIT, "customer", ids[0])
        may_not = access.explain(connection, bob, Act.EDIT, "customer", ids[1])
        with pytest.raises(RecordGoneError):
            access.explain(connection, bob, Act.EDIT, "customer", 5)

    assert may.allowed
    assert [source.role for source in may.steps[0].sources] == ["Own"]
    assert may_not.missing.lack is Lack.OUT_OF_REACH
    assert may_not.missing.enough == {Reach.COMPANY}


def test_of_others_those_know_why_who_may_see_roles(desk, sign_in):
    bob, ids = desk
    with sign_in("bob").reading() as connection:
        assert access.explain(connection, bob, Act.EDIT, "customer", ids[0]).allowed
        with pytest.raises(RecordGoneError):
            access.explain(connection, bob, Act.EDIT, "customer", ids[1])
        with pytest.raises(NotAllowedError):
            access.explain(connection, bob + 1, Act.EDIT, "customer", ids[0])


def test_rights_are_followed_when_people_were_changed(database, desk, sign_in):
    bob_database = sign_in("bob")
    with bob_database.reading() as connection:
        before = news(connection)
        access.follow(connection, before)
    with database.writing() as connection:
        make_staff(connection, "carol", make_role(connection, "Reads", SEES), manager_id=desk[0])
    with bob_database.reading() as connection:
        now = other_news(connection, before)
    assert followed(bob_database, now)  # somebody reports to bob now
    with bob_database.reading() as connection:
        assert not access.follow(connection, now)


def followed(database, now):
    """Whether rights are others before long; a server is not asked all the time."""
    give_up = monotonic() + 5
    while monotonic() < give_up:
        with database.reading() as connection:
            if access.follow(connection, now):
                return True
    return False
