"""What a customer still has to pay, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.invoice import CREDIT_NOTE, INVOICE, INVOICE_KIND
from app.models.invoice_status import OPEN
from app.models.rights import Act
from app.models.tables import ACTIVE, table_of
from app.services.billing import day_of
from app.store.reach import may, within_reach

AGES = (30, 60, 90)
"""Days up to which what is overdue stands together; the last group has no end."""


@dataclass(frozen=True, slots=True)
class Dues:
    """In one currency.

    Attributes:
        due: everything that is still to be paid, less what was credited.
        ages: what of it is overdue, by the groups of `AGES` and one behind them.
    """

    currency: str
    due: Decimal
    ages: tuple[Decimal, ...]

    @property
    def overdue(self) -> Decimal:
        """What should have been paid by now."""
        return sum(self.ages, Decimal(0))


def read_dues(connection: sa.Connection, customer_id: int) -> tuple[Dues, ...]:
    """What a customer owes by invoices that one sees, by currency; orders and quotes are not owed."""
    if not may(connection, Act.VIEW, INVOICE):
        return ()
    table, customer = table_of(INVOICE), table_of(CUSTOMER)
    total = sa.func.sum(table.c.due, type_=table.c.due.type)
    company = sa.select(customer.c.company_id).where(customer.c.id == customer_id).scalar_subquery()
    found = connection.execute(
        sa.select(table.c.currency, table.c.due_on, total, company)
        .where(
            table.c.customer_id == customer_id,
            table.c.state == ACTIVE,
            table.c.payment_status.in_(sorted(OPEN)),
            table.c.document_type.in_((INVOICE_KIND, CREDIT_NOTE)),
            *within_reach(connection, INVOICE),
        )
        .group_by(table.c.currency, table.c.due_on)
    ).all()
    if not found:
        return ()
    today = day_of(connection, found[0][3])
    sums: dict[str, list[Decimal]] = {}
    for currency, due_on, amount, _ in found:
        of_currency = sums.setdefault(currency or "", [Decimal(0)] * (len(AGES) + 2))
        of_currency[0] += amount
        if (age := _age(due_on, today)) is not None:
            of_currency[1 + age] += amount
    return tuple(Dues(currency, due, tuple(ages)) for currency, (due, *ages) in sorted(sums.items()))


def _age(due_on: date | None, today: date) -> int | None:
    """In which group something stands that was due then; None if it isn't overdue."""
    if due_on is None or due_on >= today:
        return None
    late = (today - due_on).days
    return next((place for place, most in enumerate(AGES) if late <= most), len(AGES))
