"""What was paid for an invoice, and credited of it, whoever's payments and credit notes those are.

What an invoice says of it is stored with it, and so has to be right whoever stores it: also somebody who sees only the payments
that they took themselves. Nobody is told of single ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.models.invoice import CREDIT_NOTE
from app.models.invoice_status import CANCELLED
from app.models.rights import Act
from app.models.values import State
from app.store.guard.quoting import SAFELY

FOR_PEOPLE = ("paid_for(bigint, bigint)", "credited_of(bigint, bigint)")
"""What people may call."""

_PAID_FOR = f"""
CREATE OR REPLACE FUNCTION paid_for(invoice bigint, but bigint) RETURNS TABLE (payment_state text, amount numeric)
LANGUAGE plpgsql STABLE {SAFELY} AS $$
BEGIN
    RETURN QUERY SELECT p.payment_state::text, sum(p.amount) FROM payment p
        WHERE p.invoice_id = paid_for.invoice AND p.state = '{State.ACTIVE}' AND p.id <> but
        AND (is_owners() OR may('invoice', '{Act.EDIT}', paid_for.invoice)) GROUP BY p.payment_state;
END $$
"""
"""Told to whoever may write it into the invoice."""

_CREDITED_OF = f"""
CREATE OR REPLACE FUNCTION credited_of(invoice bigint, but bigint) RETURNS numeric LANGUAGE plpgsql STABLE {SAFELY} AS $$
BEGIN
    RETURN (SELECT sum(i.total) FROM invoice i
        WHERE i.made_from_id = credited_of.invoice AND i.document_type = '{CREDIT_NOTE}' AND i.id <> but
        AND i.state = '{State.ACTIVE}' AND i.payment_status <> '{CANCELLED}'
        AND (is_owners() OR may('invoice', '{Act.VIEW}', credited_of.invoice)));
END $$
"""


def functions() -> Iterator[str]:
    """Statements that make them."""
    yield from (_PAID_FOR, _CREDITED_OF)
