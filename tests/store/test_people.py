"""Who people are as far as rights go, read from what administrators keep, and who holds which records."""

from __future__ import annotations

import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.rights import Act, FieldAccess, FieldRule, Grant, Holder, Reach
from app.models.staff import STAFF_ROLE
from app.models.tables import table_of
from app.models.values import Content, Item, State
from app.services import people, records
from app.services.saving import read_active
from app.services.staff import current_actor
from app.store.people import FOUNDER, holder_of, people_of, person_of, stranger
from app.store.unit_of_work import UnitOfWork
from tests.desk import OWN, SEES, hold, make_customer, make_role, make_staff, make_team
from tests.factories import first_company


def test_a_person_is_what_administrators_keep_of_them(connection, actor):
    front = make_role(connection, "Front", SEES, [("customer", "vat_number", "masked")], grants=())
    own = make_role(connection, "Own", OWN, grants=())
    ada = make_customer(connection, "Ada")
    grace = make_staff(connection, "grace", own, front, department="Finance", customer_id=ada.id)
    team = make_team(connection, "First line", grace)
    records.save_record(
        connection,
        "workgroup",
        None,
        None,
        Content({"name": "VIP", "mail_mode": "all_members"}, {"members": (Item({"customer_id": ada.id}),)}),
        actor=actor,
    )

    person = person_of(connection, grace)

    assert [role.name for role in person.roles] == ["Front", "Own"]
    assert person.roles[0].grants == (Grant("customer", Act.VIEW, Reach.COMPANY),)
    assert person.roles[0].field_rules == (FieldRule("customer", "vat_number", FieldAccess.MASKED),)
    assert (person.department, person.customer_id, person.active) == ("Finance", ada.id, True)
    assert (person.team_ids, person.managed_team_ids) == ({team}, frozenset())
    assert len(person.workgroup_ids) == 1
    assert person.company_ids == {first_company(connection)}


def test_what_lies_in_the_trash_counts_for_nobody(connection, actor):
    role, other = make_role(connection, "Front", SEES), make_role(connection, "Other", SEES)
    grace = make_staff(connection, "grace", role, other)
    team = make_team(connection, "First line", grace)
    work = UnitOfWork(connection, actor)
    work.set_state(people.ROLE, read_active(connection, people.ROLE, role), State.TRASHED)
    work.set_state(people.TEAM, read_active(connection, people.TEAM, team), State.TRASHED)

    person = person_of(connection, grace)

    assert [role.name for role in person.roles] == ["Other"]
    assert person.team_ids == frozenset()


def test_while_nobody_has_a_role_everybody_may_do_everything(connection):
    connection.execute(sa.delete(table_of(STAFF_ROLE)))
    grace = make_staff(connection, "grace")
    assert person_of(connection, grace).roles == (FOUNDER,)

    alan = make_staff(connection, "alan", make_role(connection, "Front", SEES))

    assert person_of(connection, grace).roles == ()
    assert [role.name for role in person_of(connection, alan).roles] == ["Front"]


def test_whoever_made_the_database_stays_its_administrator(connection, actor):
    make_staff(connection, "alan", make_role(connection, "Front", SEES))

    assert FOUNDER in person_of(connection, actor.staff_id).roles
    assert stranger(connection).roles == (FOUNDER,)  # a file is theirs who open it; this login is above policies


def test_nobody_is_somebody_who_may_do_nothing(connection):
    assert not person_of(connection, 5).active


def test_several_people_are_read_in_as_few_statements_as_one(connection, actor):
    role = make_role(connection, "Front", SEES)
    ids = [make_staff(connection, f"grace{number}", role) for number in range(3)]

    found = people_of(connection, [*ids, 5])

    assert set(found) == set(ids)
    assert all(found[one] == person_of(connection, one) for one in ids)


def test_a_record_is_held_by_its_owner_and_whoever_stands_behind_them(connection, actor):
    boss = make_staff(connection, "boss")
    grace = make_staff(connection, "grace", manager_id=boss, department="Finance")
    manager = make_customer(connection, "Manager")
    held = make_customer(connection, "Ada", owner_id=grace, manager_id=manager.id, department="Legal")
    known = make_staff(connection, "ada", customer_id=held.id)
    team = make_team(connection, "First line", known)
    hold(connection, [held.id], team_id=team)

    assert holder_of(connection, CUSTOMER, held.id) == Holder(
        company_id=first_company(connection),
        owner_id=grace,
        owner_manager_id=boss,
        owner_department="Finance",
        team_id=team,
        customer_manager_id=manager.id,
        customer_department="Legal",
        customer_team_ids=frozenset({team}),
    )
    assert holder_of(connection, CUSTOMER, 5) is None
    assert current_actor(connection).staff_id == actor.staff_id
