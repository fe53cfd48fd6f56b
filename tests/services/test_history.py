"""History as people read it: windows of any length, filters, the desk's words, and records as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.errors import RecordGoneError
from app.models.customer import CUSTOMER
from app.models.image import StoredImage
from app.models.narrowing import ChangeNarrowing
from app.models.values import Content, Item, State
from app.services import history, pick_lists, trash
from app.services.customers import save_customer
from app.services.pictures import add_picture
from app.services.trash import move_to_trash
from app.store.changes import Act
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.factories import customer_content, first_company


@pytest.fixture
def ada(connection, actor):
    """A customer with one of everything."""
    content = customer_content(
        "Ada Lovelace", phones=[factories.phone()], emails=[factories.email()], addresses=[factories.address()]
    )
    return save_customer(connection, first_company(connection), None, content, actor=actor).record


def edit(connection, record, actor, items=None, **values):
    return save_customer(connection, 0, record, Content(values, items or {}), actor=actor).record


def lines(connection, record):
    entry = history.read_window(connection, CUSTOMER.name, record.id).entries[0]
    return {line.label: (line.old, line.new) for line in entry.lines}


def test_values_are_said_in_the_desks_words(connection, actor, ada):
    boss = save_customer(connection, first_company(connection), None, customer_content("Grace"), actor=actor).record
    finance = next(value for value in pick_lists.values_of(connection, "department") if value.label == "Finance")
    pick_lists.rename_value(connection, finance.id, "Money", actor=actor)
    ada = edit(
        connection,
        ada,
        actor,
        department="Finance",
        manager_id=boss.id,
        tags=("vip", "math"),
        accepts_marketing=True,
        preferred_language="de",
        last_survey_date=date(2026, 1, 31),
        tax_exempt="all",
    )
    said = lines(connection, ada)
    assert said["Department"] == ("", "Money")
    assert said["Manager"] == ("", "Grace")
    assert said["Tags"] == ("", "vip, math")
    assert said["Accepts marketing"][1] == "yes"
    assert said["Preferred language"][1].startswith("German")
    assert "2026" in said["Last survey date"][1]
    assert "31" in said["Last survey date"][1]


def test_child_rows_are_said_as_a_whole_or_by_the_part_that_differs(connection, actor, ada):
    phone, address = ada.items["phones"][0], ada.items["addresses"][0]
    moved = Item({**address.values, "city": "Paris"}, address.id)
    ada = edit(connection, ada, actor, {"phones": (), "addresses": (moved,)})
    said = lines(connection, ada)
    assert said["Phones"] == ("Work: +44 20 7946 0000", "")
    assert "London" in said["Addresses"][0]
    assert "Paris" in said["Addresses"][1]
    email = ada.items["emails"][0]
    ada = edit(connection, ada, actor, {"emails": (email, factories.email("x@y.test", is_primary=True))})
    ada = edit(
        connection,
        ada,
        actor,
        {
            "emails": tuple(
                Item({**row.values, "is_primary": row.id != email.id}, row.id) for row in ada.items["emails"]
            )
        },
    )
    labels = set(lines(connection, ada))
    assert labels == {"E-mails: Work: ada@example.com – Primary", "E-mails: Work: x@y.test – Primary"}
    assert phone.id


def test_pictures_are_shown_and_named(connection, actor, ada):
    picture = StoredImage("0" * 64, "image/png", 50, 50, b"content", (b"32", b"64", b"128"))
    image_id, _ = add_picture(UnitOfWork(connection, actor), picture, "face.png")
    edit(connection, ada, actor, image=image_id)
    (line,) = history.read_window(connection, CUSTOMER.name, ada.id).entries[0].lines
    assert (line.old, line.new, line.old_picture) == ("", "face.png", None)
    assert line.new_picture


def test_windows_follow_each_other_without_gap(connection, actor, ada):
    for number in range(25):
        ada = edit(connection, ada, actor, floor=str(number))
    found, before = [], None
    while True:
        window = history.read_window(connection, CUSTOMER.name, ada.id, before=before, limit=10)
        found += [entry.version for entry in window.entries]
        if not window.more:
            break
        before = window.entries[-1].id
    assert found == list(range(26, 0, -1))


def test_filters_by_field_person_and_time(connection, actor, ada):
    ada = edit(connection, ada, actor, floor="1")
    ada = edit(connection, ada, actor, {"phones": ()}, title="Analyst")

    def versions(**narrowing):
        window = history.read_window(connection, CUSTOMER.name, ada.id, ChangeNarrowing(**narrowing))
        return [entry.version for entry in window.entries]

    now = datetime.now(UTC)
    assert versions(field="floor") == [2]
    assert versions(field="phones") == [3]
    assert versions(field="nickname") == []
    assert versions(staff_id=actor.staff_id) == [3, 2, 1]
    assert versions(staff_id=actor.staff_id + 1) == []
    assert versions(since=now - timedelta(hours=1)) == [3, 2, 1]
    assert versions(until=now - timedelta(hours=1)) == []
    assert history.people_in(connection, CUSTOMER.name, ada.id) == ((actor.staff_id, actor.name),)


def test_a_record_as_it_was(connection, actor, ada):
    edit(connection, ada, actor, {"phones": ()}, full_name="Ada King")
    move_to_trash(connection, CUSTOMER, [ada.id], actor=actor)
    last, changed, created = history.read_window(connection, CUSTOMER.name, ada.id).entries
    was = history.read_past(connection, created.id)
    assert was.sheet.record == ada
    assert was.sheet.lines["phones"][0].text == "+44 20 7946 0000"
    assert history.read_past(connection, changed.id).sheet.record.values["display_name"] == "Ada King"
    assert history.read_past(connection, last.id).sheet.record.state is State.TRASHED
    now = datetime.now(UTC)
    assert history.read_as_of(connection, CUSTOMER.name, ada.id, now).change_id == last.id
    assert history.read_as_of(connection, CUSTOMER.name, ada.id, now - timedelta(days=1)) is None


def test_of_what_was_purged_only_that_remains(connection, actor, ada):
    edit(connection, ada, actor, nickname="Countess")
    move_to_trash(connection, CUSTOMER, [ada.id], actor=actor)
    trash.purge(connection, CUSTOMER, [ada.id], actor=actor)
    entries = history.read_window(connection, CUSTOMER.name, ada.id).entries
    assert [(entry.act, entry.lines) for entry in entries] == [
        (act, ()) for act in (Act.PURGED, Act.TRASHED, Act.CHANGED, Act.CREATED)
    ]
    with pytest.raises(RecordGoneError):
        history.read_past(connection, entries[-1].id)
