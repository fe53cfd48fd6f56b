"""How invoices move from one payment status to another.

Pure. What is not among the moves takes a reason, whoever makes it: a person gives theirs, and payments that are taken back
have one of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from app.models.fields import Choice

DRAFT, DUE, PARTLY_PAID, PAID = "draft", "due", "partly_paid", "paid"
OVERDUE, REFUNDED, CANCELLED = "overdue", "refunded", "cancelled"

STATUSES = (
    Choice(DRAFT, "Draft"),
    Choice(DUE, "Due"),
    Choice(PARTLY_PAID, "Partly paid"),
    Choice(PAID, "Paid"),
    Choice(OVERDUE, "Overdue"),
    Choice(REFUNDED, "Refunded"),
    Choice(CANCELLED, "Cancelled"),
)

MOVES: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({DUE, CANCELLED}),
    DUE: frozenset({PARTLY_PAID, PAID, OVERDUE, CANCELLED}),
    PARTLY_PAID: frozenset({PAID, OVERDUE, REFUNDED}),
    OVERDUE: frozenset({PARTLY_PAID, PAID, CANCELLED}),
    PAID: frozenset({REFUNDED}),
    REFUNDED: frozenset(),
    CANCELLED: frozenset(),
}

OPEN = frozenset({DUE, PARTLY_PAID, OVERDUE})
"""Something is still to be paid."""

LAPSING = frozenset({DUE, PARTLY_PAID})
"""Becomes overdue by itself when the day is over."""

_FOLLOWING_PAYMENTS = OPEN | {PAID, REFUNDED}


def is_free(before: str, after: str) -> bool:
    """Whether the status may become that without a reason; a new invoice comes from a draft."""
    return before == after or after in MOVES.get(before, frozenset())


def after_payments(now: str, total: Decimal, received: Decimal, returned: Decimal, *, is_late: bool) -> str:
    """The status that follows from what was paid and given back; a draft and what is cancelled stay what they are.

    What was paid whole and then given back, if only in part, is refunded: nobody owes the part again.

    Args:
        now: the status as it is.
        total: of the invoice; less than nothing for a credit note, of which the sums are taken the other way round.
        is_late: the day by which it was to be paid is over.
    """
    if now not in _FOLLOWING_PAYMENTS:
        return now
    if total < 0:
        total, received, returned = -total, returned, received
    held = received - returned
    if returned and (received >= total or held <= 0):
        return REFUNDED
    if held >= total:
        return PAID
    if held > 0:
        return PARTLY_PAID
    return OVERDUE if is_late else DUE


def still_due(status: str, total: Decimal, received: Decimal, returned: Decimal) -> Decimal:
    """What is left to be paid; nothing where nobody waits for it any more, or not yet."""
    return total - received + returned if status in OPEN else Decimal(0)
