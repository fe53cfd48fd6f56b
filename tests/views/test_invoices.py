"""Invoices as somebody at a desk makes them: typed line by line, issued, paid, printed, and seen at the customer."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.models.catalogue import RECORD_TYPES
from app.models.invoice import MOST_LINES
from app.models.values import Content, Item, Record
from app.services.records import save_record
from app.services.references import reference_to
from app.services.staff import current_actor
from app.store.database import Database
from app.store.records import read_record
from app.views.forms.editors_record import RecordEditor
from app.views.forms.related_tab import RelatedTab
from app.views.invoices.invoice_acts import InvoiceActs
from app.views.invoices.invoice_form import InvoiceForm
from app.views.invoices.payment_form import PaymentForm
from app.views.records_page import RecordsPage
from tests.factories import address, customer_content, first_company, stored_customer
from tests.stage import Stage, until

TODAY = date.today()


def saved(database: Database, type_name: str, *lines: dict[str, object], **values: object) -> Record:
    items = {"lines": tuple(Item(line) for line in lines)} if lines else {}  # type: ignore[arg-type]
    with database.writing() as connection:
        actor, company_id = current_actor(connection), first_company(connection)
        return save_record(connection, type_name, company_id, None, Content(values, items), actor=actor).record  # type: ignore[arg-type]


def stored(database: Database, record: Record) -> Record:
    with database.reading() as connection:
        found = read_record(connection, RECORD_TYPES[record.type_name], record.id)
    assert found is not None
    return found


@pytest.fixture
def ada(database: Database) -> Record:
    return stored_customer(database, customer_content("Ada Lovelace", addresses=[address()], tax_exempt="state"))


def typing(stage: Stage, text: str, key: Qt.Key) -> None:
    QTest.keyClicks(stage.window.focusWidget(), text)
    QTest.keyClick(stage.window.focusWidget(), key)


def pick(stage: Stage, form: InvoiceForm, text: str) -> None:
    """Take the first product that is found for a text, in the first line."""
    form.lines.add_button.click()
    editor = form.lines.table.findChild(RecordEditor)
    assert editor is not None
    QTest.keyClicks(editor.line, text)
    popup = editor.completer.popup()
    until(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Enter)


def form_of(page: RecordsPage) -> InvoiceForm:
    form = page.pane.form
    assert isinstance(form, InvoiceForm)
    return form


def shown(stage: Stage, record: Record) -> tuple[RecordsPage, InvoiceActs]:
    """The page of invoices on which that one is read, and what can be done with it."""
    stage.window.go_to("invoice")
    page = stage.window.desk.page("invoice")
    page.go_to(record.id)
    until(lambda: page.pane.record_id() == record.id)
    stage.settle()
    acts = page.pane.pages.extras
    assert isinstance(acts, InvoiceActs)
    return page, acts


def test_an_invoice_is_typed_line_by_line_from_its_customer(stage: Stage, database: Database, ada: Record) -> None:
    saved(
        database,
        "product",
        name="Router",
        code="R",
        price=Decimal("1299.5"),
        tax_rate=Decimal(5),
        state_tax_rate=Decimal(9),
    )
    stage.window.refresh()
    stage.view(ada.id)
    bill = stage.window.customers.pane.pages.extras
    bill.bill.trigger()  # type: ignore[attr-defined]
    page = stage.window.desk.page("invoice")
    until(lambda: page.pane.is_editing())
    stage.settle()
    form = form_of(page)
    assert stage.window.focusWidget() in form.boxes["number"].editor.controls()  # past the customer, who is filled in
    pick(stage, form, "rout")
    until(lambda: form.lines.model.rows[0].texts.get("unit_price") == "1,299.50")
    typing(stage, "", Qt.Key.Key_Tab)
    typing(stage, "2", Qt.Key.Key_Enter)
    assert form.lines.totals_label.text().endswith(
        "Total\N{NO-BREAK SPACE}2,728.95\N{NO-BREAK SPACE}USD"
    )  # the state's tax is not hers to pay
    QTest.keyClicks(stage.window.focusWidget(), "4111 1111 1111 1111")
    assert [form.lines.model.rows[1].texts["text"]] * 2 == ["4111 11•• •••• 1111", stage.window.focusWidget().text()]  # type: ignore[union-attr]
    assert "masked" in form.lines.model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    stage.window.focusWidget().selectAll()  # type: ignore[union-attr]
    for text, key in (("Cabling", Qt.Key.Key_Tab), ("", Qt.Key.Key_Tab), ("80.005", Qt.Key.Key_Enter)):
        typing(stage, text, key)
    assert form.lines.totals_label.text().endswith("Total\N{NO-BREAK SPACE}2,808.95\N{NO-BREAK SPACE}USD")
    stage.window.actions_["save"].trigger()
    until(lambda: bool(page.pane.record_id()))
    stage.settle()
    assert form.lines.isAncestorOf(stage.window.focusWidget())  # whose cell was typed into
    with database.reading() as connection:
        record = read_record(connection, RECORD_TYPES["invoice"], page.pane.record_id())
    assert record is not None
    assert (record.values["total"], record.values["payment_status"]) == (Decimal("2808.95"), "draft")
    said = [(line.values["text"], line.values["quantity"]) for line in record.items["lines"]]
    assert said == [("Router", Decimal(2)), ("Cabling", Decimal(1))]
    acts = page.pane.pages.extras
    assert isinstance(acts, InvoiceActs)
    assert page.pane.is_editing()
    assert (acts.issue.isVisible(), acts.issue.isEnabled()) == (True, True)
    form.boxes["details"].editor.show_raw("Not stored yet")
    form.edited.emit()
    assert not acts.issue.isEnabled()
    form.boxes["details"].editor.show_raw("")
    form.edited.emit()
    acts.issue.trigger()
    until(lambda: stored(database, record).values["number"] == "INV1000")
    until(lambda: not page.pane.is_editing() and acts.pay.isVisible())


def test_a_price_in_another_currency_is_not_taken_silently(stage: Stage, database: Database, ada: Record) -> None:
    saved(database, "product", name="Modem", code="M", price=Decimal("1299.5"), currency="EUR")
    stage.window.records.make("invoice", {"customer_id": reference_to(ada)})
    page = stage.window.desk.page("invoice")
    until(lambda: page.pane.is_editing())
    stage.settle()
    form = form_of(page)
    pick(stage, form, "mod")
    until(lambda: "1,299.50 EUR" in form.lines.prices_line.text())
    assert form.lines.model.rows[0].texts.get("unit_price", "") == ""
    form.lines.table.type_into(0, 2)
    typing(stage, "1400", Qt.Key.Key_Enter)
    assert form.lines.prices_line.text() == ""


def test_a_payment_is_begun_with_what_is_due(stage: Stage, database: Database, ada: Record) -> None:
    line = {"text": "A", "unit_price": Decimal(100)}
    first = saved(database, "invoice", line, customer_id=ada.id, payment_status="due")
    saved(database, "invoice", line, customer_id=ada.id)
    stage.window.refresh()

    def begin() -> PaymentForm:
        page = stage.window.desk.page("payment")
        stage.view(ada.id)
        tab(stage, "payment.customer_id").add_button.click()
        until(page.pane.is_editing)
        stage.settle()
        assert isinstance(page.pane.form, PaymentForm)
        return page.pane.form

    form = begin()
    texts = {name: form.boxes[name].editor.raw() for name in ("invoice_id", "amount")}
    assert texts == {"invoice_id": f"{first.id}|INV1000", "amount": "100.00"}
    assert "100.00 USD is due" in form.boxes["invoice_id"].message.text()
    amount = form.boxes["amount"]
    amount.editor.controls()[0].setFocus()
    QTest.keySequence(stage.window.focusWidget(), "Ctrl+A")
    QTest.keyClicks(stage.window.focusWidget(), "120")
    assert "20.00 USD too much" in amount.message.text()
    stage.window.actions_["save"].trigger()
    until(lambda: stored(database, first).values["payment_status"] == "paid")
    stage.settle()

    second, third = (saved(database, "invoice", line, customer_id=ada.id, payment_status="due") for _ in range(2))
    assert second.id != third.id
    stage.window.refresh()
    assert begin().boxes["invoice_id"].editor.raw() == ""
    stage.window.desk.page("payment").pane.session.end()
    stage.view(ada.id)
    invoices = tab(stage, "invoice.customer_id")
    until(lambda: invoices.list is not None and invoices.list.model.rowCount() == 4)
    assert invoices.list is not None
    row = next(row for row in range(4) if invoices.list.model.index(row, 0).data() == "INV1002")
    invoices.list.table.selectRow(row)
    assert begin().boxes["invoice_id"].editor.raw() == f"{third.id}|INV1002"
    stage.window.desk.page("payment").pane.session.end()


def tab(stage: Stage, name: str) -> RelatedTab:
    """A tab of the customer, which is looked at from now on."""
    stage.window.go_to("customer")
    pages = stage.window.customers.pane.pages
    found = next(each for each in pages.related if each.count_name == name)
    pages.tabs.setCurrentWidget(found)
    stage.settle()
    return found


def test_a_status_that_does_not_follow_asks_why_and_a_wrong_number_is_shown(
    stage: Stage, database: Database, ada: Record
) -> None:
    line = {"text": "A", "unit_price": Decimal(10)}
    invoice = saved(database, "invoice", line, customer_id=ada.id, payment_status="due")
    page, _ = shown(stage, invoice)
    page.edit_shown()
    until(page.pane.is_editing)
    form = form_of(page)
    status, reason = form.boxes["payment_status"], form.boxes["status_reason"]
    offered = [status.editor.box.itemData(place) for place in range(status.editor.box.count())]  # type: ignore[attr-defined]
    assert (offered[0], set(offered[5:])) == ("due", {"draft", "refunded"})
    assert not reason.isVisibleTo(form)
    status.editor.show_raw("refunded")
    status.editor.edited.emit()
    assert reason.isVisibleTo(form)
    stage.window.actions_["save"].trigger()
    until(lambda: reason.problem is not None)
    status.editor.show_raw("due")
    status.editor.edited.emit()
    form.lines.table.type_into(0, 2)
    typing(stage, "ten", Qt.Key.Key_Enter)
    assert "no number" in form.lines.model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    stage.window.actions_["save"].trigger()
    until(lambda: form.boxes["lines"].problem is not None)
    assert form.boxes["lines"].problem.code == "not_a_decimal"  # type: ignore[union-attr]
    form.lines.table.type_into(0, 2)
    typing(stage, "12", Qt.Key.Key_Enter)
    stage.window.actions_["save"].trigger()
    until(lambda: stored(database, invoice).values["total"] == 12)
    stage.settle()


def test_a_hundred_lines_stay_fluent(stage: Stage, database: Database, ada: Record) -> None:
    lines = [{"text": f"Line {number}", "unit_price": Decimal("9.99")} for number in range(MOST_LINES)]
    page, _ = shown(stage, saved(database, "invoice", *lines, customer_id=ada.id))
    page.edit_shown()
    until(page.pane.is_editing)
    stage.settle()
    form = form_of(page)
    assert form.lines.model.rowCount() == MOST_LINES
    form.lines.table.type_into(50, 1)
    taken = []
    for key in "123.45":
        began = time.perf_counter()
        QTest.keyClicks(stage.window.focusWidget(), key)
        taken.append(time.perf_counter() - began)
    assert sorted(taken)[len(taken) // 2] < 0.05
    assert form.lines.model.rows[50].values["quantity"] == Decimal("123.45")
    QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Escape)
    assert form.lines.model.rows[50].values["quantity"] == Decimal(1)
    assert page.pane.is_editing()
    form.lines.remove_button.click()
    assert len(form.lines.items()) == MOST_LINES - 1
    assert form.lines.model.rows[-1].is_blank()


def test_a_draft_is_issued_paid_and_seen_at_its_customer(stage: Stage, database: Database, ada: Record) -> None:
    line = {"text": "A", "unit_price": Decimal(100)}
    draft = saved(database, "invoice", line, customer_id=ada.id, due_on=TODAY - timedelta(days=40))
    page, acts = shown(stage, draft)
    assert (acts.issue.isVisible(), acts.pay.isVisible(), acts.refund.isVisible()) == (True, False, False)
    acts.issue.trigger()
    until(lambda: acts.pay.isVisible())
    stage.window.overdue.look()
    until(lambda: stored(database, draft).values["payment_status"] == "overdue")
    saved(database, "invoice", line, customer_id=ada.id, payment_status="due")
    stage.window.actions_["overdue"].trigger()
    until(lambda: page.list.source.is_counted and page.list.model.rowCount() == 1)
    assert page.list.model.index(0, 0).data() == "INV1000"
    page.list.filters.clear()
    stage.view(ada.id)
    dues = stage.window.customers.pane.pages.dues
    assert dues is not None
    until(lambda: dues.label.full_text() == "Due: 200.00 USD, overdue: 100.00 USD (31–60 days)")
    page, acts = shown(stage, draft)
    until(lambda: page.pane.pages.head.facts_label.full_text().startswith("Invoice · Overdue"))
    acts.pay.trigger()
    until(lambda: acts.dialog is not None)
    dialog = acts.dialog
    assert dialog is not None
    amount = dialog.boxes["amount"].editor.controls()[0]
    assert amount.text() == "100.00"  # type: ignore[attr-defined]
    QTest.keyClicks(amount, "x")
    dialog.save()
    assert dialog.boxes["amount"].problem is not None
    dialog.boxes["amount"].editor.show_value(Decimal(160))
    dialog.boxes["amount"].editor.edited.emit()
    problem = dialog.boxes["amount"].problem
    assert problem is not None
    assert (problem.code, problem.blocking) == ("overpaid", False)
    dialog.boxes["amount"].editor.show_value(Decimal(60))
    dialog.save_button.click()
    until(lambda: acts.dialog is None)
    until(lambda: "Partly paid" in page.pane.pages.head.facts_label.full_text())
    assert acts.refund.isVisible()
    stage.window.actions_["undo"].trigger()
    until(lambda: "2 records" in stage.window.status.currentMessage())
    until(lambda: stored(database, draft).values["received"] == 0)
    stage.settle()


def test_due_orders_and_past_invoices_are_seen_by_themselves(stage: Stage, database: Database, ada: Record) -> None:
    line = {"text": "A", "unit_price": Decimal(100)}
    common = {"customer_id": ada.id, "payment_status": "due"}
    for values in ({"document_type": "order"}, {}, {"payment_status": "paid", "status_reason": "As agreed"}):
        saved(database, "invoice", line, **{**common, **values})
    stage.window.refresh()
    stage.view(ada.id)
    pages = stage.window.customers.pane.pages
    tab = next(each for each in pages.related if each.count_name == "invoice.customer_id")
    pages.tabs.setCurrentWidget(tab)
    stage.settle()
    assert tab.list is not None
    seen = []
    for place in range(tab.cut_box.count()):
        tab.cut_box.setCurrentIndex(place)
        tab.cut_box.activated.emit(place)
        stage.settle()
        model = tab.list.model
        seen.append(sorted(model.index(row, 0).data() for row in range(model.rowCount())))
    assert seen == [["INV1000", "INV1001", "ORD1000"], ["INV1000"], [], ["ORD1000"], ["INV1001"]]


def test_an_order_becomes_an_invoice_and_a_refusal_is_told(stage: Stage, database: Database, ada: Record) -> None:
    line = {"text": "A", "unit_price": Decimal(100)}
    order = saved(database, "invoice", line, customer_id=ada.id, document_type="order", payment_status="due")
    page, acts = shown(stage, order)
    assert not acts.credit.isVisible()
    acts.make_invoice.trigger()
    until(lambda: page.pane.record_id() not in (0, order.id))
    assert page.pane.pages.head.facts_label.full_text().startswith("Invoice · Draft")
    shown(stage, order)
    acts.make_invoice.trigger()
    until(lambda: "already" in page.pane.pages.banner.text())


def test_an_invoice_is_kept_as_pdf_and_previewed(stage: Stage, database: Database, ada: Record, tmp_path: Path) -> None:
    lines = [
        {"text": f"<b>{number}</b> & more", "unit_price": Decimal(1), "tax_rate": Decimal(5)} for number in range(90)
    ]
    invoice = saved(database, "invoice", *lines, customer_id=ada.id, payment_status="due", public_note="Thank you")
    _, acts = shown(stage, invoice)
    kept = tmp_path / "INV1000.pdf"
    kept.write_bytes(b"another's")
    acts.save_pdf.trigger()
    until(lambda: acts.printing.dialog is not None)
    dialog = acts.printing.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(kept))
    dialog.reject()
    second = tmp_path / "INV1000-2.pdf"
    until(second.exists)
    assert second.read_bytes().startswith(b"%PDF")
    assert kept.read_bytes() == b"another's"
    until(lambda: "INV1000-2.pdf" in stage.window.status.currentMessage())
    acts.preview.trigger()
    until(lambda: acts.printing.dialog is not None and acts.printing.dialog.isVisible())
    acts.printing.dialog.close()  # type: ignore[union-attr]
    until(lambda: acts.printing.dialog is None)
