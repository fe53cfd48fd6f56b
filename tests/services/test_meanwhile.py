"""Two people on a server: the second one waits for the first one's commit, and goes on from what it left."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import sqlalchemy as sa

from app.errors import InvalidRecordError
from app.models.company import COMPANY, UNIQUE_ALWAYS
from app.models.customer import CUSTOMER
from app.models.image import IMAGE, StoredImage
from app.models.queries import ListQuery
from app.models.role import ROLE
from app.models.staff import STAFF
from app.models.values import Content, Item, State
from app.services import (
    access_log,
    companies,
    logins,
    people,
    pick_lists,
    pictures,
    reindex,
    restoring,
    taking_back,
    trash,
    undoing,
)
from app.services.customers import save_customer
from app.services.imaging.faces import stored_faces
from app.store.changes import Act, changes_of, latest_change
from app.store.database import open_database
from app.store.listing import first_ids
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork
from tests import factories

PATIENCE_SECONDS = 20
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'test' AND wait_event_type = 'Lock'"


@pytest.fixture
def database(shared_database):
    """In a file whoever writes waits at the door."""
    return shared_database


@pytest.fixture
def other(database):
    """The same database over another person's connection."""
    with closing(open_database(database.place)) as other:
        yield other


@pytest.fixture
def meanwhile(database, other, server):
    """Do two acts, the second one while the first one isn't committed; it has to wait. Returns what the second returns."""

    def within(act):
        with other.writing() as connection:
            return act(connection)

    def meanwhile(first, second):
        with ThreadPoolExecutor(1) as second_person, database.writing() as connection:
            first(connection)
            done = second_person.submit(within, second)
            give_up = time.monotonic() + PATIENCE_SECONDS
            while server.execute(WAITING) == [(0,)]:
                assert not done.done(), f"it did not wait: {done.result()}"
                assert time.monotonic() < give_up
        return done.result()

    return meanwhile


@pytest.fixture
def customer(database):
    return factories.stored_customer(database)


@pytest.fixture
def save(actor):
    """An act that saves somebody or something of the settings."""

    def save(type_name, base=None, **values):
        return lambda connection: (
            people.save_record(connection, type_name, None, base, Content(values), actor=actor).record
        )

    return save


@pytest.fixture
def nickname(customer, actor):
    """An act that touches the customer."""
    return lambda connection: save_customer(connection, 0, customer, Content({"nickname": "Countess"}), actor=actor)


def now(database, record_type, record_id):
    with database.reading() as connection:
        return read_record(connection, record_type, record_id)


def code_of(refused):
    return [problem.code for problem in refused.value.problems]


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


def test_two_add_the_same_value(meanwhile, actor):
    def add(connection):
        return pick_lists.add_value(connection, "site", "Annexe", actor=actor)

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(add, add)
    assert code_of(refused) == ["taken"]


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
        (ROLE, role, lambda connection: people.save_record(connection, "staff", None, None, grace, actor=actor)),
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


def test_a_picture_that_two_take_in_is_kept_once(meanwhile, actor):
    picture = StoredImage("same", "image/webp", 30, 20, b"same", (b"32", b"64", b"128"))
    added = []

    def add(connection):
        added.append(pictures.add_picture(UnitOfWork(connection, actor), picture, "Ada"))
        return added[-1]

    assert meanwhile(add, add) == (added[0][0], False)


@pytest.mark.parametrize("type_name", ["customer", "staff"])
def test_two_who_become_each_others_managers(database, meanwhile, save, actor, type_name):
    def managed(base, manager):
        if type_name == "staff":
            return save("staff", base, manager_id=manager.id)
        return lambda connection: save_customer(connection, 0, base, Content({"manager_id": manager.id}), actor=actor)

    if type_name == "staff":
        with database.writing() as connection:
            ada, grace = (save("staff", name=name, sign_in=name)(connection) for name in ("Ada", "Grace"))
    else:
        ada, grace = (factories.stored_customer(database) for _ in range(2))

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(managed(ada, grace), managed(grace, ada))
    assert code_of(refused) == ["manages_themselves"]


def let_nobody_share(database, actor):
    """The id of a company in which addresses are unique."""
    with database.writing() as connection:
        company = read_record(connection, COMPANY, factories.first_company(connection))
        companies.save_company(connection, company, Content({"email_rule": UNIQUE_ALWAYS}), actor=actor)
    return company.id


def reached_at(name, address="desk@example.com"):
    return factories.customer_content(name, emails=[factories.email(address)])


def test_two_take_an_address_that_nobody_may_share(database, meanwhile, actor):
    company_id = let_nobody_share(database, actor)

    def made(name):
        return lambda connection: save_customer(connection, company_id, None, reached_at(name), actor=actor)

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(made("Ada"), made("Grace"))
    assert code_of(refused) == ["email_taken"]


@pytest.mark.parametrize("way", ["stopped", "trashed", "both"])
def test_of_two_administrators_who_stop_each_other_one_stays(database, meanwhile, save, actor, way):
    with database.writing() as connection:
        other = factories.staff_actor(connection)
        ids = (actor.staff_id, other.staff_id)
        records = [read_record(connection, STAFF, one) for one in ids]
    stops = [save("staff", record, active=False) for record in records]
    moves = [lambda connection, one=one: trash.move_to_trash(connection, STAFF, [one], actor=actor) for one in ids]
    acts = {"stopped": stops, "trashed": moves, "both": (stops[0], moves[1])}[way]

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(*acts)
    assert code_of(refused) == ["last_administrator"]


@pytest.mark.parametrize("way", ["stopped", "trashed"])
def test_of_two_companies_that_are_stopped_one_stays(database, meanwhile, actor, way):
    with database.writing() as connection:
        first = read_record(connection, COMPANY, factories.first_company(connection))
        content = Content({**first.values, "code": "TWO", "name": "Two"})
        second = companies.save_company(connection, None, content, actor=actor)

    def stop(company):
        if way == "trashed":
            return lambda connection: trash.move_to_trash(connection, COMPANY, [company.id], actor=actor)
        return lambda connection: companies.save_company(connection, company, Content({"active": False}), actor=actor)

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(stop(first), stop(second))
    assert code_of(refused) == ["last_active"]


def test_who_is_edited_need_not_be_waited_for_by_what_names_them(database, other, save, actor):
    own = now(database, STAFF, actor.staff_id)
    with database.writing() as connection:
        save("staff", own, department="Finance")(connection)
        with other.writing() as at_once:
            at_once.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
            company = factories.first_company(at_once)
            made = save_customer(at_once, company, None, factories.customer_content("Ada"), actor=actor).record
    assert made.values["created_by"] == actor.staff_id


def test_a_picture_is_added_again_while_its_like_is_purged(database, meanwhile, actor):
    """The bytes are there already, and nobody else had them: they stay for whoever adds them."""
    name, face = next(iter(stored_faces()))
    with database.writing() as connection:
        record_id = pictures.find_equal(connection, face.sha256)
        if not record_id:
            record_id, _ = pictures.add_picture(UnitOfWork(connection, actor), face, name)
        trash.move_to_trash(connection, IMAGE, [record_id], actor=actor)

    meanwhile(
        lambda connection: pictures.add_picture(UnitOfWork(connection, actor), face, name),
        lambda connection: trash.purge(connection, IMAGE, [record_id], actor=actor),
    )

    with database.reading() as connection:
        assert pictures.read_whole(connection, pictures.find_equal(connection, face.sha256)) == face.content


def test_two_set_the_same_persons_password(database, meanwhile, actor):
    """The second one's holds; neither hears what the server makes of them."""
    with database.writing() as connection:
        content = Content({"name": "Grace", "sign_in": "grace"})
        grace = people.save_record(connection, "staff", None, None, content, actor=actor).record

    def set_to(password):
        return lambda connection: logins.set_password(connection, grace.id, password, to_change=True)

    meanwhile(set_to("correct horse battery"), set_to("staple correct horse"))


def test_two_set_something_for_everybody_for_the_first_time(database, meanwhile):
    def keep_for(months):
        return lambda connection: access_log.set_rules(connection, access_log.LogRules(True, months))

    meanwhile(keep_for(12), keep_for(24))

    with database.reading() as connection:
        assert access_log.rules(connection) == access_log.LogRules(True, 24)


def test_an_address_comes_back_from_the_trash_while_somebody_takes_it(database, meanwhile, actor):
    company_id = let_nobody_share(database, actor)
    trashed = factories.stored_customer(database, reached_at("Ada"))
    with database.writing() as connection:
        trash.move_to_trash(connection, CUSTOMER, [trashed.id], actor=actor)

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(
            lambda connection: restoring.restore_record(connection, "customer", trashed.id, actor=actor),
            lambda connection: save_customer(connection, company_id, None, reached_at("Grace"), actor=actor),
        )
    assert code_of(refused) == ["email_taken"]
