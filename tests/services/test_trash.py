"""The trash: many at once, what comes back and what doesn't, and what purging leaves."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.errors import InvalidRecordError, RecordGoneError
from app.models import tables
from app.models.company import UNIQUE_ALWAYS
from app.models.customer import CUSTOMER
from app.models.tables import metadata
from app.models.values import Content, State
from app.services import acts, companies, restoring, taking_back, trash
from app.services.customers import clashes, company_rules, save_customer
from app.store.changes import Act, changes_of
from app.store.checks import check_database
from app.store.records import read_record, read_records
from tests import factories
from tests.factories import customer_content, first_company


@pytest.fixture
def people(database, actor):
    """Three customers."""
    contents = (
        customer_content(f"Person {n}", phones=[factories.phone()], emails=[factories.email(f"p{n}@x.test")])
        for n in range(3)
    )
    return [factories.stored_customer(database, content) for content in contents]


@pytest.fixture
def connection(database, people):
    """A transaction in which everything happens."""
    with database.writing() as connection:
        yield connection


def ids_of(people):
    return [record.id for record in people]


def move(connection, people, actor):
    return trash.move_to_trash(connection, CUSTOMER, ids_of(people), actor=actor)


def test_many_go_there_and_back_as_one_act_each(connection, people, actor):
    assert move(connection, people, actor) == 3
    assert move(connection, people, actor) == 0
    assert trash.count(connection, CUSTOMER.name) == 3
    restored = restoring.restore_many(connection, CUSTOMER.name, ids_of(people), actor=actor)
    assert (restored.moved, restored.kept) == (3, ())
    now = read_records(connection, CUSTOMER, ids_of(people))
    assert [(now[one].state, now[one].version, now[one].items) for one in now] == [
        (State.ACTIVE, 3, record.items) for record in people
    ]
    assert [act.records for act in acts.last_acts(connection, actor, 2)] == [3, 3]
    log = changes_of(connection, CUSTOMER, people[0].id)
    assert [(change.act, change.version) for change in log] == [
        (Act.RESTORED, 3),
        (Act.TRASHED, 2),
        (Act.CREATED, 1),
    ]


def test_one_is_one_change(connection, people, actor):
    move(connection, people[:1], actor)
    act = acts.next_undo(connection, actor)
    assert (act.is_batch, act.record_id) == (False, people[0].id)


def test_a_code_that_was_taken_names_its_holder_and_can_be_left_behind(connection, people, actor):
    code = people[0].values["customer_code"]
    move(connection, people[:1], actor)
    holder = save_customer(
        connection, first_company(connection), None, customer_content("Holder", customer_code=code), actor=actor
    ).record
    with pytest.raises(InvalidRecordError) as refused:
        restoring.restore_record(connection, CUSTOMER.name, people[0].id, actor=actor)
    (problem,) = refused.value.problems
    assert (problem.field, problem.code, problem.detail, problem.other_id) == (
        "customer_code",
        "taken",
        "Holder",
        holder.id,
    )
    restoring.restore_with_room(connection, CUSTOMER.name, people[0].id, actor=actor)
    now = read_record(connection, CUSTOMER, people[0].id)
    assert now.state is State.ACTIVE
    assert now.values["customer_code"] not in (None, code)
    assert now.items == people[0].items


def test_of_many_those_whose_place_was_taken_stay_and_are_told(connection, people, actor):
    move(connection, people, actor)
    content = customer_content("Holder", customer_code=people[1].values["customer_code"])
    save_customer(connection, first_company(connection), None, content, actor=actor)
    restored = restoring.restore_many(connection, CUSTOMER.name, ids_of(people), actor=actor)
    assert restored.moved == 2
    assert [(kept.record_id, kept.name, kept.code, kept.detail) for kept in restored.kept] == [
        (people[1].id, "Person 1", "taken", "Holder")
    ]


def test_twins_in_the_trash_do_not_come_back_together(connection, people, actor):
    move(connection, people[:1], actor)
    content = customer_content("Twin", customer_code=people[0].values["customer_code"])
    twin = save_customer(connection, first_company(connection), None, content, actor=actor).record
    move(connection, [twin], actor)
    restored = restoring.restore_many(connection, CUSTOMER.name, [people[0].id, twin.id], actor=actor)
    assert (restored.moved, [kept.record_id for kept in restored.kept]) == (1, [people[0].id])


def test_an_address_that_nobody_may_share(connection, people, actor):
    company = companies.read_company(connection, first_company(connection))
    rule = Content({**company.values, "email_rule": UNIQUE_ALWAYS})
    companies.save_company(connection, company, rule, actor=actor)
    move(connection, people[:1], actor)
    content = customer_content("Holder", emails=[factories.email("P0@x.test")])
    save_customer(connection, first_company(connection), None, content, actor=actor)
    with pytest.raises(InvalidRecordError) as refused:
        restoring.restore_record(connection, CUSTOMER.name, people[0].id, actor=actor)
    assert [problem.code for problem in refused.value.problems] == ["email_taken"]
    restoring.restore_with_room(connection, CUSTOMER.name, people[0].id, actor=actor)
    assert read_record(connection, CUSTOMER, people[0].id).items["emails"] == ()


def test_two_with_an_address_that_nobody_may_share_do_not_come_back_together(connection, people, actor):
    company = companies.read_company(connection, first_company(connection))
    rule = Content({**company.values, "email_rule": UNIQUE_ALWAYS})
    companies.save_company(connection, company, rule, actor=actor)
    move(connection, people[:1], actor)
    content = customer_content("Twin", emails=[factories.email("P0@x.test")])
    twin = save_customer(connection, first_company(connection), None, content, actor=actor).record
    move(connection, [twin], actor)
    restored = restoring.restore_many(connection, CUSTOMER.name, [people[0].id, twin.id], actor=actor)
    assert (restored.moved, [kept.record_id for kept in restored.kept]) == (1, [people[0].id])


def test_what_is_not_in_the_trash_is_not_restored(connection, people, actor):
    for restore in (restoring.restore_record, restoring.restore_with_room):
        with pytest.raises(RecordGoneError):
            restore(connection, CUSTOMER.name, people[0].id, actor=actor)


@pytest.mark.parametrize("name", [field.name for field in CUSTOMER.fields if field.unique])
def test_what_is_typed_again_points_to_the_trash(connection, actor, name):
    company_id = first_company(connection)
    gone = save_customer(connection, company_id, None, customer_content("Gone", **{name: "ADA"}), actor=actor).record
    move(connection, [gone], actor)
    found = clashes(
        connection, customer_content("New", **{name: "ada"}), company_rules(connection, company_id), company_id, 0
    )
    assert [(problem.field, problem.code, problem.detail, problem.other_id, problem.blocking) for problem in found] == [
        (name, "in_trash", "Gone", gone.id, False)
    ]


def test_an_address_typed_again_points_to_the_trash_unless_somebody_has_it(connection, people, actor):
    company_id = first_company(connection)
    rules = company_rules(connection, company_id)
    again = customer_content("New", emails=[factories.email("P0@X.test")])
    assert [problem.code for problem in clashes(connection, again, rules, company_id, 0)] == ["email_taken"]
    move(connection, people[:1], actor)
    (problem,) = clashes(connection, again, rules, company_id, 0)
    assert (problem.code, problem.other_id, problem.blocking, problem.item) == ("in_trash", people[0].id, False, 0)


def test_purging_leaves_nothing_but_that_it_happened(database, people, actor):
    with database.writing() as connection:
        boss, report = people[0], people[1]
        report = save_customer(connection, 0, report, Content({"manager_id": boss.id}), actor=actor).record
        save_customer(connection, 0, boss, Content({"nickname": "Secret"}), actor=actor)
        assert trash.purge(connection, CUSTOMER, [boss.id], actor=actor) == 0  # it isn't in the trash
        move(connection, [boss], actor)
        impact = trash.impact_of_purging(connection, CUSTOMER.name, [boss.id])
        assert (impact.records, impact.name, impact.referring) == (1, "Person 0", 1)
        assert trash.purge(connection, CUSTOMER, [boss.id], actor=actor) == 1
    with database.reading() as connection:
        assert read_record(connection, CUSTOMER, boss.id) is None
        for name in ("phone", "email", "address"):
            table = metadata.tables[name]
            assert connection.execute(sa.select(table).where(table.c.customer_id == boss.id)).all() == []
        text = metadata.tables["customer_text"]
        assert connection.execute(sa.select(text).where(text.c.id == boss.id)).all() == []
        log = changes_of(connection, CUSTOMER, boss.id)
        assert [(change.act, change.fields, change.staff_name) for change in log[:1]] == [(Act.PURGED, (), actor.name)]
        assert not any(change.fields for change in log)
        now = read_record(connection, CUSTOMER, report.id)
        assert (now.values["manager_id"], now.version) == (None, report.version + 1)
        (part,) = changes_of(connection, CUSTOMER, report.id)[0].fields
        assert (part.field, part.old, part.new) == ("manager_id", boss.id, None)
    assert check_database(database, lambda done, total: None) == ()


def test_those_that_refer_to_each_other_are_purged_together(connection, people, actor):
    one, other = people[:2]
    save_customer(connection, 0, one, Content({"manager_id": other.id}), actor=actor)
    move(connection, [one, other], actor)
    assert trash.purge(connection, CUSTOMER, [one.id, other.id], actor=actor) == 2
    assert read_records(connection, CUSTOMER, [one.id, other.id]) == {}


def test_a_purge_is_not_undone(connection, people, actor):
    move(connection, people[:1], actor)
    trash.purge(connection, CUSTOMER, ids_of(people[:1]), actor=actor)
    assert not acts.last_acts(connection, actor, 1)[0].can_be_undone
    assert acts.next_redo(connection, actor) is None


def test_many_in_parts_are_one_act(database, people, actor):
    heard = []

    def note(done, total):
        heard.append((done, total))

    ids = ids_of(people)
    assert taking_back.move_to_trash_in_parts(database.place, CUSTOMER.name, ids, on_progress=note) == 3
    assert heard[-1] == (3, 3)
    with database.reading() as connection:
        act = acts.next_undo(connection, actor)
        assert (act.records, act.act) == (3, Act.TRASHED)
    assert taking_back.take_back_in_parts(database.place, act.id, on_progress=note).records == 3
    with database.reading() as connection:
        redo = acts.next_redo(connection, actor)
        assert trash.count(connection, CUSTOMER.name) == 0
    assert taking_back.take_back_in_parts(database.place, redo.id, on_progress=note).records == 3
    assert taking_back.restore_in_parts(database.place, CUSTOMER.name, ids, on_progress=note).moved == 3
    assert taking_back.move_to_trash_in_parts(database.place, CUSTOMER.name, ids, on_progress=note) == 3
    assert taking_back.purge_in_parts(database.place, CUSTOMER.name, ids, on_progress=note) == 3
    with database.reading() as connection:
        assert read_records(connection, CUSTOMER, ids) == {}
        acts_of = sa.select(tables.change.c.act).where(tables.change.c.record_id == ids[0]).order_by(tables.change.c.id)
        assert connection.scalars(acts_of).all()[-1] == Act.PURGED
