"""What people see and may do, as queries and writes have it: the same as the pure rules say, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.errors import NotAllowedError, RecordGoneError
from app.models.customer import CUSTOMER
from app.models.queries import Filter, ListQuery, Operator
from app.models.reaches import allowed
from app.models.rights import Act, Reach
from app.models.sight import Sight
from app.models.tables import table_of
from app.models.values import Content, State
from app.services import managers, people, records, trash
from app.services.references import find_references, read_names
from app.services.saving import read_active
from app.services.staff import current_actor
from app.store import list_windows, listing
from app.store.listing import Limits, first_ids, outline
from app.store.people import colleagues_of, holder_of, person_of
from app.store.reach import seeing_all, visible, within_reach
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork
from tests import crowds, factories
from tests.crowds import is_hit
from tests.desk import OWN, SEES, SERVES, hold, make_customer, make_role, make_staff, make_team

REACHES = [reach for reach in Reach if reach is not Reach.NONE]


@pytest.fixture
def held(database, actor):
    """Customers who are held in every way, by people who all have something to do with bob."""
    with database.writing() as connection:
        ids = {"bob": make_staff(connection, "bob", department="Finance")}
        bob = ids["bob"]
        report = make_staff(connection, "report", manager_id=bob)
        colleague = make_staff(connection, "colleague", department="Finance")
        team, other_team = make_team(connection, "Bob's", bob), make_team(connection, "Others'", report)
        manager = make_customer(connection, "Bob himself")
        staff = read_active(connection, people.STAFF, bob)
        records.save_record(
            connection, "staff", None, staff, Content({"customer_id": manager.id, "active": True}), actor=actor
        )
        for name, holder in {
            "nobody's": {"owner_id": None},
            "bob's": {"owner_id": bob},
            "report's": {"owner_id": report},
            "colleague's": {"owner_id": colleague},
            "team's": {"team_id": team},
            "other team's": {"team_id": other_team},
            "managed": {"manager_id": manager.id},
            "of the department": {"department": "Finance"},
        }.items():
            ids[name] = make_customer(connection, f"Customer {name}", **holder).id
        ids["bob as a customer"] = manager.id
    return ids


def give(database, staff_id, rights, rules=()):
    """Let somebody have a role that allows this and nothing else."""
    with database.writing() as connection:
        role = make_role(connection, "Desk", rights, rules)
        stored = read_active(connection, people.STAFF, staff_id)
        roles = {"roles": (factories.item(people.STAFF.by_name["roles"].items, role_id=role),)}
        who = current_actor(connection)
        records.save_record(connection, "staff", None, stored, Content({}, roles), actor=who)


@pytest.mark.parametrize("reach", REACHES)
def test_queries_reach_what_the_rules_say(database, held, sign_in, reach):
    give(database, held["bob"], dict.fromkeys(Act, reach))
    bob = sign_in("bob")
    customers = [held[name] for name in held if name != "bob"]

    with bob.reading() as connection, seeing_all(connection):
        person = person_of(connection, held["bob"])
        holders = {one: holder_of(connection, CUSTOMER, one) for one in customers}
    for act in Act:
        wanted = {one for one, holder in holders.items() if allowed(person, act, "customer", holder)}
        with bob.reading() as connection:
            reached = sa.select(table_of(CUSTOMER).c.id).where(*within_reach(connection, CUSTOMER, act))
            assert set(connection.scalars(reached)) == wanted


@pytest.mark.parametrize("reach", [Reach.REPORTS, Reach.DEPARTMENT, Reach.TEAM, Reach.WORKGROUPS])
def test_rights_on_a_customer_extend_where_the_company_says_so(database, held, actor, reach):
    give(database, held["bob"], dict.fromkeys(Act, reach))
    customers = [held[name] for name in held if name != "bob"]
    with database.reading() as connection:
        person = person_of(connection, held["bob"])
        extended = replace(person, extended_company_ids=person.company_ids)
        holders = {one: holder_of(connection, CUSTOMER, one) for one in customers}
        sight = Sight(extended, person.company_ids, *colleagues_of(connection, person))
    database.eyes.sight = sight

    with database.reading() as connection:
        wanted = {one for one, holder in holders.items() if allowed(extended, Act.VIEW, "customer", holder)}
        assert visible(connection, CUSTOMER, customers) == wanted
        if reach is Reach.DEPARTMENT:
            assert held["of the department"] in wanted
        if reach is Reach.REPORTS:
            assert held["managed"] in wanted


def statements_of(engine, act):
    """The text of every statement that the act runs."""
    found = []

    def note(connection, cursor, statement, *_):
        found.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return found


@pytest.mark.parametrize("rights", [None, SERVES, dict.fromkeys(Act, Reach.ALL)], ids=["founder", "company", "all"])
def test_nothing_is_added_for_those_who_see_everything(database, actor, sign_in, rights):
    with database.writing() as connection:
        known = make_customer(connection, "Ada")
    who = database
    if rights:
        with database.writing() as connection:
            make_staff(connection, "bob", make_role(connection, "Desk", rights))
        who = sign_in("bob")

    def act():
        with who.reading() as connection:
            for words in ("", "ada"):
                query = ListQuery("customer", words=words)
                assert first_ids(connection, query, 5) == [known.id]
                listing.forget(connection, outline(connection, query))
            assert read_record(connection, CUSTOMER, known.id) == known
            assert read_names(connection, "customer", [known.id]) == {known.id: "Ada"}

    with who.reading():
        pass  # whose eyes these are is found once
    texts = [text for text in statements_of(who.reader, act) if "FROM customer" in text and "WHERE" in text]

    conditions = [text.partition("WHERE")[2] for text in texts]
    assert conditions
    assert not [text for text in conditions if "owner_id" in text or "company_id" in text]


@pytest.fixture
def narrow(database, actor, sign_in):
    """A database with thirty customers as bob opens it, who sees the ten that are his; and their ids."""
    with database.writing() as connection:
        bob = make_staff(connection, "bob", make_role(connection, "Desk", OWN))
        ids = [make_customer(connection, f"Customer {number:02}").id for number in range(30)]
        hold(connection, ids[::3], owner_id=bob)
    return sign_in("bob"), ids[::3], ids


@pytest.mark.parametrize("limits", [Limits(), Limits(own=3), Limits(own=3, sortable=3, walked=12)], ids=str)
def test_lists_and_searches_hold_what_is_seen(narrow, limits):
    bob, own, _ = narrow
    for words in ("", "customer", "customer 03", "03", "cu 1"):
        wanted = [one for number, one in zip(range(0, 30, 3), own, strict=True) if found_by(words, number)]
        for sort in ("display_name", "changed_at", "title"):
            query = ListQuery("customer", words=words, sort=sort)
            with bob.reading() as connection:
                assert first_ids(connection, query, 100, limits) == wanted
                whole = outline(connection, query, limits)
                assert whole.rows == len(wanted)
                assert list_windows.ids_at(connection, query, whole, 0, 100) == wanted


def found_by(words, number):
    return not words or is_hit(["customer", f"{number:02}"], words)


def test_what_is_not_seen_is_nowhere(narrow):
    bob, own, ids = narrow
    with bob.reading() as connection:
        assert read_record(connection, CUSTOMER, ids[1]) is None
        assert read_names(connection, "customer", ids[:2]) == {own[0]: "Customer 00"}
        assert [one.id for one in find_references(connection, "customer", "customer")] == own
        assert trash.count(connection, "customer") == 0
        with pytest.raises(RecordGoneError):
            managers.read_chart(connection, ids[1])
        narrowed = ListQuery("customer", filters=(Filter("full_name", Operator.CONTAINS, "customer"),))
        assert first_ids(connection, narrowed, 100) == own


def test_writes_are_refused_that_go_beyond_the_reach(database, narrow):
    bob, own, ids = narrow
    with database.reading() as connection:
        foreign = read_record(connection, CUSTOMER, ids[1])
    with bob.writing() as connection:
        work = UnitOfWork(connection, current_actor(connection))
        mine = read_record(connection, CUSTOMER, own[0])
        assert work.update(CUSTOMER, mine, with_title(mine)).version == 2
        for act, refused in {
            Act.EDIT: lambda: work.update(CUSTOMER, foreign, with_title(foreign)),
            Act.DELETE: lambda: work.set_state(CUSTOMER, foreign, State.TRASHED),
            Act.PURGE: lambda: work.purge(CUSTOMER, [own[0]]),
        }.items():
            with pytest.raises(NotAllowedError) as error:
                refused()
            assert error.value.act == act
        with pytest.raises(NotAllowedError) as error:
            work.set_states(CUSTOMER, ids, State.TRASHED)
        assert error.value.record_id not in own
        assert work.set_states(CUSTOMER, own, State.TRASHED) == len(own)
        assert trash.count(connection, "customer") == len(own)


def test_whoever_may_not_add_makes_nothing(database, actor, sign_in):
    with database.writing() as connection:
        make_staff(connection, "bob", make_role(connection, "Reads", SEES))
    with sign_in("bob").writing() as connection:
        work = UnitOfWork(connection, current_actor(connection))
        with pytest.raises(NotAllowedError) as error:
            work.create(CUSTOMER, factories.first_company(connection), factories.customer_content())
    assert (error.value.act, error.value.type_name) == (Act.ADD, "customer")


def test_nor_do_they_in_bulk(database, actor, sign_in):
    with database.writing() as connection:
        make_staff(connection, "bob", make_role(connection, "Reads", SEES))
    with pytest.raises(NotAllowedError):
        crowds.make_crowd(sign_in("bob"), [factories.customer_content()])


def test_whoever_owns_what_they_add_adds_it(database, actor, sign_in):
    with database.writing() as connection:
        make_staff(connection, "bob", make_role(connection, "Own", OWN))
    with sign_in("bob").writing() as connection:
        assert make_customer(connection, "Ada").version == 1


def test_nobody_edits_a_customer_out_of_their_own_reach(database, held):
    give(database, held["bob"], dict.fromkeys(Act, Reach.DEPARTMENT))
    with database.reading() as connection:
        person = person_of(connection, held["bob"])
        extended = replace(person, extended_company_ids=person.company_ids)
        database.eyes.sight = Sight(extended, person.company_ids, *colleagues_of(connection, person))

    with database.writing() as connection:
        work = UnitOfWork(connection, current_actor(connection))
        stored = read_record(connection, CUSTOMER, held["of the department"])
        with pytest.raises(NotAllowedError):
            work.update(CUSTOMER, stored, Content({**stored.values, "department": "Legal"}, stored.items))
        assert work.update(CUSTOMER, stored, with_title(stored)).version == 2


def test_rights_that_change_are_seen_at_the_next_look(database, narrow):
    bob, own, ids = narrow
    with bob.reading() as connection:
        assert first_ids(connection, ListQuery("customer"), 100) == own
    with database.writing() as connection:
        role = next(one.id for one in people.list_people(connection, "role") if one.name == "Desk")
        stored = read_active(connection, people.ROLE, role)
        rights = tuple(replace(item, values={**item.values, "reach": "company"}) for item in stored.items["rights"])
        who = current_actor(connection)
        records.save_record(connection, "role", None, stored, Content({}, {"rights": rights}), actor=who)

    with bob.reading() as connection:
        assert len(first_ids(connection, ListQuery("customer"), 100)) == len(own)
        assert bob.eyes.look_again(connection)
        assert not bob.eyes.look_again(connection)
    with bob.reading() as connection:
        assert first_ids(connection, ListQuery("customer"), 100) == ids


def test_through_another_s_eyes_nothing_can_be_changed(database, narrow):
    _, own, _ = narrow
    with database.reading() as connection:
        database.eyes.lender_id = next(one.id for one in people.list_people(connection, "staff") if one.name == "Bob")
        database.eyes.look_again(connection)

    with database.writing() as connection:
        assert first_ids(connection, ListQuery("customer"), 100) == own
        mine = read_record(connection, CUSTOMER, own[0])
        with pytest.raises(NotAllowedError):
            UnitOfWork(connection, current_actor(connection)).update(CUSTOMER, mine, with_title(mine))


def with_title(record):
    return Content({**record.values, "title": "Countess"}, record.items)
