"""What was paid for an invoice, and credited of it, of all payments and credit notes; and by which terms it is made.

On a server its functions say it to whoever doesn't see all of that.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import sqlalchemy as sa

from app.models.invoice import CREDIT_NOTE, INVOICE
from app.models.invoice_status import CANCELLED
from app.models.payment import PAYMENT
from app.models.tables import ACTIVE, table_of
from app.models.values import Values


def paid(connection: sa.Connection, invoice_id: int, *, but: int = 0) -> Mapping[str, Decimal]:
    """The amounts by the state of the payments; without the payment of the id `but`."""
    table = table_of(PAYMENT)
    if connection.dialect.name == "sqlite":
        ours = (table.c.invoice_id == invoice_id, table.c.state == ACTIVE, table.c.id != but)
        amount = sa.func.sum(table.c.amount, type_=table.c.amount.type)
        asked = sa.select(table.c.payment_state, amount).where(*ours).group_by(table.c.payment_state)
    else:
        told = sa.func.paid_for(invoice_id, but).table_valued(
            sa.column("payment_state", sa.Text), sa.column("amount", sa.Numeric)
        )
        asked = sa.select(told.c.payment_state, told.c.amount)
    return {str(state): amount for state, amount in connection.execute(asked) if amount is not None}


def credited(connection: sa.Connection, invoice_id: int, *, but: int = 0) -> Decimal:
    """What was credited, less than nothing; without the credit note of the id `but`."""
    table = table_of(INVOICE)
    if connection.dialect.name == "sqlite":
        ours = (table.c.made_from_id == invoice_id, table.c.document_type == CREDIT_NOTE, table.c.id != but)
        counted = (table.c.state == ACTIVE, table.c.payment_status != CANCELLED)
        asked = sa.select(sa.func.sum(table.c.total, type_=table.c.total.type)).where(*ours, *counted)
    else:
        asked = sa.select(sa.func.credited_of(invoice_id, but, type_=sa.Numeric()))
    return connection.scalar(asked) or Decimal(0)


def terms(connection: sa.Connection, company_id: int) -> Values:
    """By what a company's numbers and amounts are made, as a server tells somebody who doesn't see the company; a file hides none."""
    if connection.dialect.name == "sqlite":
        return {}
    told: Mapping[str, str | int | None] = connection.scalar(sa.select(sa.func.company_terms(company_id))) or {}
    return dict(told)
