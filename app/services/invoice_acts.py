"""What is done with invoices beside editing them: one made from another, issued, paid, given back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem
from app.models.invoice import BECOMES_INVOICE, CREDIT_NOTE, INVOICE, INVOICE_KIND, PAYABLE
from app.models.invoice_status import DRAFT, DUE, OPEN
from app.models.payment import PAYMENT
from app.models.tables import ACTIVE, table_of
from app.models.values import Content, Item, Record, RecordKey, State, Value
from app.services.billing import day_of
from app.services.records import create_record, save_record, update_record
from app.services.saving import read_active
from app.services.staff import current_actor
from app.store.bulk import open_batch
from app.store.reach import within_reach
from app.store.records import read_record, shown
from app.store.unit_of_work import UnitOfWork

_COPIED = ("customer_id", "currency", "store_id", "details", "public_note")
_COPIED_OF_LINES = ("product_id", "text", "quantity", "unit_price", "discount", "tax_rate", "state_tax_rate")


@dataclass(frozen=True, slots=True)
class Open:
    """What there is to pay for an invoice, for whoever is about to record it: a payment, or one that goes back."""

    record: Record
    amount: Decimal
    today: date


def bill_again(connection: sa.Connection, invoice_id: int) -> RecordKey:
    """A draft that says what another one did, with the dates of today.

    Raises:
        RecordGoneError: it is no longer there, or in the trash.
        NotAllowedError: whoever asks may not make any.
    """
    work, source = _begun(connection, invoice_id)
    return _made(work, source, str(source.values["document_type"]), _lines(source))


def credit(connection: sa.Connection, invoice_id: int) -> RecordKey:
    """A draft of a credit note over everything that was billed; what is not to be credited is taken out of it.

    Raises as `bill_again` does.
    """
    work, source = _begun(connection, invoice_id)
    return _made(work, source, CREDIT_NOTE, _lines(source, back=True))


def make_invoice(connection: sa.Connection, order_id: int) -> RecordKey:
    """The invoice that an order, a quote or an estimate becomes, as a draft; both say so of each other.

    Raises as `bill_again` does; and:
        InvalidRecordError: it has become one already.
    """
    work, source = _begun(connection, order_id)
    became = source.values["became_id"]
    former = read_record(connection, INVOICE, became) if isinstance(became, int) else None
    if source.values["document_type"] not in BECOMES_INVOICE:
        raise InvalidRecordError((Problem("document_type", "is_an_invoice"),))
    if former is not None and former.state is State.ACTIVE:
        name = str(former.values["display_name"] or "")
        raise InvalidRecordError((Problem("became_id", "became_already", name, other_id=former.id),))
    made = _made(work, source, INVOICE_KIND, _lines(source))
    update_record(work, source, source, Content({"became_id": made.id}))
    return made


def issue(connection: sa.Connection, invoice_id: int) -> RecordKey:
    """Give a draft its number: from now on it is due.

    Raises as `records.save_record` does.
    """
    base = read_active(connection, INVOICE, invoice_id, lock=True)
    actor = current_actor(connection)
    if base.values["payment_status"] == DRAFT:
        save_record(connection, INVOICE.name, None, base, Content({"payment_status": DUE}), actor=actor)
    return base.key


def read_open(connection: sa.Connection, invoice_id: int, *, back: bool = False) -> Open:
    """What is due for an invoice or, with `back`, what was paid for it and not given back yet.

    Raises:
        RecordGoneError: it is no longer there, or in the trash.
    """
    record = shown(connection, read_active(connection, INVOICE, invoice_id))
    received, returned, due = (_decimal(record.values.get(name)) for name in ("received", "returned", "due"))
    company_id = record.values["company_id"]
    today = day_of(connection, company_id if isinstance(company_id, int) else None)
    paid = -due if due < 0 else received - returned  # what was credited goes back though nothing was paid for it
    return Open(record, max(paid if back else due, Decimal(0)), today)


def read_only_open(connection: sa.Connection, customer_id: int) -> Open | None:
    """What is due for the one invoice that a customer has to pay; None if there is none, or several."""
    table = table_of(INVOICE)
    to_pay = (
        table.c.customer_id == customer_id,
        table.c.state == ACTIVE,
        table.c.payment_status.in_(sorted(OPEN)),
        table.c.document_type.in_(sorted(PAYABLE - {CREDIT_NOTE})),
        table.c.due > 0,
        *within_reach(connection, INVOICE),
    )
    found = connection.scalars(sa.select(table.c.id).where(*to_pay).limit(2)).all()
    return read_open(connection, found[0]) if len(found) == 1 else None


def record_payment(connection: sa.Connection, invoice_id: int, values: dict[str, Value]) -> RecordKey:
    """Store a payment of an invoice, and the status that follows from it.

    Raises as `records.save_record` does.
    """
    invoice = read_active(connection, INVOICE, invoice_id)
    company_id = invoice.values["company_id"]
    content = Content({**values, "invoice_id": invoice_id})
    actor = current_actor(connection)
    company = company_id if isinstance(company_id, int) else None
    return save_record(connection, PAYMENT.name, company, None, content, actor=actor).record.key


def _begun(connection: sa.Connection, invoice_id: int) -> tuple[UnitOfWork, Record]:
    """One act, which one undo takes back, on an invoice that nobody else changes meanwhile."""
    source = read_active(connection, INVOICE, invoice_id, lock=True)
    actor = current_actor(connection)
    return UnitOfWork(connection, actor, open_batch(connection, "", actor)), source


def _made(work: UnitOfWork, source: Record, document_type: str, lines: Iterable[Item]) -> RecordKey:
    values = {name: source.values[name] for name in _COPIED}
    values |= {"document_type": document_type, "made_from_id": source.id, "payment_status": DRAFT}
    company_id = source.values["company_id"]
    company = company_id if isinstance(company_id, int) else None
    return create_record(work, INVOICE, company, Content(values, {"lines": tuple(lines)})).record.key


def _lines(source: Record, *, back: bool = False) -> Iterable[Item]:
    for line in source.items["lines"]:
        values = {name: line.values[name] for name in _COPIED_OF_LINES}
        quantity = values["quantity"]
        if back and isinstance(quantity, Decimal):
            values["quantity"] = -quantity
        yield Item(values)


def _decimal(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)
