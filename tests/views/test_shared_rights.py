"""The window on a shared database as somebody has it who sees their own records, and whose rights are changed meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.models.rights import Act, Reach
from app.models.values import Content
from app.services import noting, people, records
from app.services.saving import read_active
from app.services.staff import current_actor
from tests.desk import OWN, hold, make_customer, make_role, make_staff
from tests.stage import staged, until


@pytest.fixture
def role(shared_database):
    """The role of bob, who owns one of two customers."""
    with shared_database.writing() as connection:
        role = make_role(connection, "Desk", OWN)
        bob = make_staff(connection, "bob", role)
        first, _ = (make_customer(connection, name) for name in ("Ada Lovelace", "Grace Hopper"))
        hold(connection, [first.id], owner_id=bob)
        noting.add_note(connection, first.key, None, Content({"text": "Sues us", "alert": True}))
    return role


@pytest.fixture
def stage(role, shared_database, server, tmp_path, qtbot):
    """His window; what is refused there is refused by the program, for the login is above the server's policies."""
    server.execute("DROP ROLE IF EXISTS bob")  # of other tests on the same server
    server.execute("CREATE ROLE bob SUPERUSER LOGIN")
    with staged(tmp_path, server.address(shared_database.place.database, "bob")) as stage:
        until(lambda: stage.window.rights.seen is not None)
        stage.settle()
        yield stage
    server.execute("DROP ROLE bob")


def test_it_shows_what_they_may_see_and_follows(stage, role, shared_database):
    assert stage.listed() == ["Ada Lovelace"]
    assert stage.window.actions_["trash"].isVisible()
    stage.view(stage.window.customers.list.model.row(0).id)
    pages = stage.window.customers.pane.pages
    assert not any(pages.tabs.isTabVisible(pages.tabs.indexOf(tab)) for tab in pages.related)
    assert not pages.alerts.bar.isVisible()

    with shared_database.writing() as connection:
        stored = read_active(connection, people.ROLE, role)
        rights = tuple(
            replace(
                item, values={**item.values, "reach": Reach.COMPANY if item.values["act"] == Act.VIEW else Reach.NONE}
            )
            for item in stored.items["rights"]
        )
        who = current_actor(connection)
        records.save_record(connection, "role", None, stored, Content({}, {"rights": rights}), actor=who)

    until(lambda: stage.listed() == ["Ada Lovelace", "Grace Hopper"])
    assert not stage.window.actions_["trash"].isVisible()
    assert not stage.window.actions_["new"].isVisible()
