"""What payments ask for, and what follows from them for the invoice that they are for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import sqlalchemy as sa

from app.errors import Problem
from app.models.invoice import INVOICE, PAYABLE
from app.models.invoice_status import CANCELLED, DRAFT, after_payments, is_free, still_due
from app.models.money import currency_digits
from app.models.numbers import format_decimal, own_number_locale
from app.models.payment import APPROVED, PAYMENT, REFUNDED
from app.models.tables import table_of
from app.models.values import Content, Record, State, Value, Values
from app.services.billing import day_of, is_late, lapse_of
from app.services.saving import Saving, TypeRules
from app.store import billed
from app.store.portions import portions
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork

TAKEN_BACK = "A payment was taken back, or counts no longer."
"""Why an invoice goes back to a status that it had before."""


def _completed(saving: Saving, content: Content) -> Content:
    """With the customer, the currency and the name of its invoice, and a date."""
    values = dict(content.values)
    invoice = _invoice_of(saving, values)
    if invoice is not None:
        values["customer_id"] = invoice.values["customer_id"]
        values["currency"] = invoice.values["currency"]
        values["name"] = invoice.values["display_name"]
    values["paid_on"] = values.get("paid_on") or day_of(saving.connection, saving.company_id)
    return replace(content, values=values)


def _invoice_of(saving: Saving, values: Values) -> Record | None:
    """Locked, so that of two who give the same money back one sees what the other did."""
    invoice_id = values.get("invoice_id")
    return read_record(saving.connection, INVOICE, invoice_id, lock=True) if isinstance(invoice_id, int) else None


def _problems(saving: Saving, content: Content) -> Iterator[Problem]:
    values, invoice = content.values, _invoice_of(saving, content.values)
    if saving.stored is not None and saving.stored.values["invoice_id"] != values.get("invoice_id"):
        yield Problem("invoice_id", "stays_with_invoice")
    if values.get("amount") == 0:
        yield Problem("amount", "nothing_paid")
    if invoice is None:
        return
    status, state = invoice.values["payment_status"], values.get("payment_state")
    is_counted = state in (APPROVED, REFUNDED)
    is_closed = status == DRAFT or (state == APPROVED and (status == CANCELLED or invoice.values["became_id"]))
    if is_counted and (is_closed or invoice.values["document_type"] not in PAYABLE):
        yield Problem("invoice_id", "not_payable")
    elif state == REFUNDED and _exceeds(saving, invoice, values):
        yield Problem("amount", "more_than_paid")
    elif state == APPROVED and (problem := _overpayment(saving, invoice, values)):
        yield problem


def _exceeds(saving: Saving, invoice: Record, values: Values) -> bool:
    """Whether more would be given back than was paid; what is given back for a credit note was paid for another one."""
    total = invoice.values["total"]
    if isinstance(total, Decimal) and total < 0:
        return False
    received, returned = sums_of(saving.connection, invoice.id, but=saving.own_id)
    amount = values.get("amount")
    return isinstance(amount, Decimal) and returned + amount > received


def _overpayment(saving: Saving, invoice: Record, values: Values) -> Problem | None:
    """Said, not refused: what somebody paid too much is on the account all the same."""
    total, amount = invoice.values["total"], values.get("amount")
    if not isinstance(total, Decimal) or not isinstance(amount, Decimal) or total < 0:
        return None
    received, returned = sums_of(saving.connection, invoice.id, but=saving.own_id)
    return overpaid(total - received + returned, amount, str(invoice.values["currency"] or ""))


def overpaid(due: Decimal, amount: Decimal, currency: str) -> Problem | None:
    """That a payment is of more than is due."""
    if amount <= due:
        return None
    more = format_decimal(amount - max(due, Decimal(0)), currency_digits(currency), own_number_locale())
    return Problem("amount", "overpaid", f"{more} {currency}".strip(), blocking=False)


def sums_of(connection: sa.Connection, invoice_id: int, *, but: int = 0) -> tuple[Decimal, Decimal]:
    """What was paid for an invoice, and what was given back; without the payment of the id `but`."""
    found = billed.paid(connection, invoice_id, but=but)
    return found.get(APPROVED, Decimal(0)), found.get(REFUNDED, Decimal(0))


def settle(work: UnitOfWork, ids: Sequence[int]) -> None:
    """Have the invoices of these payments say what was paid, and the status that follows from it."""
    table = table_of(PAYMENT)
    found = {
        one for some in portions(ids) for one in work.connection.scalars(
            sa.select(table.c.invoice_id).where(table.c.id.in_(some), table.c.invoice_id.is_not(None))
        )
    }  # fmt: skip
    for invoice_id in sorted(found):
        stored = read_record(work.connection, INVOICE, invoice_id, lock=True)
        if stored is not None and stored.state is State.ACTIVE:
            work.update(INVOICE, stored, _settled(work, stored))


def _settled(work: UnitOfWork, stored: Record) -> Content:
    received, returned = sums_of(work.connection, stored.id)
    values: dict[str, Value] = {**stored.values, "received": received, "returned": returned}
    before, total = str(values["payment_status"]), values["total"]
    total = total if isinstance(total, Decimal) else Decimal(0)
    company_id = values["company_id"]
    today = day_of(work.connection, company_id if isinstance(company_id, int) else None)
    now = after_payments(before, total, received, returned, is_late=is_late(values, today))
    if now != before:
        values["payment_status"] = now
        values["status_reason"] = None if is_free(before, now) else TAKEN_BACK
    values["due"] = still_due(now, total, received, returned)
    values["lapses_on"] = lapse_of(values)
    return replace(stored.content, values=values)


RULES = TypeRules(_completed, _problems)
