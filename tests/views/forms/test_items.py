"""Phones, e-mails and addresses in a form: rows that come and go, and what is said of them while they are typed."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout

from app.models.customer import EXTERNAL
from tests.factories import address, customer_content, email, phone, stored_customer
from tests.views.forms.conftest import type_into


def shown_parts(row):
    form = row.findChildren(QFormLayout)[0]
    labels = [form.itemAt(line, QFormLayout.ItemRole.LabelRole).widget() for line in range(form.rowCount())]
    return [label.text() for label in labels if label.isVisible()]


def test_phone_is_understood_while_it_is_typed(hands, qtbot, company_id):
    hands.start(EXTERNAL, company_id)
    row = hands.editor("phones").rows[0]
    number = row.boxes["number"]
    type_into(qtbot, number.editor.line, "+44 20 7946 0000 ext. 12")
    assert number.message.text() == "+44 20 7946 0000 · extension 12 · United Kingdom"
    type_into(qtbot, number.editor.line, "212 555 0123")
    assert "United States" in number.message.text()
    type_into(qtbot, number.editor.line, "letters")
    assert not number.message.text()
    hands.leave_field()
    assert "No valid" in number.message.text()


def test_carrier_is_asked_of_mobile_phones_only(hands, qtbot, company_id):
    hands.start(EXTERNAL, company_id)
    row = hands.editor("phones").rows[0]
    assert not row.boxes["carrier"].isVisible()
    box = row.boxes["label"].editor.box
    box.setCurrentIndex(box.findData("Mobile"))
    box.activated.emit(box.currentIndex())
    assert row.boxes["carrier"].isVisible()
    type_into(qtbot, row.boxes["carrier"].editor.line, "A new one")
    assert row.item().values["carrier"] == "A new one"


def test_one_row_is_primary_and_the_next_takes_over(hands, pane, qtbot, database, stored):
    ada = stored_customer(
        database, customer_content(emails=[email("a@example.com", is_primary=True), email("b@example.com")])
    )
    hands.edit(ada)
    editor = hands.editor("emails")
    hands.click(editor.rows[1].primary_button)
    assert [row.is_primary() for row in editor.rows] == [False, True]
    hands.save()
    assert stored(ada.id).values["email"] == "b@example.com"
    hands.click(editor.rows[1].remove_button)
    assert editor.rows[0].is_primary()
    hands.save()
    assert [item.values["address"] for item in stored(ada.id).items["emails"]] == ["a@example.com"]


def test_removing_every_row_removes_them(hands, database, stored):
    ada = stored_customer(database, customer_content(phones=[phone()]))
    hands.edit(ada)
    editor = hands.editor("phones")
    hands.click(editor.rows[0].remove_button)
    assert not editor.rows
    assert hands.pane.focusWidget() is editor.add_button
    hands.save()
    assert stored(ada.id).items["phones"] == ()


def test_address_follows_the_rules_of_its_country(hands, qtbot, company_id, stored):
    hands.start(EXTERNAL, company_id)
    hands.type("full_name", "Ada")
    hands.click(hands.editor("addresses").add_button)
    row = hands.editor("addresses").rows[0]
    assert shown_parts(row)[:2] == ["Country", "Contact name"]
    assert "ZIP code *" in shown_parts(row)
    type_into(qtbot, row.boxes["country"].editor.line, "Germany")
    parts = shown_parts(row)
    assert "Postal code *" in parts
    assert "State" not in "".join(parts)
    assert parts.index("Postal code *") < parts.index("City *")
    for part, text in (("street", "Unter den Linden 1"), ("postal_code", "10117"), ("city", "Berlin")):
        type_into(qtbot, row.boxes[part].editor.line, text)
    hands.save()
    values = stored(hands.pane.record_id()).items["addresses"][0].values
    assert (values["country"], values["postal_code"], values["type"]) == ("DE", "10117", "primary")


def test_part_that_a_country_has_no_place_for_stays_while_it_is_filled(hands, qtbot, database):
    ada = stored_customer(database, customer_content(addresses=[address(state_or_province="Greater London")]))
    hands.edit(ada)
    row = hands.editor("addresses").rows[0]
    assert row.boxes["state_or_province"].isVisible()
    assert hands.pane.form.texts()["addresses"][0]["state_or_province"] == "Greater London"


def test_shipping_may_be_the_billing_address(hands, qtbot, database, stored):
    ada = stored_customer(database, customer_content(addresses=[address(type="billing"), address(type="secondary")]))
    hands.edit(ada)
    row = hands.editor("addresses").rows[1]
    same = row.boxes["same_as_billing"]
    assert not same.isVisible()
    kind = row.boxes["type"].editor.box
    kind.setCurrentIndex(kind.findData("shipping"))
    kind.activated.emit(kind.currentIndex())
    hands.click(same.editor.box)
    assert not row.boxes["street"].isVisible()
    hands.save()
    values = stored(ada.id).items["addresses"][1].values
    assert (values["type"], values["same_as_billing"], values["street"]) == ("shipping", True, None)


def test_warnings_about_an_address_are_said_at_its_parts(hands, qtbot, database):
    ada = stored_customer(database, customer_content(addresses=[address(postal_code="W1A 1AA")]))
    hands.edit(ada)
    row = hands.editor("addresses").rows[0]
    type_into(qtbot, row.boxes["postal_code"].editor.line, "nonsense")
    hands.leave_field()
    assert "Postal codes" in row.boxes["postal_code"].message.text()
    hands.save()
    assert "Postal codes" in row.boxes["postal_code"].message.text()


def test_added_row_is_reached_by_tab_in_its_place(hands, qtbot, company_id):
    hands.start(EXTERNAL, company_id)
    editor = hands.editor("phones")
    hands.click(editor.add_button)
    assert hands.pane.focusWidget() is editor.rows[1].controls()[0]
    visible = [control for control in editor.rows[1].controls() if control.isVisible()]
    for control in visible:
        assert hands.pane.focusWidget() is control
        hands.leave_field()
    assert hands.pane.focusWidget() is editor.add_button


def test_rows_come_and_go_and_change_country_without_end(hands, pane, database):
    countries = ("GB", "US", "JP", "DE", "BR", None)
    records = [
        stored_customer(
            database,
            customer_content(
                phones=[phone()] * (number % 3),
                addresses=[address(country=countries[(number + place) % 6]) for place in range(number % 4)],
            ),
        )
        for number in range(12)
    ]
    for record in records * 4:
        hands.edit(record)
        assert len(hands.editor("addresses").rows) == len(record.items["addresses"])
        assert not pane.is_dirty()
