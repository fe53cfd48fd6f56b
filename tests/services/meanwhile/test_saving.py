"""Two people on the same records: the second one waits for the first one's commit, and goes on from what it left."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.errors import InvalidRecordError
from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.models.role import ROLE
from app.models.staff import STAFF
from app.models.values import Content, Item, State
from app.services import access_log, logins, pick_lists, records, reindex, restoring, taking_back, trash, undoing
from app.services.customers import save_customer
from app.store.changes import Act, changes_of, latest_change
from app.store.listing import first_ids
from app.store.records import read_record
from tests import factories


@pytest.fixture
def nickname(customer, actor):
    """An act that touches the customer."""
    return lambda connection: save_customer(connection, 0, customer, Content({"nickname": "Countess"}), actor=actor)


def now(database, record_type, record_id):
    with database.reading() as connection:
        return read_record(connection, record_type, record_id)


@pytest.mark.parametrize("type_name", ["staff", "team", "workgroup", "role"])
def test_what_two_change_of_the_settings_is_all_there(database, meanwhile, save, type_name):
    with database.writing() as connection:
        base = save(type_name, name="Desk", **({"sign_in": "desk"} if type_name == "staff" else {}))(connection)
    field = "department" if type_name == "staff" else "description"

    saved = meanwhile(save(type_name, base, name="First line"), save(type_name, base, **{field: "Finance"}))

    assert (saved.values["name"], saved.values[field], saved.version) == ("First line", "Finance", 3)


def test_a_value_is_renamed_while_somebody_withdraws_it(database, meanwhile, actor):
    with database.writing() as connection:
        value = pick_lists.add_value(connection, "site", "Annexe", actor=actor)

    meanwhile(
        lambda connection: pick_lists.offer_value(connection, value.id, False, actor=actor),
        lambda connection: pick_lists.rename_value(connection, value.id, "North", actor=actor),
    )

    with database.reading() as connection:
        found = next(each for each in pick_lists.values_of(connection, "site") if each.id == value.id)
    assert (found.label, found.active) == ("North", False)


def test_two_put_a_list_into_their_order(database, meanwhile, actor):
    with database.writing() as connection:
        ids = [pick_lists.add_value(connection, "site", name, actor=actor).id for name in ("A", "B", "C")]

    meanwhile(
        lambda connection: pick_lists.order_values(connection, ids, actor=actor),
        lambda connection: pick_lists.order_values(connection, ids[::-1], actor=actor),
    )

    with database.reading() as connection:
        found = [each.id for each in pick_lists.values_of(connection, "site")]
    assert [one for one in found if one in ids] == ids[::-1]


@pytest.mark.parametrize("many", [1, 3])
def test_two_move_the_same_to_the_trash(database, meanwhile, actor, many):
    ids = [factories.stored_customer(database).id for _ in range(many)]

    def move(connection):
        return trash.move_to_trash(connection, CUSTOMER, ids, actor=actor)

    assert meanwhile(move, move) == 0
    with database.reading() as connection:
        for one in ids:
            assert [change.act for change in changes_of(connection, CUSTOMER, one)] == [Act.TRASHED, Act.CREATED]


def test_two_bring_the_same_back_and_purge_it(database, meanwhile, actor):
    ids = [factories.stored_customer(database).id for _ in range(2)]
    with database.writing() as connection:
        trash.move_to_trash(connection, CUSTOMER, ids, actor=actor)

    def purge(connection):
        return trash.purge(connection, CUSTOMER, ids, actor=actor)

    assert meanwhile(lambda connection: restoring.restore_many(connection, "customer", ids, actor=actor), purge) == 0
    assert {now(database, CUSTOMER, one).state for one in ids} == {State.ACTIVE}
    with database.writing() as connection:
        trash.move_to_trash(connection, CUSTOMER, ids, actor=actor)
    assert meanwhile(purge, purge) == 0


def test_an_edit_goes_to_the_trash_or_comes_back_with_what_was_saved_meanwhile(
    database, meanwhile, customer, nickname, actor
):
    assert meanwhile(nickname, lambda connection: trash.move_to_trash(connection, CUSTOMER, [customer.id], actor=actor))

    found = now(database, CUSTOMER, customer.id)
    assert (found.state, found.values["nickname"]) == (State.TRASHED, "Countess")


def test_an_act_is_taken_back_while_somebody_saves(database, meanwhile, customer, nickname, actor):
    with database.writing() as connection:
        title = Content({"title": "Analyst"})
        customer = save_customer(connection, 0, customer, title, actor=actor).record
        done = latest_change(connection)

    meanwhile(nickname, lambda connection: undoing.take_back_change(connection, done, actor=actor))

    found = now(database, CUSTOMER, customer.id)
    assert (found.values["nickname"], found.values["title"]) == ("Countess", None)


def test_old_values_are_put_back_while_somebody_saves(database, meanwhile, customer, nickname):
    meanwhile(nickname, lambda connection: taking_back.put_back(connection, customer, Content({"title": "Analyst"})))

    found = now(database, CUSTOMER, customer.id)
    assert (found.values["nickname"], found.values["title"]) == ("Countess", "Analyst")


def test_what_refers_to_the_purged_is_saved_meanwhile(database, meanwhile, customer, actor):
    with database.writing() as connection:
        boss = save_customer(
            connection, factories.first_company(connection), None, factories.customer_content("Boss"), actor=actor
        )
        managed = Content({"manager_id": boss.record.id})
        customer = save_customer(connection, 0, customer, managed, actor=actor).record
        trash.move_to_trash(connection, CUSTOMER, [boss.record.id], actor=actor)

    purged = meanwhile(
        lambda connection: save_customer(connection, 0, customer, Content({"nickname": "Countess"}), actor=actor),
        lambda connection: trash.purge(connection, CUSTOMER, [boss.record.id], actor=actor),
    )

    found = now(database, CUSTOMER, customer.id)
    assert (purged, found.values["nickname"], found.values["manager_id"]) == (1, "Countess", None)


def test_what_is_purged_while_somebody_begins_to_refer_to_it(database, meanwhile, save, customer, actor):
    with database.writing() as connection:
        boss = save_customer(
            connection, factories.first_company(connection), None, factories.customer_content("Boss"), actor=actor
        ).record
        role = save("role", name="Night shift")(connection)
        for record_type, record in ((CUSTOMER, boss), (ROLE, role)):
            trash.move_to_trash(connection, record_type, [record.id], actor=actor)
    managed, roles = Content({"manager_id": boss.id}), {"roles": (Item({"role_id": role.id}),)}
    grace = Content({"name": "Grace", "sign_in": "grace"}, roles)
    found = []
    for record_type, record, act in (
        (CUSTOMER, boss, lambda connection: save_customer(connection, 0, customer, managed, actor=actor)),
        (ROLE, role, lambda connection: records.save_record(connection, "staff", None, None, grace, actor=actor)),
    ):
        with pytest.raises(InvalidRecordError) as refused:
            meanwhile(
                lambda connection, record_type=record_type, record=record: trash.purge(
                    connection, record_type, [record.id], actor=actor
                ),
                act,
            )
        found += [(problem.field, problem.part, problem.code) for problem in refused.value.problems]
    assert found == [("manager_id", "", "purged"), ("roles", "role_id", "purged")]


def test_what_is_saved_while_a_job_brings_search_texts_up_to_date_is_found(
    database, meanwhile, nickname, customer, actor
):
    with database.writing() as connection:
        finance = Content({"department": "Finance"})
        save_customer(connection, 0, customer, finance, actor=actor)

    meanwhile(nickname, lambda _: reindex.reindex_value(database.place, "department", "Finance"))

    with database.reading() as connection:
        assert first_ids(connection, ListQuery("customer", words="countess"), 5) == [customer.id]


def test_who_is_edited_need_not_be_waited_for_by_what_names_them(database, other, save, actor):
    own = now(database, STAFF, actor.staff_id)
    with database.writing() as connection:
        save("staff", own, department="Finance")(connection)
        with other.writing() as at_once:
            at_once.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
            company = factories.first_company(at_once)
            made = save_customer(at_once, company, None, factories.customer_content("Ada"), actor=actor).record
    assert made.values["created_by"] == actor.staff_id


def test_two_set_the_same_persons_password(database, meanwhile, actor):
    """The second one's holds; neither hears what the server makes of them."""
    with database.writing() as connection:
        content = Content({"name": "Grace", "sign_in": "grace"})
        grace = records.save_record(connection, "staff", None, None, content, actor=actor).record

    def set_to(password):
        return lambda connection: logins.set_password(connection, grace.id, password, to_change=True)

    meanwhile(set_to("correct horse battery"), set_to("staple correct horse"))


def test_two_set_something_for_everybody_for_the_first_time(database, meanwhile):
    def keep_for(months):
        return lambda connection: access_log.set_rules(connection, access_log.LogRules(True, months))

    meanwhile(keep_for(12), keep_for(24))

    with database.reading() as connection:
        assert access_log.rules(connection) == access_log.LogRules(True, 24)
