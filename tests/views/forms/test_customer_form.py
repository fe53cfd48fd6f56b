"""What only the form of a customer does: names in parts, needed fields by the company's rule, all fields on demand."""

from __future__ import annotations

import pytest

from app.models.company import COMPANY, FIRST_AND_LAST
from app.models.customer import CUSTOMER, EXTERNAL, INTERNAL
from app.models.customer_rules import NAME_PARTS
from app.models.values import Content
from app.services.companies import read_company
from app.settings import SHOW_ALL_FIELDS, Settings
from app.store.unit_of_work import UnitOfWork
from app.views.forms.customer_form import CustomerForm
from tests.factories import customer_content, stored_customer
from tests.views.forms.conftest import type_into


def parts(pane):
    return {part: pane.form.boxes[part].editor.line.text() for part in NAME_PARTS}


def test_parts_follow_the_name_while_it_is_typed(hands, pane, company_id):
    hands.start(EXTERNAL, company_id)
    hands.type("full_name", "Byron, Ada")
    assert parts(pane) == dict.fromkeys(NAME_PARTS, "") | {"first": "Ada", "last": "Byron"}
    hands.type("full_name", "")
    assert not any(parts(pane).values())


def test_corrected_part_is_kept_until_the_name_changes(hands, pane, company_id, stored):
    hands.start(EXTERNAL, company_id)
    hands.type("full_name", "Ada King Lovelace")
    hands.type("middle", "")
    hands.type("last", "King Lovelace")
    hands.type("customer_code", "X1")
    assert parts(pane)["last"] == "King Lovelace"
    assert "corrected" in hands.message("full_name")
    hands.save()
    assert stored(pane.record_id()).values["last"] == "King Lovelace"
    assert stored(pane.record_id()).values["full_name"] == "Ada King Lovelace"

    hands.type("full_name", "Ada Byron")
    assert parts(pane)["last"] == "Byron"
    assert not hands.message("full_name")


def test_a_nickname_beside_the_name_stays_and_one_within_it_follows(hands, pane, company_id, database):
    bob = stored_customer(database, customer_content("Robert Smith", first="Robert", last="Smith", nickname="Bob"))
    hands.edit(bob)
    assert not hands.message("full_name")
    hands.type("full_name", "Robert Smithe")
    assert (parts(pane)["last"], parts(pane)["nickname"]) == ("Smithe", "Bob")
    assert not hands.message("full_name")
    hands.type("full_name", 'Robert "Bert" Smith')
    assert parts(pane)["nickname"] == "Bert"
    hands.type("full_name", "Robert Smith")
    assert parts(pane)["nickname"] == ""


def test_parse_again_is_one_click(hands, pane, company_id):
    hands.start(EXTERNAL, company_id)
    hands.type("full_name", "Ada Lovelace")
    hands.type("first", "Augusta")
    pane.form.boxes["full_name"].message.label.linkActivated.emit("other")
    assert parts(pane)["first"] == "Ada"
    assert not hands.message("full_name")


def test_typed_parts_build_the_full_name(hands, pane, company_id):
    hands.start(EXTERNAL, company_id)
    hands.type("first", "Ada")
    hands.type("last", "Lovelace")
    assert hands.editor("full_name").line.text() == "Ada Lovelace"


@pytest.fixture
def strict_company(database, company_id, actor):
    with database.writing() as connection:
        company = read_company(connection, company_id)
        values = {field.name: company.values[field.name] for field in COMPANY.value_fields}
        UnitOfWork(connection, actor).update(COMPANY, company, Content({**values, "name_rule": FIRST_AND_LAST}))
    return company_id


def test_first_and_last_are_needed_where_the_company_says_so(hands, pane, strict_company, stored):
    hands.start(INTERNAL, strict_company)
    assert pane.form.boxes["last"].label.text() == "Last name *"
    hands.type("first", "Ada")
    hands.refuse()
    assert hands.message("last") == "This is needed."
    assert not hands.message("first")
    hands.type("last", "Lovelace")
    hands.save()
    assert stored(pane.record_id()).values["full_name"] == "Ada Lovelace"


def test_business_name_is_enough_for_an_external_customer(hands, pane, company_id, stored):
    hands.start(EXTERNAL, company_id)
    hands.type("business_name", "Analytical Engines")
    hands.save()
    assert stored(pane.record_id()).values["display_name"] == "Analytical Engines"


def test_kinds_have_their_sections_and_one_switch_shows_all(qtbot, tasks, basis):
    settings = Settings()
    form = CustomerForm(CUSTOMER, INTERNAL, basis, tasks, settings)
    qtbot.addWidget(form)
    form.show()
    form.show_new()
    assert form.sections["employment"].isVisible()
    assert not form.sections["sales"].isVisible()
    form.all_fields_box.click()
    assert form.sections["sales"].isVisible()
    assert form.boxes["business_name"].isVisible()
    assert settings.get(SHOW_ALL_FIELDS)
    other = CustomerForm(CUSTOMER, EXTERNAL, basis, tasks, settings)
    qtbot.addWidget(other)
    assert not other.sections["employment"].isHidden()


def test_manager_is_found_by_typing(hands, pane, qtbot, database, stored):
    grace = stored_customer(database, customer_content("Grace Hopper"))
    ada = stored_customer(database, customer_content("Ada Lovelace", kind=INTERNAL))
    hands.edit(ada)
    editor = hands.editor("manager_id")
    type_into(qtbot, editor.line, "hopp")
    qtbot.waitUntil(lambda: editor.completer.popup().isVisible())
    editor.completer.activated.emit(editor.completer.popup().model().index(0, 0).data())
    assert editor.line.text() == "Grace Hopper"
    hands.save()
    assert stored(ada.id).values["manager_id"] == grace.id


def test_nobody_manages_himself(hands, pane, qtbot, database):
    ada = stored_customer(database, customer_content("Ada Lovelace", kind=INTERNAL))
    hands.edit(ada)
    editor = hands.editor("manager_id")
    type_into(qtbot, editor.line, "ada love")
    qtbot.waitUntil(lambda: editor.completer.popup().isVisible())
    editor.completer.activated.emit(editor.completer.popup().model().index(0, 0).data())
    qtbot.waitUntil(lambda: "themselves" in hands.message("manager_id"))
    hands.refuse()


def test_name_that_is_nobodys_is_no_manager(hands, pane, qtbot, database):
    ada = stored_customer(database, customer_content("Ada Lovelace", kind=INTERNAL))
    hands.edit(ada)
    type_into(qtbot, hands.editor("manager_id").line, "Nobody Known")
    hands.refuse()
    assert "Choose" in hands.message("manager_id")
