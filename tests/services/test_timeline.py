"""Everything that happened with a customer, in the order of time, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.errors import RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.interaction import INTERACTION
from app.models.rights import Act, Grant, Reach
from app.models.values import Content
from app.services import timeline, trash
from app.services.staff import current_actor
from app.store.bulk import Common, create_in_bulk, open_batch
from app.store.timeline import NOTHING, _question, open_strands
from tests import desk as people
from tests.factories import customer_content, first_company, stored_customer
from tests.services.test_records import Desk

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def desk(database):
    return Desk(database)


def read(database, desk, **wanted):
    with database.reading() as connection:
        return timeline.read_page(connection, desk.customer.id, **wanted)


def told(page):
    return [(entry.key.type_name, entry.moment, entry.title) for entry in page.entries]


def log_many(database, desk, many):
    with database.writing() as connection:
        actor = current_actor(connection)
        common = Common(first_company(connection), actor, open_batch(connection, "Log", actor), NOON)
        contents = [
            Content({
                **{field.name: field.default for field in INTERACTION.value_fields},
                "customer_id": desk.customer.id, "at": NOON - timedelta(minutes=number // 2), "task": f"Call {number}",
            })
            for number in range(many)
        ]  # fmt: skip
        create_in_bulk(connection, INTERACTION, contents, common)


def test_everything_stands_in_the_order_of_time(desk, database):
    contract = desk.contract(title="Support", starts_on=date(2026, 1, 1), ends_on=date(2126, 12, 31))
    router = desk.product("Router")
    desk.make("service", contract_id=contract.id, product_id=router.id, starts_on=date(2026, 2, 1))
    desk.make("service", contract_id=contract.id, product_id=router.id)  # nobody said since when
    call = desk.make("interaction", customer_id=desk.customer.id, at=NOON, task="Call", details="It blinks\nred")
    desk.make("interaction", customer_id=stored_customer(database, customer_content("Grace")).id, at=NOON)
    page = read(database, desk)
    assert told(page)[-3:] == [
        ("interaction", "at", "Call"),
        ("service", "starts_on", "Router"),
        ("contract", "starts_on", "Support"),
    ]
    assert {("service", "created_at", "Router"), ("contract", "ends_on", "Support"), ("change", "at", "")} == set(
        told(page)[:-3]
    )
    assert len(page.entries) == 6
    assert not page.more
    entry = next(entry for entry in page.entries if entry.key == call.key)
    assert (entry.text, entry.who, entry.day) == ("It blinks red", entry.who, NOON.astimezone().date())
    assert entry.who
    assert told(read(database, desk, words="blinks")) == [("interaction", "at", "Call")]
    assert {name for name, *_ in told(read(database, desk, left_out={"interaction", "change"}))} == {
        "contract",
        "service",
    }
    with database.writing() as connection:
        actor = current_actor(connection)
        trash.move_to_trash(connection, RECORD_TYPES["interaction"], [call.id], actor=actor)
    assert call.key not in [entry.key for entry in read(database, desk).entries]


def test_pages_follow_each_other_and_cost_the_same(desk, database):
    log_many(database, desk, 500)
    desk.contract(starts_on=date(2020, 1, 1))
    whole = read(database, desk, limit=1000)
    place, found = None, []
    for _ in range(100):
        page = read(database, desk, place=place, limit=37)
        found += page.entries
        place = page.place
        if not page.more:
            break
    assert found == list(whole.entries)
    assert len(found) == 502


@pytest.mark.parametrize("database", ["file"], indirect=True)  # a server plans by its statistics
def test_a_page_of_a_long_timeline_walks_an_index(desk, database):
    log_many(database, desk, 100)
    with database.reading() as connection:
        place = timeline.read_page(connection, desk.customer.id).place
        for strand in open_strands(connection):
            prepared, given = _question(connection, strand, desk.customer.id, NOTHING, place.get(strand), 60)
            values = {**prepared._fixed, **given}
            ordered = tuple(values[name] for name in prepared._order)
            ((*_, step),) = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {prepared._sql}", ordered).all()
            assert f"INDEX ix_{strand.type_name}_customer_id_" in step


def test_nobody_reads_in_it_what_they_may_not_see(desk, database, sign_in):
    desk.contract(title="Support", starts_on=date(2026, 1, 1))
    desk.make("interaction", customer_id=desk.customer.id, at=NOON, task="Call")
    mine = (Grant("contract", Act.VIEW, Reach.COMPANY), Grant("interaction", Act.VIEW, Reach.OWN))
    with database.writing() as connection:
        rules = [("contract", "starts_on", "hidden")]
        role = people.make_role(connection, "Agent", people.SEES, rules, (*people.NAMES, *mine))
        people.make_staff(connection, "grace", role)
        unseen = people.make_role(connection, "Nobody", {})
        people.make_staff(connection, "eve", unseen)
    grace = sign_in("grace")
    assert {name for name, *_ in told(read(grace, desk))} == {"change"}
    with grace.reading() as connection:
        assert timeline.types_in(connection) == ("contract", "interaction", "change")
    with pytest.raises(RecordGoneError):
        read(sign_in("eve"), desk)
