"""The window with records of every type: made, found, and reached from the customer whom they belong to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.contract import ENDED, RUNNING
from app.models.desk_types import DESK_TYPES
from app.models.values import Content, Record
from app.services.records import save_record
from app.services.staff import current_actor
from app.store.database import Database
from app.views.forms.interactions_tab import InteractionsTab
from app.views.forms.related_tab import RelatedTab
from app.views.records_page import RecordsPage
from tests.factories import customer_content, first_company, stored_customer
from tests.stage import Stage, until


def saved(database: Database, type_name: str, **values: object) -> Record:
    with database.writing() as connection:
        actor, company_id = current_actor(connection), first_company(connection)
        return save_record(connection, type_name, company_id, None, Content(values), actor=actor).record


def page(stage: Stage, name: str) -> RecordsPage:
    """The page of a type, once its list is read."""
    stage.window.go_to(name)
    stage.settle()
    found = stage.window.desk.page(name)
    until(lambda: found.list.source.is_counted)
    stage.settle()
    return found


def listed(found: RecordsPage) -> list[str]:
    return [found.list.model.index(row, 0).data() for row in range(found.list.model.rowCount())]


def tab_of(found: RecordsPage, type_name: str) -> RelatedTab:
    """The tab of the record that is shown which lists what of a type belongs to it."""
    tabs = found.pane.pages.tabs
    tab = next(each for each in found.pane.pages.related if each.count_name.startswith(f"{type_name}."))
    tabs.setCurrentWidget(tab)
    return tab


@pytest.mark.parametrize("name", DESK_TYPES)
def test_every_type_has_its_place(stage: Stage, name: str) -> None:
    found = page(stage, name)
    assert found.isVisible()
    assert stage.window.sidebar.currentItem().text(0) == DESK_TYPES[name].plural
    assert stage.window.toolbar.search_edit.accessibleName() == f"Search {DESK_TYPES[name].plural.lower()}"
    assert stage.window.status.count_label.text() == f"0 {DESK_TYPES[name].plural.lower()}"


def test_a_product_is_made_by_hand_and_found(stage: Stage) -> None:
    stage.window.actions_["new_product"].trigger()
    found = stage.window.desk.page("product")
    until(lambda: found.pane.is_editing())
    form = found.pane.form
    assert form is not None
    QTest.keyClicks(stage.window.focusWidget(), "Router")
    QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClicks(stage.window.focusWidget(), "R-1")
    form.boxes["price"].editor.controls()[0].setFocus()
    QTest.keyClicks(stage.window.focusWidget(), "1,299.5")
    stage.window.actions_["save_and_close"].trigger()
    stage.settle()
    until(lambda: listed(found) == ["Router"])
    record_id = found.list.current_id()
    found.view(record_id)
    until(lambda: found.pane.record_id() == record_id)
    stage.settle()
    assert "1,299.50" in found.pane.pages.head.facts_label.full_text()
    stage.window.toolbar.search_edit.setText("nothing of the sort")
    until(lambda: listed(found) == [])


def test_words_are_searched_where_they_were_typed(stage: Stage, database: Database) -> None:
    stored_customer(database, customer_content("Ada"))
    saved(database, "product", name="Router", code="R")
    products = page(stage, "product")
    until(lambda: listed(products) == ["Router"])
    stage.window.toolbar.search_edit.setText("modem")
    until(lambda: listed(products) == [])
    stage.window.go_to("customer")
    assert stage.window.toolbar.search_edit.text() == ""
    until(lambda: stage.listed() == ["Ada"])
    stage.window.go_to("product")
    assert stage.window.toolbar.search_edit.text() == "modem"


def test_a_contract_is_made_from_its_customer(stage: Stage, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    stage.window.refresh()
    stage.view(ada.id)
    tab = tab_of(stage.window.customers, "contract")
    stage.settle()
    tab.add_button.click()
    contracts = stage.window.desk.page("contract")
    until(lambda: contracts.pane.is_editing())
    form = contracts.pane.form
    assert form is not None
    assert form.content(everything=True).values["customer_id"] == ada.id
    form.boxes["title"].editor.controls()[0].setFocus()
    QTest.keyClicks(stage.window.focusWidget(), "Support")
    stage.window.actions_["save"].trigger()
    until(lambda: bool(contracts.pane.record_id()))
    stage.settle()
    stage.window.go_to("customer")
    stage.view(ada.id)
    tabs = stage.window.customers.pane.pages.tabs
    until(lambda: "Contracts (1)" in [tabs.tabText(place) for place in range(tabs.count())])
    until(lambda: tab.list is not None and tab.list.model.rowCount() == 1)


def test_the_customer_of_a_record_is_a_link(stage: Stage, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    contract = saved(database, "contract", customer_id=ada.id)
    contracts = page(stage, "contract")
    contracts.view(contract.id)
    until(lambda: contracts.pane.record_id() == contract.id)
    contracts.pane.pages.view.anchorClicked.emit(f"record:customer/{ada.id}")
    until(lambda: stage.window.places.shown() == "customer")
    until(lambda: stage.window.customers.pane.record_id() == ada.id)


def test_what_was_made_is_taken_back_and_restored(stage: Stage, database: Database) -> None:
    saved(database, "product", name="Router", code="R", price=Decimal("9.99"))
    products = page(stage, "product")
    until(lambda: listed(products) == ["Router"])
    products.trash_confirmed.emit((products.list.model.row(0).id,))
    until(lambda: listed(products) == [])
    stage.settle()
    stage.window.actions_["undo"].trigger()
    until(lambda: listed(products) == ["Router"])


def test_the_palette_finds_records_of_every_type(stage: Stage, database: Database) -> None:
    router = saved(database, "product", name="Router", code="R")
    stage.window.dialogs.show_palette()
    palette = stage.window.dialogs.palette
    assert palette is not None
    palette.line.setText("router")
    until(lambda: any(row.key == router.key for row in palette.model.rows))
    place = next(number for number, row in enumerate(palette.model.rows) if row.key == router.key)
    palette.list.setCurrentIndex(palette.model.index(place))
    palette.choose()
    until(lambda: stage.window.places.shown() == "product")
    until(lambda: stage.window.desk.page("product").pane.record_id() == router.id)


def test_services_that_expire_soon_are_a_list_of_their_own(stage: Stage, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    contract = saved(database, "contract", customer_id=ada.id)
    today = date.today()
    for name, days, status in (
        ("Soon", 20, RUNNING),
        ("Today", 0, RUNNING),
        ("Later", 31, RUNNING),
        ("Over", -1, RUNNING),
    ):
        product = saved(database, "product", name=name, code=name)
        expires = today + timedelta(days=days)
        saved(
            database,
            "service",
            contract_id=contract.id,
            product_id=product.id,
            expires_on=expires,
            service_status=status,
        )
    ended = saved(database, "product", name="Ended", code="E")
    saved(database, "service", contract_id=contract.id, product_id=ended.id, expires_on=today, service_status=ENDED)
    stage.window.actions_["expiring"].trigger()
    services = stage.window.desk.page("service")
    until(lambda: listed(services) == ["Today", "Soon"])


def test_what_happened_is_written_down_with_whoever_is_shown(stage: Stage, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    stage.window.refresh()
    stage.view(ada.id)
    stage.window.actions_["log_interaction"].trigger()
    interactions = stage.window.desk.page("interaction")
    until(lambda: interactions.pane.is_editing())
    assert interactions.pane.form is not None
    assert interactions.pane.form.content(everything=True).values["customer_id"] == ada.id


def test_a_year_of_interactions_is_seen_at_a_glance(stage: Stage, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    now = datetime.now(UTC)
    for days, what in ((0, "Support"), (0, "Support"), (200, "Purchase"), (500, "Complaint")):
        saved(database, "interaction", customer_id=ada.id, at=now - timedelta(days=days), interaction_type=what)
    stage.window.refresh()
    stage.view(ada.id)
    tab = tab_of(stage.window.customers, "interaction")
    assert isinstance(tab, InteractionsTab)
    until(lambda: tab.bars.isVisible())
    assert sum(tab.bars.counts) == 3
    assert (len(tab.bars.counts), tab.bars.counts[-1]) == (12, 2)
    assert tab.glance_label.full_text() == "3 in the last 12 months; lately Support 2, Purchase 1"
    assert tab.bars.accessibleDescription().count("\n") == 11
