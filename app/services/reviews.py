"""What product reviews ask for: a moment, the name of what they are about, and who passes them on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from app.errors import Problem
from app.models.product import PRODUCT
from app.models.values import Content
from app.services.saving import Saving, TypeRules
from app.store.records import read_record


def _completed(saving: Saving, content: Content) -> Content:
    """With the name of the product as it was called when it was reviewed."""
    values = dict(content.values)
    values["at"] = values.get("at") or datetime.now(UTC)
    before = saving.stored.values.get("product_id") if saving.stored else None
    product_id = values.get("product_id")
    if product_id != before and isinstance(product_id, int):
        product = read_record(saving.connection, PRODUCT, product_id)
        values["name"] = product.values["display_name"] if product else None
    return replace(content, values=values)


def _problems(saving: Saving, content: Content) -> Iterator[Problem]:
    """A reference says nothing without the one whose it is."""
    if content.values.get("external_ref") and not content.values.get("integration"):
        yield Problem("integration", "required")


RULES = TypeRules(_completed, _problems)
