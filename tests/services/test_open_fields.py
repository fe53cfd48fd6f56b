"""Fields that are hidden, masked or only read: nowhere shown, nowhere found, and never written over."""

from __future__ import annotations

import pytest

from app.errors import NotAllowedError
from app.models.customer import CUSTOMER
from app.models.narrowing import ChangeNarrowing
from app.models.queries import Filter, ListQuery, Operator
from app.models.rights import Act, FieldAccess
from app.models.tables import table_of, text_table_of
from app.models.values import Content
from app.services import forms, history, lists, undoing
from app.services.customers import save_customer
from app.services.staff import current_actor
from app.store.changes import latest_change
from app.store.listing import first_ids
from app.store.records import read_record
from tests import factories
from tests.desk import SERVES, make_customer, make_role, make_staff
from tests.factories import customer_content, first_company

RULES = [
    ("customer", "title", "hidden"),
    ("customer", "phones", "hidden"),
    ("customer", "network_id", "masked"),
    ("customer", "business_name", "read_only"),
]
CONTENT = {
    "title": "Countess",
    "network_id": "NET-12345678",
    "business_name": "Engines Ltd",
    "department": "Finance",
    "national_id": "AB123456",
}


@pytest.fixture
def ada(database, actor):
    """A customer with something in each of the fields, whose title was another one before."""
    with database.writing() as connection:
        bob = make_role(connection, "Desk", SERVES, RULES)
        make_staff(connection, "bob", bob)
        known = {name: value for name, value in CONTENT.items() if name in CUSTOMER.by_name}
        content = customer_content("Ada Lovelace", phones=[factories.phone()], **{**known, "title": "Lady"})
        made = make_customer(connection, "", content)
        now = Content({**made.values, "title": "Countess", "department": "Legal"}, made.items)
        company_id = first_company(connection)
        return save_customer(connection, company_id, made, now, actor=current_actor(connection)).record


@pytest.fixture
def bob(sign_in, ada):
    return sign_in("bob")


def row_and_text(database, ada):
    with database.reading() as connection:
        table, text = table_of(CUSTOMER), text_table_of(CUSTOMER)
        row = dict(connection.execute(table.select().where(table.c.id == ada.id)).mappings().one())
        texts = dict(connection.execute(text.select().where(text.c.id == ada.id)).mappings().one())
        phones = [item.values["number"] for item in read_record(connection, CUSTOMER, ada.id).items["phones"]]
    return row, texts, phones


def test_a_record_is_read_without_what_is_hidden(bob, ada):
    with bob.reading() as connection:
        sheet = forms.read_sheet(connection, "customer", ada.id)

    assert "title" not in sheet.record.values
    assert "phones" not in sheet.record.items
    assert "phone" not in sheet.record.values  # it is taken from the phones
    assert not {"title", "phones", "phone"} & set(sheet.lines)
    assert sheet.record.values["department"] == "Legal"
    assert sheet.accesses["title"] is FieldAccess.HIDDEN
    assert sheet.accesses["business_name"] is FieldAccess.READ_ONLY
    assert "department" not in sheet.accesses


def test_of_a_masked_field_the_last_characters_are_read(bob, ada):
    with bob.writing() as connection:
        sheet = forms.read_sheet(connection, "customer", ada.id)
        whole = forms.read_masked_lines(connection, "customer", ada.id, "network_id")
        with pytest.raises(NotAllowedError):
            forms.read_masked_lines(connection, "customer", ada.id, "title")

    assert "network_id" not in sheet.record.values
    assert [line.text for line in sheet.lines["network_id"]] == ["••••5678"]
    assert [line.text for line in whole] == ["NET-12345678"]


def test_lists_show_sort_and_filter_by_nothing_that_is_hidden(bob, ada):
    with bob.writing() as connection:
        other = make_customer(connection, "Zoe", customer_content("Zoe"))
        columns = ("display_name", "title", "network_id", "department")
        page = lists.opened(connection, ListQuery("customer"), columns).page
        assert page.rows[0].texts == ("Ada Lovelace", "", "", "Legal")
        by_title = ListQuery("customer", sort="title", descending=True)
        assert first_ids(connection, by_title, 5) == [other.id, ada.id]  # by name: only one of them has a title
        for name in ("title", "network_id"):
            filtered = ListQuery("customer", filters=(Filter(name, Operator.CONTAINS, "e"),))
            assert first_ids(connection, filtered, 5) == []


@pytest.mark.parametrize("words", ["countess", "12345678", "lady", "7946"])
def test_nothing_is_found_by_what_cannot_be_read(database, bob, ada, words):
    with bob.reading() as connection:
        assert first_ids(connection, ListQuery("customer", words=words), 5) == []
    if words != "lady":
        with database.reading() as connection:
            assert first_ids(connection, ListQuery("customer", words=words), 5) == [ada.id]


@pytest.mark.parametrize("words", ["ada", "lovel", "ad lovelace"])
def test_a_record_is_found_by_its_name_whatever_is_hidden(bob, ada, words):
    with bob.reading() as connection:
        assert first_ids(connection, ListQuery("customer", words=words), 5) == [ada.id]


def test_history_tells_nothing_of_hidden_fields(database, bob, ada):
    with bob.reading() as connection:
        window = history.read_window(connection, "customer", ada.id)
        narrowed = history.read_window(connection, "customer", ada.id, ChangeNarrowing(field="title"))
        past = history.read_past(connection, window.entries[1].id)

    told = {line.field for line in window.entries[0].lines}
    assert "department" in told
    assert not {"title", "phones", "network_id"} & told
    assert narrowed.entries == ()
    assert "title" not in past.sheet.record.values
    assert [line.text for line in past.sheet.lines["network_id"]] == ["••••5678"]


def test_a_save_leaves_what_the_person_does_not_see_as_it_is(database, bob, ada):
    before = row_and_text(database, ada)
    with bob.writing() as connection:
        sheet = forms.read_sheet(connection, "customer", ada.id)
        stored = forms.save_record(connection, "customer", 0, sheet.record, Content({"full_name": "Ada King"}), None)
    row, texts, phones = row_and_text(database, ada)

    assert "title" not in stored.saved.record.values
    assert row["full_name"] == row["display_name"] == "Ada King"
    for name in ("title", "network_id", "phone", "business_name", "business_name_key"):
        assert row[name] == before[0][name]
    assert phones == before[2]
    assert "  countess" in texts["normal"]
    assert "  king" in texts["normal"]
    assert texts["personal"] == before[1]["personal"]
    with database.reading() as connection:
        assert first_ids(connection, ListQuery("customer", words="countess king 7946"), 5) == [ada.id]


@pytest.mark.parametrize("name", ["title", "network_id", "business_name"])
def test_nobody_writes_into_a_field_that_is_not_open(bob, ada, name):
    with bob.writing() as connection:
        sheet = forms.read_sheet(connection, "customer", ada.id)
        with pytest.raises(NotAllowedError) as error:
            forms.save_record(connection, "customer", 0, sheet.record, Content({name: "Another"}), None)
        assert (error.value.act, error.value.field) == (Act.EDIT, name)


def test_nobody_fills_a_new_record_with_what_is_not_open(bob):
    with bob.writing() as connection:
        company_id, who = first_company(connection), current_actor(connection)
        new = Content({"full_name": "Zoe", "business_name": "Zoe Ltd", "kind": "external", "title": "Queen"})
        with pytest.raises(NotAllowedError) as error:
            save_customer(connection, company_id, None, new, actor=who)
    assert (error.value.act, error.value.field) == (Act.ADD, "title")


def test_nobody_takes_back_what_others_wrote_into_a_hidden_field(bob, ada):
    with bob.writing() as connection, pytest.raises(NotAllowedError) as error:
        undoing.take_back_change(connection, latest_change(connection), actor=current_actor(connection))
    assert error.value.field in ("title", "phones")


def test_whoever_makes_a_record_fills_what_it_cannot_be_without(database, actor, sign_in):
    with database.writing() as connection:
        rules = [("customer", "*", "read_only")]
        make_staff(connection, "bob", make_role(connection, "Desk", SERVES, rules))
    with sign_in("bob").writing() as connection:
        new = Content({"full_name": "Zoe", "kind": "external"})
        made = save_customer(connection, first_company(connection), None, new, actor=current_actor(connection)).record
        basis = forms.read_basis(connection, first_company(connection))

    assert made.values["customer_code"]
    assert "full_name" not in basis.accesses["customer"]
    assert basis.accesses["customer"]["title"] is FieldAccess.READ_ONLY
