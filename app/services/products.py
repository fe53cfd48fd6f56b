"""What products ask for: a currency to go with their price."""

from __future__ import annotations

from dataclasses import replace

from app.models.values import Content
from app.services.billing import company_values
from app.services.saving import Saving, TypeRules


def with_currency(saving: Saving, content: Content) -> Content:
    """A price in no currency is in that of the operating company."""
    values = content.values
    if values.get("currency") or values.get("price") is None or saving.company_id is None:
        return content
    currency = company_values(saving.connection, saving.company_id).get("currency")
    return replace(content, values={**values, "currency": currency})


RULES = TypeRules(with_currency)
