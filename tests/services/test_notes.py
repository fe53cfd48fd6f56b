"""Notes, what alerts, and product reviews."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from threading import Barrier

import pytest

from app.errors import InvalidRecordError, RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.queries import Filter, ListQuery, Operator
from app.models.values import RecordKey
from app.services import noting, trash
from app.services.forms import read_sheet
from app.services.hanging import read_counts
from app.services.lists import opened, rows_of
from app.services.restoring import restore_record
from app.services.staff import current_actor
from app.store.database import open_database
from app.store.list_windows import rows_at
from app.store.listing import outline
from tests.services.test_records import Desk, problems_of


@pytest.fixture
def desk(database):
    return Desk(database)


def listed(database, query):
    """The names in the list: as its first page has them, and as they stand in the whole."""
    with database.reading() as connection:
        page = opened(connection, query, ("display_name",)).page
        whole = outline(connection, query)
        rows = rows_at(connection, query, whole, ("display_name",), 0, whole.rows)
        return [row.texts[0] for row in page.rows], [row[1] for row in rows]


def test_a_note_is_about_one_record_and_found_with_that_ones_customer(desk, database):
    contract, product = desk.contract(), desk.product()
    note = desk.make("note", contract_id=contract.id, text="Wants it in writing\nby Friday")
    about_product = desk.make("note", product_id=product.id, text="Runs hot")
    values = note.values
    assert (values["customer_id"], values["display_name"]) == (desk.customer.id, "Wants it in writing")
    assert (values["visibility"], values["author_id"]) == ("internal", values["created_by"])
    assert values["at"] is not None
    assert about_product.values["customer_id"] is None
    for wrong, problem in (
        ({}, ("customer_id", "required")),
        ({"product_id": product.id, "contract_id": contract.id}, ("product_id", "about_several")),
        ({"product_id": product.id, "customer_id": desk.customer.id}, ("customer_id", "about_several")),
    ):
        with pytest.raises(InvalidRecordError) as refused:
            desk.make("note", text="What of?", **wrong)
        assert problem in problems_of(refused)
    edited = desk.save("note", note, text="Wants it in writing").record
    assert edited.values["contract_id"] == contract.id
    with database.writing() as connection:
        assert read_counts(connection, desk.customer.key)["note.customer_id"] == 1
        assert read_counts(connection, contract.key)["note.contract_id"] == 1
        actor = current_actor(connection)
        trash.move_to_trash(connection, RECORD_TYPES["contract"], [contract.id], actor=actor)
        trash.purge(connection, RECORD_TYPES["contract"], [contract.id], actor=actor)
    assert desk.read(note) is None
    assert desk.read(about_product) is not None


def test_who_reviewed_a_note_and_when_is_kept_until_it_is_taken_back(desk, database):
    note = desk.make("note", customer_id=desk.customer.id, text="Called twice")
    assert note.values["reviewed"] is False
    with database.writing() as connection:
        reviewed = noting.mark_reviewed(connection, note.id).saved.record
    assert reviewed.values["reviewed_by"] == note.values["author_id"]
    assert reviewed.values["reviewed_at"] is not None
    again = desk.save("note", reviewed, reviewed=False).record
    assert (again.values["reviewed_by"], again.values["reviewed_at"]) == (None, None)


def test_pinned_notes_come_first_then_the_latest(desk, database):
    customer_id = desk.customer.id
    for text, is_pinned in (("First", False), ("Pinned", True), ("Second", False), ("Third", False)):
        desk.make("note", customer_id=customer_id, text=text, pinned=is_pinned)
    desk.make("note", product_id=desk.product().id, text="Another's", pinned=True)
    own = (Filter("customer_id", Operator.IS, customer_id),)
    expected = ["Pinned", "Third", "Second", "First"]
    query = ListQuery("note", "at", descending=True, filters=own, ahead="pinned")
    assert listed(database, query) == (expected, expected)


def test_an_alert_is_acknowledged_once_and_ends_by_itself(desk, database):
    contract, today = desk.contract(), date.today()
    customer_id = desk.customer.id
    desk.make("note", customer_id=customer_id, text="Plain")
    desk.make("note", customer_id=customer_id, text="Over", alert=True, alert_until=today - timedelta(days=1))
    lasting = desk.make("note", customer_id=customer_id, text="Sues us", alert=True, alert_until=today)
    of_contract = desk.make("note", contract_id=contract.id, text="Don't renew", alert=True)
    with database.writing() as connection:
        found = noting.read_alerts(connection, desk.customer.key)
        assert [alert.text for alert in found] == ["Don't renew", "Sues us"]
        assert [alert.note_id for alert in noting.read_alerts(connection, contract.key)] == [of_contract.id]
        for _ in range(2):
            noting.acknowledge(connection, lasting.id)
        (kept,) = noting.read_acknowledged(connection, lasting.id)
        assert kept.name == found[1].author
        assert [alert.note_id for alert in noting.read_alerts(connection, desk.customer.key)] == [of_contract.id]
        actor = current_actor(connection)
        trash.move_to_trash(connection, RECORD_TYPES["note"], [lasting.id, of_contract.id], actor=actor)
        assert noting.read_alerts(connection, contract.key) == ()
        with pytest.raises(RecordGoneError):
            noting.acknowledge(connection, of_contract.id)
        assert trash.purge(connection, RECORD_TYPES["note"], [lasting.id], actor=actor) == 1
        assert noting.read_acknowledged(connection, lasting.id) == ()


def test_in_two_windows_at_once_it_is_acknowledged_once(desk, database):
    alerts = [desk.make("note", customer_id=desk.customer.id, text=f"{number}", alert=True) for number in range(8)]

    def acknowledged(of, note_id, barrier):
        barrier.wait()
        with of.writing() as connection:
            noting.acknowledge(connection, note_id)

    with closing(open_database(database.place)) as other, ThreadPoolExecutor(2) as windows:
        for alert in alerts:
            barrier = Barrier(2)
            done = [windows.submit(acknowledged, each, alert.id, barrier) for each in (database, other)]
            assert [each.result() for each in done] == [None, None]
        with database.reading() as connection:
            assert all(len(noting.read_acknowledged(connection, alert.id)) == 1 for alert in alerts)


def test_a_review_is_taken_once_from_each_integration_and_read_with_its_stars(desk, database):
    product = desk.product("Router XR")

    def review(**values):
        about = {"customer_id": desk.customer.id, "product_id": product.id}
        return desk.make("review", **about, **{"rating": 4, "integration": "shop", **values})

    first = review(external_ref="r1", text="Good")
    assert first.values["display_name"] == "Good"
    for other in ({"external_ref": "R1"}, {"external_ref": "r1", "integration": "market"}, {}, {}):
        assert review(**other).values["display_name"] == "Router XR"
    with pytest.raises(InvalidRecordError) as refused:
        review(external_ref="r1")
    assert problems_of(refused) == {("external_ref", "taken")}
    assert refused.value.problems[0].other_id == first.id
    for wrong in ({"rating": 6}, {"rating": 0}, {"integration": None, "external_ref": "x"}):
        with pytest.raises(InvalidRecordError):
            review(**wrong)
    with database.writing() as connection:
        actor = current_actor(connection)
        trash.move_to_trash(connection, RECORD_TYPES["review"], [first.id], actor=actor)
    second = review(external_ref="r1", rating=2)
    with database.writing() as connection:
        with pytest.raises(InvalidRecordError) as refused:
            restore_record(connection, "review", first.id, actor=current_actor(connection))
        assert problems_of(refused) == {("external_ref", "taken")}
    with database.reading() as connection:
        assert read_counts(connection, RecordKey("product", product.id))["review.product_id"] == 5
        assert read_sheet(connection, "review", second.id).lines["rating"][0].text == "★★☆☆☆ 2 of 5"
        query = ListQuery("review")
        labels = opened(connection, query, ("rating",)).labels
        (row,) = rows_of(connection, query, ("rating",), labels, (second.id,))
        assert row.texts == ("★★☆☆☆ 2 of 5",)
