"""What was paid for an invoice, and credited of it, whoever's payments and credit notes those are; and by which terms it is made.

What an invoice says of it is stored with it, and so has to be right whoever stores it: also somebody who sees only the payments
that they took themselves, or no companies. Nobody is told of single payments, nor what else a company says.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.models.company import TERMS
from app.models.invoice import CREDIT_NOTE
from app.models.invoice_status import CANCELLED
from app.models.rights import Act
from app.models.values import State
from app.store.guard.quoting import SAFELY

FOR_PEOPLE = ("paid_for(bigint, bigint)", "credited_of(bigint, bigint)", "company_terms(bigint)")
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


_told = ", ".join(f"'{name}', c.{name}" for name in TERMS)

_COMPANY_TERMS = f"""
CREATE OR REPLACE FUNCTION company_terms(which bigint) RETURNS json LANGUAGE plpgsql STABLE {SAFELY} AS $$
BEGIN
    RETURN (SELECT json_build_object({_told}) FROM company c
        WHERE c.id = which AND (is_owners() OR (c.id = ANY(my_companies()) AND EXISTS (
            SELECT FROM rights_kept k, unnest(k.said) AS of_each(one)
            WHERE k.login = session_user AND split_part(one, ' ', 1) IN ('{Act.ADD}', '{Act.EDIT}')))));
END $$
"""
"""Told to whoever may store anything, of the companies that they work for."""


def functions() -> Iterator[str]:
    """Statements that make them."""
    yield from (_PAID_FOR, _CREDITED_OF, _COMPANY_TERMS)
