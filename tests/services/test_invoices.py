"""Invoices and payments as they are saved: totals, numbers, moves, and what one has to do with the other."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.errors import InvalidRecordError
from app.models.catalogue import RECORD_TYPES
from app.models.values import Content, Item
from app.services import acts, trash
from app.services.records import save_record
from app.services.restoring import restore_record
from app.services.staff import current_actor
from app.services.undoing import take_back_batch, take_back_change
from app.store.changes import changes_of
from app.store.records import read_record
from tests.factories import customer_content, first_company, stored_customer
from tests.models.test_money import GRAPH


class Billing:
    def __init__(self, database):
        self.database = database
        self.customer = stored_customer(database, customer_content("Ada Lovelace"))

    def save(self, type_name, base=None, items=None, **values):
        with self.database.writing() as connection:
            actor, company = current_actor(connection), first_company(connection)
            content = Content(values, items or {})
            return save_record(connection, type_name, company, base, content, actor=actor)

    def invoice(self, *lines, **values):
        given = {"customer_id": self.customer.id, "date": date(2026, 11, 15), "payment_status": "due", **values}
        rows = lines or ({"text": "Router", "unit_price": Decimal(100)},)
        return self.save("invoice", items={"lines": tuple(Item(line) for line in rows)}, **given).record

    def pay(self, invoice, amount, **values):
        return self.save("payment", invoice_id=invoice.id, amount=Decimal(amount), **values).record

    def read(self, record):
        with self.database.reading() as connection:
            return read_record(connection, RECORD_TYPES[record.type_name], record.id)

    def status(self, invoice):
        values = self.read(invoice).values
        return values["payment_status"], values["due"]

    def move(self, act, *arguments, **more):
        with self.database.writing() as connection:
            return act(connection, *arguments, actor=current_actor(connection), **more)

    def undo(self):
        with self.database.writing() as connection:
            actor = current_actor(connection)
            last = acts.next_undo(connection, actor)
            (take_back_batch if last.is_batch else take_back_change)(connection, last.id, actor=actor)


def overpaid_by(saved):
    return [problem.detail for problem in saved.warnings if problem.code == "overpaid"]


@pytest.fixture
def billing(database):
    return Billing(database)


def refused(act, *arguments, **values):
    with pytest.raises(InvalidRecordError) as error:
        act(*arguments, **values)
    return {(problem.field, problem.code) for problem in error.value.problems if problem.blocking}


def test_an_invoice_is_reckoned_numbered_and_dated(billing):
    product = billing.save(
        "product", name="Router", code="R", price=Decimal("99.99"), tax_rate=Decimal(5), state_tax_rate=Decimal("9.975")
    ).record
    draft = billing.invoice(
        {"product_id": product.id, "quantity": Decimal("2.5")},
        {"text": "Cabling", "unit_price": Decimal("80.005"), "discount": Decimal(10)},
        payment_status="draft",
    )
    assert (draft.values["number"], draft.values["display_name"], draft.values["due_on"]) == (None, "Draft", None)
    first = billing.read(draft).items["lines"][0].values
    assert (first["text"], first["unit_price"], first["amount"]) == ("Router", Decimal("99.99"), Decimal("249.98"))
    assert (first["country_tax"], first["state_tax"]) == (Decimal("12.50"), Decimal("24.94"))
    issued = billing.save("invoice", draft, payment_status="due").record
    assert issued == billing.read(draft)
    values = issued.values
    assert (values["number"], values["month"], values["due_on"]) == ("INV1000", "2026-11", date(2026, 12, 15))
    assert (values["net"], values["total"]) == (Decimal("321.98"), Decimal("359.42"))
    assert values["currency"] == "USD"
    assert values["due"] == values["total"]
    other = billing.save("invoice", issued, month="2026-10")
    assert [(one.field, one.code) for one in other.warnings] == [("month", "other_month")]
    kept = billing.save("invoice", other.record, date=date(2026, 12, 1)).record
    assert kept.values["month"] == "2026-10"
    followed = billing.save("invoice", billing.invoice(), date=date(2027, 1, 1)).record
    assert (followed.values["number"], followed.values["month"]) == ("INV1001", "2027-01")
    assert billing.invoice(date=date.max).values["due_on"] == date.max
    assert billing.invoice(document_type="order").values["number"] == "ORD1000"


def test_an_exempt_customer_pays_no_tax_until_the_certificate_expires(billing):
    taxed = {"text": "A", "unit_price": Decimal(100), "tax_rate": Decimal(5), "state_tax_rate": Decimal(9)}
    billing.save("customer", billing.customer, tax_exempt="state", tax_certificate_expires=date(2026, 11, 30))
    first, later = billing.invoice(taxed), billing.invoice(taxed, date=date(2026, 12, 1))
    assert (first.values["total"], first.values["tax_exemption"]) == (Decimal(105), "state")
    assert (later.values["total"], later.values["tax_exemption"]) == (Decimal(114), "none")


def test_what_an_invoice_cannot_say_is_refused(billing):
    assert refused(billing.save, "invoice", customer_id=billing.customer.id, payment_status="due") == {
        ("lines", "lines_needed")
    }
    assert refused(billing.invoice, *[{"text": "A"}] * 101) == {("lines", "too_many_lines")}
    assert refused(billing.invoice, month="2026-13") == {("month", "not_a_month")}
    assert refused(billing.invoice, payment_status="draft", number="X1") == {("number", "draft_number")}
    assert refused(billing.invoice, payment_status="paid") == {("status_reason", "reason_needed")}
    issued = billing.invoice()
    assert refused(billing.save, "invoice", issued, number="X2") == {("number", "stays_issued")}
    assert refused(billing.move, trash.move_to_trash, RECORD_TYPES["invoice"], [issued.id]) == {
        ("number", "issued_stays")
    }
    draft = billing.invoice(payment_status="draft")
    assert billing.move(trash.move_to_trash, RECORD_TYPES["invoice"], [draft.id]) == 1
    assert billing.invoice().values["number"] == "INV1001"


def test_what_came_along_keeps_its_number_and_comes_once(billing):
    given = {"origin": "automatic", "integration": "shop", "external_ref": "7", "payment_status": "paid"}
    came = billing.invoice(number="S-7", **given)
    assert (came.values["number"], came.values["status_reason"]) == ("S-7", "shop")
    assert refused(billing.invoice, **given) == {("external_ref", "taken")}
    assert billing.invoice(**{**given, "integration": "till"}).values["number"] == "INV1000"


def test_a_move_that_is_not_foreseen_takes_a_reason_of_its_own(billing):
    invoice = billing.invoice()
    paid = billing.save("invoice", invoice, payment_status="paid").record
    assert paid.values["due"] == 0
    assert refused(billing.save, "invoice", paid, payment_status="due") == {("status_reason", "reason_needed")}
    back = billing.save("invoice", paid, payment_status="due", status_reason="The cheque bounced").record
    assert back.values["due"] == Decimal(100)
    cancelled = billing.save("invoice", back, payment_status="cancelled").record
    assert cancelled.values["status_reason"] is None
    billing.undo()
    assert billing.status(invoice) == ("due", Decimal(100))


def test_no_saves_leave_the_graph_without_a_reason(billing):
    chance, invoice = random.Random(5), billing.invoice(payment_status="draft")
    for number in range(40):
        status, wish = invoice.values["payment_status"], chance.choice([*GRAPH])
        reason = f"Because of {number}" if chance.random() < 0.3 else invoice.values["status_reason"]
        has_reason = reason != invoice.values["status_reason"]
        try:
            invoice = billing.save("invoice", invoice, payment_status=wish, status_reason=reason).record
        except InvalidRecordError:
            assert wish not in GRAPH[status] | {status}
            assert not has_reason
        else:
            assert wish in GRAPH[status] | {status} or has_reason
            assert invoice.values["payment_status"] == wish


def test_nobody_clashes_about_what_is_reckoned(billing):
    invoice = billing.invoice()
    first = invoice.items["lines"][0]
    cable = Item({"text": "Cable", "unit_price": Decimal(7)})
    billing.save("invoice", invoice, items={"lines": (first, cable)})
    doubled = Item({**first.values, "quantity": Decimal(2)}, first.id)
    both = billing.save("invoice", invoice, items={"lines": (doubled,)}).record
    assert both.values["total"] == Decimal(207)
    noted = billing.save("invoice", both, details="Deliver to the back door").record
    billing.save("invoice", noted, due_on=date(2027, 1, 1))
    with billing.database.writing() as connection:
        log = changes_of(connection, RECORD_TYPES["invoice"], invoice.id)
        take_back_change(connection, log[3].id, actor=current_actor(connection))
    back = billing.read(invoice).values
    assert (back["total"], back["details"]) == (Decimal(200), "Deliver to the back door")


def test_payments_move_the_invoice_and_both_go_back_together(billing):
    invoice = billing.invoice(due_on=date.today() + timedelta(days=10))
    part = billing.pay(invoice, 40)
    assert part.values["customer_id"] == billing.customer.id
    assert (part.values["display_name"], part.values["currency"]) == ("INV1000", "USD")
    assert billing.status(invoice) == ("partly_paid", Decimal(60))
    rest = billing.pay(invoice, 60)
    assert billing.status(invoice) == ("paid", Decimal(0))
    billing.save("payment", rest, payment_state="declined")
    assert billing.status(invoice) == ("partly_paid", Decimal(60))
    billing.undo()
    assert billing.status(invoice) == ("paid", Decimal(0))
    billing.move(trash.move_to_trash, RECORD_TYPES["payment"], [part.id])
    assert billing.status(invoice) == ("partly_paid", Decimal(40))
    billing.move(restore_record, type_name="payment", record_id=part.id)
    assert billing.status(invoice) == ("paid", Decimal(0))
    billing.pay(invoice, 100, payment_state="refunded")
    assert billing.status(invoice) == ("refunded", Decimal(0))
    billing.undo()
    assert billing.status(invoice) == ("paid", Decimal(0))
    assert refused(billing.pay, invoice, 101, payment_state="refunded") == {("amount", "more_than_paid")}
    draft, quote = billing.invoice(payment_status="draft"), billing.invoice(document_type="quote")
    assert refused(billing.pay, draft, 1) == refused(billing.pay, quote, 1) == {("invoice_id", "not_payable")}
    assert refused(billing.pay, invoice, 0) == {("amount", "nothing_paid")}
    other = billing.invoice()
    amounts = (Decimal(60), Decimal(60), Decimal(1))
    paid = [billing.save("payment", invoice_id=other.id, amount=amount) for amount in amounts]
    assert [overpaid_by(one) for one in paid] == [[], ["20.00 USD"], ["1.00 USD"]]
    assert billing.status(other)[0] == "paid"


def test_what_was_recorded_by_mistake_is_undone_with_what_followed(billing):
    invoice = billing.invoice()
    payment = billing.pay(invoice, 100)
    assert billing.status(invoice)[0] == "paid"
    billing.undo()
    assert billing.read(payment).state == "trashed"
    assert billing.status(invoice) == ("due", Decimal(100))
