"""What forms are given: records as people read them, and what the editors offer."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.errors import RecordGoneError
from app.models import tables
from app.models.customer import EXTERNAL, INTERNAL
from app.models.fields import Kind
from app.models.formatting import format_date, own_date_order
from app.models.image import IMAGE, StoredImage
from app.models.values import RecordKey
from app.services.forms import read_basis, read_draft, read_sheet, save_draft
from app.services.pictures import add_picture
from app.services.references import Reference
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.store.unit_of_work import UnitOfWork
from tests.factories import address, customer_content, email, first_company, phone, stored_customer


def sheet_of(database, record):
    with database.reading() as connection:
        return read_sheet(connection, "customer", record.id)


def test_record_is_read_in_words(database):
    content = customer_content(
        kind=INTERNAL,
        sla_level="gold",
        preferred_language="fr",
        last_survey_date=date(2026, 3, 1),
        tags=("vip", "math"),
        wholesale=True,
        accepts_marketing=False,
        facebook_url="https://facebook.com/ada",
    )
    lines = sheet_of(database, stored_customer(database, content)).lines
    texts = {name: found[0].text for name, found in lines.items()}
    assert (texts["sla_level"], texts["preferred_language"], texts["tags"]) == ("Gold", "French", "vip, math")
    assert texts["last_survey_date"] == format_date(date(2026, 3, 1), own_date_order())
    assert lines["facebook_url"][0].link == "https://facebook.com/ada"
    assert "wholesale" in lines
    assert not {"accepts_marketing", "title", "phones"} & set(lines)


def test_child_rows_are_lines_with_the_primary_one_first(database):
    content = customer_content(
        phones=[
            phone("020 7946 0000", label="Work", extension="12"),
            phone("+44 7700 900123", label="Mobile", carrier="EE", is_primary=True),
            phone("ask at the desk", label="Other", e164=None, national=None),
        ],
        emails=[email()],
    )
    lines = sheet_of(database, stored_customer(database, content)).lines
    assert [(line.text, line.label, line.link, line.detail) for line in lines["phones"]] == [
        ("+44 7700 900123", "Mobile", "tel:+447700900123", "EE"),
        ("020 7946 0000", "Work", "tel:+442079460000;ext=12", "+44 20 7946 0000"),
        ("ask at the desk", "Other", "", ""),
    ]
    assert lines["emails"][0].link == "mailto:ada@example.com"


def test_address_same_as_billing_shows_the_billing_address(database):
    content = customer_content(
        kind=EXTERNAL,
        addresses=[
            address(type="billing", phone="1234"),
            address(type="shipping", same_as_billing=True, street=None, city=None, country=None),
        ],
    )
    billing, shipping = sheet_of(database, stored_customer(database, content)).lines["addresses"]
    assert (billing.label, shipping.label) == ("Billing", "Shipping")
    assert billing.text == shipping.text
    assert billing.text.splitlines() == ["12 High Street", "London", "United Kingdom", "1234"]


def test_references_are_named_and_lead_to_the_record(database):
    grace = stored_customer(database, customer_content("Grace Hopper"))
    sheet = sheet_of(database, stored_customer(database, customer_content(manager_id=grace.id)))
    assert sheet.references["manager_id"] == Reference(grace.key, "Grace Hopper")
    assert sheet.lines["manager_id"][0].link == f"record:customer/{grace.id}"
    assert sheet.lines["created_by"][0].text
    assert sheet.lines["created_by"][0].link == ""


def test_picture_comes_along(database):
    picture = StoredImage("x", "image/webp", 3, 2, b"big", (b"32", b"64", b"128"))
    with database.writing() as connection:
        image_id, _ = add_picture(UnitOfWork(connection, current_actor(connection)), picture, "ada")
    sheet = sheet_of(database, customer := stored_customer(database, customer_content(image=image_id)))
    assert sheet.picture == b"128"
    assert sheet.references["image"] == Reference(RecordKey("image", image_id), "ada")
    assert "image" not in sheet.lines

    with database.writing() as connection:
        move_to_trash(connection, IMAGE, [image_id], actor=current_actor(connection))
    assert sheet_of(database, customer).picture is None


def test_what_is_gone_is_an_error_with_fields(database):
    with database.reading() as connection:
        with pytest.raises(RecordGoneError):
            read_sheet(connection, "customer", 1)
        with pytest.raises(RecordGoneError):
            read_basis(connection, 1)


def test_basis_offers_active_values_in_their_order_and_knows_the_others(database):
    pick = tables.metadata.tables["pick_value"]
    with database.writing() as connection:
        connection.execute(sa.update(pick).where(pick.c.value == "Call").values(active=False))
    with database.reading() as connection:
        basis = read_basis(connection, first_company(connection))
    offered = basis.picks["contact_mode"]
    assert [(option.value, option.active) for option in offered] == [("E-mail", True), ("Call", False), ("SMS", True)]
    assert basis.rules.country == "US"
    assert basis.names[Kind.COUNTRY]["DE"] == "Germany"


def test_draft_comes_with_what_its_form_needs(database):
    with database.writing() as connection:
        company_id = first_company(connection)
        draft_id = save_draft(connection, None, "customer", company_id, {"full_name": "Ada"}, "Ada")
    with database.reading() as connection:
        draft, basis = read_draft(connection, draft_id)
    assert draft.texts == {"full_name": "Ada"}
    assert basis.company_id == company_id
