"""What products ask for: a currency to go with their price."""

from __future__ import annotations

from dataclasses import replace

from app.models.company import COMPANY
from app.models.values import Content
from app.services.saving import Saving, TypeRules
from app.store.reach import seeing_all
from app.store.records import read_record


def with_currency(saving: Saving, content: Content) -> Content:
    """A price in no currency is in that of the operating company."""
    values = content.values
    if values.get("currency") or values.get("price") is None or saving.company_id is None:
        return content
    with seeing_all(saving.connection):
        company = read_record(saving.connection, COMPANY, saving.company_id)
    return replace(content, values={**values, "currency": company.values["currency"] if company else None})


RULES = TypeRules(with_currency)
