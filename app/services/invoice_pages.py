"""What is printed of an invoice: everything that stands on the paper, as values that the window makes a page of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.errors import RecordGoneError
from app.models.addresses import format_address
from app.models.customer import CUSTOMER
from app.models.invoice import CREDIT_NOTE, INVOICE
from app.models.payment import DECLINED, PAYMENT
from app.models.tables import ACTIVE, table_of
from app.models.values import Item, Record, Values
from app.services.billing import company_values
from app.services.pictures import read_whole
from app.services.references import read_names
from app.store import partials
from app.store.reach import seeing_all, within_reach
from app.store.records import read_shown

_FIRST = ("billing", "primary", "secondary")
"""Which address an invoice goes to: the first of these that there is."""


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """An invoice as it is printed.

    Attributes:
        company: what the operating company says of itself.
        logo: its picture, if it has one.
        invoice: what the invoice says; whoever prints it prints what they may read.
        lines: what its lines say.
        customer: the name and address, line by line.
        customer_values: what the customer says, for the code and the tax numbers.
        payments: what each of them says, the first one first; those that were declined are left out.
        credits: what a credit note is about.
    """

    company: Values
    logo: bytes | None
    invoice: Values
    lines: tuple[Values, ...]
    customer: tuple[str, ...]
    customer_values: Values
    payments: tuple[Values, ...]
    credits: str = ""

    @property
    def name(self) -> str:
        """What it is called, for the title and the name of a file."""
        return str(self.invoice.get("display_name") or "")


def read_page(connection: sa.Connection, invoice_id: int) -> InvoicePage:
    """Everything that is printed.

    Raises:
        RecordGoneError: the invoice is no longer there.
    """
    invoice = read_shown(connection, INVOICE, [invoice_id]).get(invoice_id)
    if invoice is None:
        raise RecordGoneError(INVOICE.name, invoice_id)
    company_id, customer_id = invoice.values.get("company_id"), invoice.values.get("customer_id")
    company = company_values(connection, company_id if isinstance(company_id, int) else None)
    found = read_shown(connection, CUSTOMER, [customer_id]) if isinstance(customer_id, int) else {}
    customer = next(iter(found.values()), None)
    return InvoicePage(
        company,
        _logo(connection, company),
        invoice.values,
        tuple(line.values for line in invoice.items.get("lines", ())),
        _customer_lines(customer) if customer else (),
        customer.values if customer else {},
        _payments(connection, invoice_id),
        _credits(connection, invoice.values),
    )


def _credits(connection: sa.Connection, invoice: Values) -> str:
    """By what number whoever gets a credit note knows what it is about."""
    billed_id = invoice.get("made_from_id")
    if invoice.get("document_type") != CREDIT_NOTE or not isinstance(billed_id, int):
        return ""
    return read_names(connection, INVOICE.name, [billed_id]).get(billed_id, "")


def _logo(connection: sa.Connection, company: Values) -> bytes | None:
    logo = company.get("logo")
    if not isinstance(logo, int):
        return None
    with seeing_all(connection):  # it is printed for the customer, whoever prints it
        return read_whole(connection, logo) or None


def _customer_lines(customer: Record) -> tuple[str, ...]:
    name = str(customer.values.get("display_name") or "")
    business = str(customer.values.get("business_name") or "")
    addresses = customer.items.get("addresses", ())
    chosen = next((one for kind in _FIRST for one in addresses if one.values.get("type") == kind), None)
    return tuple(dict.fromkeys((business or name, *((name,) if business else ()), *_address_lines(chosen))))


def _address_lines(address: Item | None) -> tuple[str, ...]:
    """As the country writes them, without ways to call somebody."""
    if address is None:
        return ()
    parts = {part: value for part, value in address.values.items() if isinstance(value, str)}
    return tuple(line for text in format_address(parts) for line in text.splitlines())


def _payments(connection: sa.Connection, invoice_id: int) -> tuple[Values, ...]:
    table = table_of(PAYMENT)
    ours = (table.c.invoice_id == invoice_id, table.c.state == ACTIVE, table.c.payment_state != DECLINED)
    asked = sa.select(table.c.id).where(*ours, *within_reach(connection, PAYMENT))
    ids = list(connection.scalars(asked.order_by(table.c.paid_on, table.c.id)))
    found = read_shown(connection, PAYMENT, ids) if ids else {}
    return tuple(found[one].values for one in ids if one in found)


def keep_pdf(path: Path, content: bytes) -> Path:
    """Write a file that is whole or not there at all, under that name or, if something has it, one with a number.

    Raises:
        FileError: it can't be written there.
    """
    free = partials.free_name(path)
    with partials.written_beside(free) as partial:
        partial.write_bytes(content)
    return free
