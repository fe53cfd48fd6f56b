"""What unsaved text would change, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.models.customer import CUSTOMER, EXTERNAL
from app.models.values import Content, Record
from app.services.forms import Basis, Sheet, read_sheet
from app.services.recovery import Entry, Kept, Left
from app.store.database import Database
from app.views.forms.kept_words import differences
from tests.factories import address, customer_content, email, phone
from tests.stage import saved
from tests.views.forms.conftest import Hands


@pytest.fixture
def full(database: Database) -> Record:
    """A customer with something in fields of every kind."""
    boss = saved(database.path, customer_content("Grace Hopper"))
    content = customer_content(
        "Dr. Ada King Lovelace",
        phones=[phone(is_primary=True), phone("+44 161 496 0871", extension="12")],
        emails=[email(is_primary=True)],
        addresses=[address(state=None, postal_code="SW1A 1AA", type="billing")],
        tags=("first", "second one"),
        manager_id=boss.id,
        last_survey_date=date(2026, 5, 3),
        preferred_language="de",
        time_zone="Europe/Berlin",
        tax_exempt=None,
    )
    return saved(database.path, content)


def left(sheet: Sheet | None, basis: Basis | None, texts: dict[str, object]) -> Left:
    kept = Kept("customer", EXTERNAL, 1, 1, 1, 0, "Ada", "", datetime.now(UTC), texts, tuple(texts))  # type: ignore[arg-type]
    return Left(Entry("1-a.b.kept", kept, False), sheet, basis)


def sheet_of(database: Database, record: Record) -> Sheet:
    with database.reading() as connection:
        return read_sheet(connection, CUSTOMER.name, record.id)


def test_a_form_as_it_was_opened_differs_in_nothing(
    hands: Hands, database: Database, full: Record, basis: Basis
) -> None:
    hands.edit(full)
    form = hands.pane.form
    assert form is not None

    assert differences(left(sheet_of(database, full), basis, dict(form.texts()))) == ()


def test_what_was_typed_stands_beside_what_is_stored(
    hands: Hands, database: Database, full: Record, basis: Basis
) -> None:
    hands.edit(full)
    hands.type("nickname", "Countess")
    hands.type("last_survey_date", "31.02.")
    hands.type("tags", "")
    saved(database.path, Content({"nickname": "Enchantress"}), full)
    form = hands.pane.form
    assert form is not None
    texts = {name: form.texts()[name] for name in form.changed_fields()}

    found = {one.label: (one.stored, one.typed) for one in differences(left(sheet_of(database, full), basis, texts))}

    assert found["Nickname"] == ("Enchantress", "Countess")
    assert found["Tags"] == ("first, second one", "")
    assert found["Last survey date"][1] == "31.02."
    assert len(found) == 3


def test_of_a_new_record_everything_is_new(basis: Basis) -> None:
    rows = [{"number": "+1 202 555 0143", "label": "Mobile", "is_primary": "yes"}]

    found = differences(left(None, basis, {"full_name": "Ada", "phones": rows}))

    assert [one.stored for one in found] == ["", ""]
    assert found[1].typed == "Mobile, +1 202 555 0143 (Primary)"


def test_without_the_operating_company_nothing_can_be_compared() -> None:
    assert differences(left(None, None, {"full_name": "Ada"})) == ()
