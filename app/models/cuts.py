"""What of the records that belong to another people want to see by themselves, by the type of the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.models.invoice import INVOICE, INVOICE_KIND, ORDER
from app.models.invoice_status import CANCELLED, OPEN, OVERDUE, PAID, REFUNDED
from app.models.queries import Filter, Operator


@dataclass(frozen=True, slots=True)
class Cut:
    """Some of the records, under a name; all conditions hold."""

    label: str
    filters: tuple[Filter, ...]


_IS_OPEN = Filter("payment_status", Operator.ONE_OF, tuple(sorted(OPEN)))

CUTS: Mapping[str, tuple[Cut, ...]] = {
    INVOICE.name: (
        Cut("Open invoices", (Filter("document_type", Operator.IS, INVOICE_KIND), _IS_OPEN)),
        Cut("Overdue", (Filter("payment_status", Operator.IS, OVERDUE),)),
        Cut(
            "Due orders",
            (Filter("document_type", Operator.IS, ORDER), _IS_OPEN, Filter("became_id", Operator.EMPTY)),
        ),
        Cut(
            "Past invoices",
            (
                Filter("document_type", Operator.IS, INVOICE_KIND),
                Filter("payment_status", Operator.ONE_OF, (PAID, REFUNDED, CANCELLED)),
            ),
        ),
    ),
}
