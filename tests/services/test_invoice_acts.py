"""What is done with invoices beside editing them, what becomes overdue, and what a customer owes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.models.catalogue import RECORD_TYPES
from app.models.values import RecordKey
from app.services import acts, trash
from app.services.dues import read_dues
from app.services.history import read_window
from app.services.invoice_acts import bill_again, credit, issue, make_invoice, read_open, record_payment
from app.services.overdue import PART, mark_overdue
from app.services.staff import current_actor
from app.store.records import read_record
from tests.services.test_invoices import Billing, refused

TODAY = date.today()


@pytest.fixture
def billing(database):
    return Billing(database)


def act(billing, does, *arguments):
    with billing.database.writing() as connection:
        return does(connection, *arguments)


def read(billing, key: RecordKey):
    with billing.database.reading() as connection:
        return read_record(connection, RECORD_TYPES[key.type_name], key.id)


def said(record, *names):
    return tuple(record.values[name] for name in names)


def test_an_order_becomes_an_invoice_once_and_undo_takes_both_back(billing):
    order = billing.invoice({"text": "Router", "unit_price": Decimal(100)}, document_type="order", store_id="B7")
    made = read(billing, act(billing, make_invoice, order.id))
    assert said(made, "document_type", "payment_status", "number", "store_id") == ("invoice", "draft", None, "B7")
    assert made.values["made_from_id"] == order.id
    assert said(read(billing, order.key), "became_id", "due") == (made.id, 0)
    assert refused(act, billing, make_invoice, order.id) == {("became_id", "became_already")}
    assert refused(act, billing, make_invoice, made.id) == {("document_type", "is_an_invoice")}
    billing.undo()
    assert read(billing, made.key).state == "trashed"
    assert said(read(billing, order.key), "became_id", "due") == (None, Decimal(100))


def test_an_invoice_is_billed_again_issued_paid_and_given_back(billing):
    first = billing.invoice(date=date(2020, 1, 1), due_on=date(2020, 2, 1), public_note="Thank you")
    again = read(billing, act(billing, bill_again, first.id))
    assert said(again, "payment_status", "total", "public_note", "due_on") == ("draft", 100, "Thank you", None)
    assert abs(again.values["date"] - TODAY) <= timedelta(days=1)
    issued = read(billing, act(billing, issue, again.id))
    assert said(issued, "number", "payment_status") == ("INV1001", "due")
    with billing.database.reading() as connection:
        assert read_open(connection, issued.id).amount == Decimal(100)
    act(billing, record_payment, issued.id, {"amount": Decimal(100), "method": "cash"})
    assert billing.status(issued) == ("paid", 0)
    with billing.database.reading() as connection:
        assert read_open(connection, issued.id, back=True).amount == Decimal(100)
    act(billing, record_payment, issued.id, {"amount": Decimal(100), "payment_state": "refunded"})
    assert billing.status(issued) == ("refunded", 0)


def test_at_most_what_was_billed_is_credited(billing):
    invoice = billing.invoice({"text": "A", "quantity": Decimal(2), "unit_price": Decimal(50), "tax_rate": Decimal(10)})
    note = read(billing, act(billing, credit, invoice.id))
    assert said(note, "document_type", "total", "made_from_id") == ("credit_note", Decimal(-110), invoice.id)
    assert read(billing, act(billing, issue, note.id)).values["number"] == "CN1000"
    assert refused(act, billing, credit, invoice.id) == {("lines", "credit_too_large")}
    with billing.database.reading() as connection:
        assert [found.due for found in read_dues(connection, billing.customer.id)] == [0]


def test_what_is_due_becomes_overdue_once_in_a_batch_that_is_nobodys(billing):
    late = [billing.invoice(due_on=TODAY - timedelta(days=2)) for _ in range(2)]
    part = billing.invoice(due_on=TODAY - timedelta(days=2))
    billing.pay(part, 40)
    later = billing.invoice(due_on=TODAY + timedelta(days=2))
    quote = billing.invoice(due_on=TODAY - timedelta(days=2), document_type="quote")
    marked = act(billing, mark_overdue)
    assert (marked.records, marked.is_more) == (3, False)
    assert PART > 3
    assert act(billing, mark_overdue).records == 0
    assert {billing.status(one)[0] for one in (*late, part)} == {"overdue"}
    assert {billing.status(one)[0] for one in (later, quote)} == {"due"}
    with billing.database.writing() as connection:
        assert acts.next_undo(connection, current_actor(connection)).record_id != late[0].id
        entry = read_window(connection, "invoice", late[0].id).entries[0]
        assert (entry.origin, entry.is_batch) == ("automation", True)
    billing.pay(late[0], 100)
    assert billing.status(late[0]) == ("paid", 0)


def test_what_a_customer_owes_is_told_by_age(billing):
    for days, price in ((-5, 1), (10, 10), (31, 100), (61, 1000), (200, 10_000)):
        line = {"text": "A", "unit_price": Decimal(price)}
        billing.invoice(line, due_on=TODAY - timedelta(days=days))
    billing.invoice({"text": "A", "unit_price": Decimal(7)}, currency="EUR", due_on=TODAY + timedelta(days=9))
    billing.invoice(document_type="order")
    billing.invoice(payment_status="draft")
    with billing.database.reading() as connection:
        euro, dollar = read_dues(connection, billing.customer.id)
        assert read_dues(connection, billing.customer.id + 1) == ()
    assert (euro.currency, euro.due, euro.overdue) == ("EUR", Decimal(7), 0)
    assert (dollar.due, dollar.overdue, dollar.ages) == (11_111, 11_110, (10, 100, 1000, 10_000))


def test_a_purge_takes_along_what_was_billed_and_paid(billing):
    order = billing.invoice(document_type="order")
    made = act(billing, make_invoice, order.id)
    act(billing, issue, made.id)
    payment = act(billing, record_payment, made.id, {"amount": Decimal(10)})
    customer = RECORD_TYPES["customer"]
    billing.move(trash.move_to_trash, customer, [billing.customer.id])
    assert billing.move(trash.purge, customer, [billing.customer.id]) == 1
    assert [read(billing, key) for key in (order.key, made, payment)] == [None] * 3


def test_a_draft_is_thrown_away_and_leaves_no_gap(billing):
    draft = billing.invoice(payment_status="draft")
    cancelled = billing.save("invoice", draft, payment_status="cancelled").record
    assert said(cancelled, "number", "display_name") == (None, "Cancelled")
    billing.move(trash.move_to_trash, RECORD_TYPES["invoice"], [draft.id])
    assert billing.invoice().values["number"] == "INV1000"
