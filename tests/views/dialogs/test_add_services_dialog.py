"""Adding services and products to a customer, by keyboard and mouse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from app.models.values import Content, Item
from app.services.records import save_record
from app.services.references import Reference
from app.services.staff import current_actor
from app.store.database import Database
from app.views.dialogs.add_services_dialog import AddServicesDialog
from app.views.dialogs.record_selector import RecordSelector
from app.views.dialogs.service_lines_model import EXPIRES, QUANTITY, START, WORDS
from app.views.forms.editors_selecting import SelectingEditor
from app.views.forms.services_tab import ServicesTab
from tests.factories import customer_content, first_company, stored_customer
from tests.stage import Stage, until
from tests.views.test_desk import listed, page, saved


def opened(stage: Stage, customer_id: int) -> AddServicesDialog:
    stage.window.refresh()
    stage.view(customer_id)
    stage.window.actions_["add_services"].trigger()
    until(
        lambda: bool(dialogs(stage)) and dialogs(stage)[0].model.rowCount() == 0 and hasattr(dialogs(stage)[0], "boxes")
    )
    stage.settle()
    return dialogs(stage)[0]


def dialogs(stage: Stage) -> list[AddServicesDialog]:
    return [each for each in stage.window.findChildren(AddServicesDialog) if each.isVisible()]


def cells(dialog: AddServicesDialog, row: int) -> list[str]:
    return [dialog.model.index(row, column).data() for column in range(WORDS + 1)]


def type_into(dialog: AddServicesDialog, row: int, column: int, text: str) -> None:
    dialog.model.setData(dialog.model.index(row, column), text)


def test_a_contract_is_made_in_place_and_everything_is_one_act(stage: Stage, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    router = saved(database, "product", name="Router", code="R", price=Decimal("100.25"))
    care = saved(database, "product", name="Care", code="C", active=False)
    with database.writing() as connection:
        rows = tuple(Item({"product_id": one.id, "quantity": Decimal(2)}) for one in (router, care))
        content = Content({"name": "Office", "code": "O"}, {"products": rows})
        company_id, actor = first_company(connection), current_actor(connection)
        office = save_record(connection, "package", company_id, None, content, actor=actor).record
    dialog = opened(stage, ada.id)
    assert "Ada Lovelace" in dialog.heading.text()
    assert dialog.contract.is_new()
    QTest.keyClicks(dialog.contract.boxes["title"].editor.line, "Support 2026")
    for name, record in (("package_id", office), ("product_id", router)):
        before = dialog.model.rowCount()
        dialog.boxes[name].editor.choose(Reference(record.key, ""))
        until(lambda before=before: dialog.model.rowCount() > before)
        assert dialog.boxes[name].editor.value() is None
    QTest.keyClick(dialog.boxes["product_id"].editor.line, Qt.Key.Key_Return)  # which presses no button
    assert [cells(dialog, row)[0] for row in range(3)] == ["Router", "Care", "Router"]
    assert cells(dialog, 0)[QUANTITY:] == ["2.00", "", "", "100.25 USD", "200.50 USD", "twice at that time"]
    assert cells(dialog, 1)[WORDS] == "no longer offered"

    type_into(dialog, 0, QUANTITY, "many")
    dialog.save_button.click()
    assert "no quantity" in dialog.message.text()
    type_into(dialog, 0, QUANTITY, "3")
    dialog.days[START].editor.line.setFocus()
    QTest.keyClicks(dialog.days[START].editor.line, "2026-03-01")
    QTest.keyClick(dialog.days[START].editor.line, Qt.Key.Key_Tab)
    assert {cells(dialog, row)[START] for row in range(3)} == {"Mar 1, 2026"}
    dialog.table.selectRow(2)
    dialog.remove_button.click()
    type_into(dialog, 1, EXPIRES, "2026-02-01")
    assert cells(dialog, 1)[WORDS].startswith("ends before it starts")
    type_into(dialog, 1, EXPIRES, "")
    assert dialog.total_label.text() == "2 lines, together 300.75 USD"

    dialog.reject()
    (box,) = dialog.findChildren(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Save").click()
    until(lambda: not dialogs(stage))
    until(lambda: "2 services added to contract" in stage.window.status.currentMessage())
    services = page(stage, "service")
    assert sorted(listed(services)) == ["Care", "Router"]
    stage.window.actions_["undo"].trigger()
    until(lambda: listed(services) == [])
    assert listed(page(stage, "contract")) == []


def test_products_are_browsed_and_what_runs_is_drawn(stage: Stage, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    router = saved(database, "product", name="Router", code="R")
    saved(database, "product", name="Modem", code="M")
    contract = saved(database, "contract", customer_id=ada.id, title="Support", contract_status="active")
    dialog = opened(stage, ada.id)
    editor = dialog.boxes["product_id"].editor
    assert isinstance(editor, SelectingEditor)
    QTest.keyClick(editor.line, Qt.Key.Key_F4)
    selector = editor.selector
    assert isinstance(selector, RecordSelector)
    QTest.keyClicks(selector.search_edit, "rou")
    until(lambda: selector.list.source.is_counted and selector.list.model.rowCount() == 1)
    QTest.keyClick(selector.search_edit, Qt.Key.Key_Return)
    until(lambda: dialog.model.rowCount() == 1)
    type_into(dialog, 0, START, "2026-01-01")
    type_into(dialog, 0, EXPIRES, "2026-01-31")
    dialog.save_button.click()
    until(lambda: not dialogs(stage))
    saved(database, "service", contract_id=contract.id, product_id=router.id, starts_on=date(2026, 2, 15))

    stage.view(ada.id)
    pane = stage.window.customers.pane
    tab = next(each for each in pane.pages.related if isinstance(each, ServicesTab))
    pane.pages.tabs.setCurrentWidget(tab)
    tab.lanes_button.click()
    until(lambda: "Gap of 14 days in" in tab.words_label.text())
    stage.settle()
    lanes = tab.lanes
    first, second = (lanes.shapes().bar(0, bar) for bar in lanes.lanes[0].bars)
    assert first.right() < second.left()
    assert lanes.bar_at(first.center()) == (0, 0)
    lanes.setFocus()
    before = first.width()
    QTest.keyClicks(lanes, "++")
    assert lanes.shapes().bar(0, lanes.lanes[0].bars[0]).width() > before
    lanes.go_to(0, 0)
    QTest.keyClick(lanes, Qt.Key.Key_Right)
    QTest.keyClick(lanes, Qt.Key.Key_Return)
    services = stage.window.desk.page("service")
    until(lambda: services.pane.record_id() == lanes.lanes[0].bars[1].id)
