"""What other programs hand in: taken once, refused with a reason, and never lost."""

import json
import os
import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.intake_entries import entries_of
from app.models.interaction import INTERACTION
from app.models.invoice import INVOICE
from app.models.review import REVIEW
from app.models.tables import table_of
from app.models.values import Content
from app.services.intake import take_text
from app.services.intake_folder import DONE, FAILED, KEPT_DAYS, Looks, take_files
from app.services.intake_schema import schema
from app.services.records import save_record
from app.services.staff import current_actor
from tests.factories import customer_content, email, first_company, phone, stored_customer
from tests.processes import ROOT

AT = "2026-05-04T10:00:00+02:00"


@pytest.fixture
def ada(database):
    numbers = [phone("+1 212 555 0123")]
    content = customer_content("Ada", customer_code="ADA", phones=numbers, emails=[email("ada@example.com")])
    return stored_customer(database, content)


def stored(database):
    """What is said of every interaction, the first first."""
    table = table_of(INTERACTION)
    with database.reading() as connection:
        return connection.execute(table.select().order_by(table.c.id)).all()


def hand_in(database, *entries, **more):
    return take_text(database, json.dumps(entries), "interaction", **more)


def reasons(taken):
    return [(refusal.entry.place, refusal.reason) for refusal in taken.refused]


def test_an_entry_says_what_happened_with_whom(database, ada):
    full = {
        "kind": "interaction",
        "customer": "ADA",
        "at": AT,
        "type": "Purchase",
        "channel": "Store",
        "direction": "incoming",
        "duration": 12,
        "details": "Bought a router",
        "integration": "till",
        "external_ref": "R-1",
    }
    who = ({"email": "ADA@example.com"}, {"phone": "(212) 555-0123"}, {"id": str(ada.id)})
    taken = hand_in(database, full, *({"customer": each, "channel": "Web"} for each in who))
    assert (len(taken.new), taken.known, taken.refused) == (4, 0, ())
    first, *others = stored(database)
    assert first.at == datetime(2026, 5, 4, 8, tzinfo=UTC)
    said = (first.interaction_type, first.channel, first.duration, first.origin, first.integration, first.external_ref)
    assert said == ("Purchase", "Store", 12, "automatic", "till", "R-1")
    assert {row.customer_id for row in (first, *others)} == {ada.id}
    assert {row.integration for row in others} == {"intake"}


def test_reviews_and_invoices_are_taken_in_by_the_same_rules(database, ada):
    with database.writing() as connection:
        product = Content({"name": "Router", "code": "RT-1", "price": Decimal("80.00"), "tax_rate": Decimal(20)})
        company, actor = first_company(connection), current_actor(connection)
        save_record(connection, "product", company, None, product, actor=actor)
    review = {"kind": "review", "product": "RT-1", "customer": "ADA", "rating": 4, "text": "Fast", "external_ref": "7"}
    lines = [{"product": "RT-1", "quantity": 2}, {"text": "Work", "unit_price": "12.50"}]
    invoice = {"kind": "invoice", "customer": "ADA", "status": "due", "lines": lines, "external_ref": "7"}
    numbered = {**invoice, "number": "SHOP-9", "external_ref": "8"}

    taken = take_text(
        database, json.dumps([review, invoice, numbered, review, {**review, "rating": 6, "external_ref": "9"}])
    )

    assert (len(taken.new), taken.known) == (3, 1)
    assert reasons(taken) == [(5, "rating: number at most 5")]
    with database.reading() as connection:
        first, second = connection.execute(table_of(INVOICE).select().order_by(table_of(INVOICE).c.id)).all()
        (stars,) = connection.execute(table_of(REVIEW).select()).all()
    assert (first.number, first.total, first.payment_status, first.origin) == (
        "INV1000",
        Decimal("204.50"),
        "due",
        "automatic",
    )
    assert second.number == "SHOP-9"
    assert (stars.rating, stars.customer_id, stars.integration) == (4, ada.id, "intake")


def test_what_has_a_reference_is_taken_once_whoever_hands_it_in_again(database, ada):
    entry = {"customer": "ADA", "integration": "till", "external_ref": "R-1"}
    assert len(hand_in(database, entry).new) == 1
    again = hand_in(database, {**entry, "details": "again"}, {**entry, "integration": "web"})
    assert (len(again.new), again.known) == (1, 1)
    plain = {"customer": "ADA", "channel": "Store"}
    assert len(hand_in(database, plain, plain).new) == 2  # on the standard input these are two visits
    for delivery, at, new in (("a", None, 1), ("a", None, 0), ("b", None, 1), ("a", AT, 1), ("b", AT, 0)):
        told = plain | ({"at": at} if at else {})
        assert len(hand_in(database, told, source=delivery).new) == new, (delivery, at)


def test_what_can_not_be_taken_says_why_and_keeps_nothing_else_from_being_taken(database, ada):
    stored_customer(database, customer_content("Ben", phones=[phone("+1 212 555 0123")]))
    wrong = {
        "an entry has to be an object": 5,
        "kind has to be interaction": {"kind": "refund", "customer": "ADA"},
        "'colour' is not known": {"customer": "ADA", "colour": "red"},
        "customer: nothing is known by code 'EVE'": {"customer": "EVE"},
        "customer: more than one is known by phone": {"customer": {"phone": "212 555 0123"}},
        "customer: nothing is known by id 7": {"customer": {"id": 7}},
        "customer: nothing is known by id 9999999999999999999": {"customer": {"id": 10**19 - 1}},
        "kind has to be": {"kind": ["interaction"], "customer": "ADA"},
        "customer has to be a code": {"customer": {"code": "ADA", "id": 1}},
        "customer: required": {"channel": "Store"},
        "at has to be a moment": {"customer": "ADA", "at": "2026-05-04T10:00:00"},
        "duration has to be a whole number": {"customer": "ADA", "duration": 1.5},
        "duration: negative": {"customer": "ADA", "duration": -1},
        "direction: not listed": {"customer": "ADA", "direction": "sideways"},
        "details has to be a text": {"customer": "ADA", "details": "\ud800"},
        "external_ref: too long": {"customer": "ADA", "external_ref": "x" * 121},
    }
    taken = hand_in(database, *wrong.values(), {"customer": "ADA"})
    for (place, reason), (number, expected) in zip(reasons(taken), enumerate(wrong, 1), strict=True):
        assert place == number
        assert reason.startswith(expected), (reason, expected)
    assert len(taken.new) == 1
    refused_before = hand_in(database, {"customer": "ADA", "external_ref": "x" * 20, "direction": "incoming"})
    assert len(refused_before.new) == 1


def test_what_is_refused_is_not_waited_for(database, ada):
    started = time.monotonic()
    assert len(hand_in(database, *[{"kind": "refund"}] * 2_000).refused) == 2_000
    assert time.monotonic() - started < 10  # with a pause behind each it was more than 20


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('{"a": 1}', [""]),
        ('[{"a": 1.10}, 2]', ["", ""]),
        ('{"a": 1}\n\n{"b": \n{"c": 3}\n', ["", "no JSON", ""]),
        ('{"a": NaN}', ["no JSON: NaN is no number"]),
        ('{"a": 1e99999999999999999999}', ["no JSON: a number that is too large"]),
        ('{"a": 1, "a": 2}', ["no JSON: 'a' stands there twice"]),
        ("[" * 100_000, ["no JSON: nested too deeply"]),
        ("", ["no JSON"]),
        ('{\n"a": 1,\n"b" 2}', ["no JSON"]),
    ],
)
def test_json_is_one_object_a_list_or_lines(text, faults):
    found = entries_of(text)
    assert [entry.place for entry in found] == list(range(1, len(faults) + 1))
    assert all(
        entry.fault.startswith(fault) and bool(entry.fault) == bool(fault)
        for entry, fault in zip(found, faults, strict=True)
    )
    if "1.10" in text:
        assert found[0].value == {"a": Decimal("1.10")}


@given(st.text())
def test_any_text_is_entries(text):
    assert all(entry.fault or entry.as_text() for entry in entries_of(text))


def test_a_folder_is_emptied_of_what_is_complete(database, ada, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    good = {"customer": "ADA", "kind": "interaction", "at": AT}
    files = {
        "good.json": json.dumps(good),
        "mixed.json": json.dumps([good, {**good, "customer": "EVE"}, {**good, "at": "2026-05-05T10:00:00Z"}]),
        "bad.json": "{",
        "late.json.part": json.dumps(good),
        "other.tmp": "",
        "latin.json": "\xe4",
    }
    for name, text in files.items():
        (folder / name).write_text(text, "latin-1")
    old = folder / DONE / "2020-01-01"
    old.mkdir(parents=True)
    looks = Looks(folder)
    assert looks.complete() == ()
    deadline = time.monotonic() + 20
    while not (ready := looks.complete()):
        assert time.monotonic() < deadline
    names = [path.name for path in ready]
    assert sorted(names) == ["bad.json", "good.json", "latin.json", "mixed.json"]
    found = {one.name: one for one in take_files(database.place, folder, names, lambda done, total: None)}
    assert [name for name in sorted(found) if found[name].is_whole] == ["good.json"]
    assert len(stored(database)) == 2  # the first of the mixed file is the good one, at its place
    left = sorted(path.name for path in folder.iterdir())
    assert left == [DONE, FAILED, "late.json.part", "other.tmp"]
    assert sorted(path.name for path in (folder / DONE).glob("*/*")) == ["good.json", "mixed.json"]
    assert not old.exists()
    assert KEPT_DAYS == 30
    failed = folder / FAILED
    assert json.loads((failed / "mixed.json").read_text()) == [{**good, "customer": "EVE"}]
    assert (failed / "mixed.json.reason.txt").read_text() == "Entry 2: customer: nothing is known by code 'EVE'\n"
    assert (failed / "bad.json").read_text() == "{"
    assert (failed / "latin.json.reason.txt").read_text() == "Entry 1: the file is not UTF-8\n"
    os.replace(next((folder / DONE).glob("*/mixed.json")), folder / "mixed.json")
    take_files(database.place, folder, ["mixed.json"], lambda done, total: None)
    assert len(stored(database)) == 2
    assert len(list(failed.iterdir())) == 6


def test_nothing_is_removed_where_somebody_made_done_lead_to(database, tmp_path):
    kept = tmp_path / "pictures" / "2020-01-01"
    kept.mkdir(parents=True)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / DONE).symlink_to(kept.parent, target_is_directory=True)
    take_files(database.place, folder, [], lambda done, total: None)
    assert kept.is_dir()


def test_the_schema_names_what_is_taken():
    assert json.loads((ROOT / "docs/intake.schema.json").read_text("utf-8")) == schema()
    shape = schema("interaction")["$defs"]["interaction"]
    assert shape["required"] == ["customer"]
    assert shape["properties"]["direction"] == {"enum": ["incoming", "outgoing"]}
    assert shape["properties"]["at"]["format"] == "date-time"
