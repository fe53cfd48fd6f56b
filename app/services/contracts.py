"""What contracts and their services ask for: dates in their order, and what a service has from its contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from app.errors import Problem
from app.models.contract import CONTRACT
from app.models.product import PRODUCT
from app.models.values import Content, Record, Values
from app.services.products import with_currency
from app.services.saving import Saving, TypeRules
from app.store.records import read_record


def _contract_problems(saving: Saving, content: Content) -> Iterable[Problem]:
    return _in_order(content.values, "starts_on", "ends_on")


def _in_order(values: Values, first: str, last: str) -> Iterator[Problem]:
    start, end = values.get(first), values.get(last)
    if isinstance(start, date) and isinstance(end, date) and end < start:
        yield Problem(last, "ends_before_start")


def _completed_service(saving: Saving, content: Content) -> Content:
    """With the customer of its contract, and with the product's name and price as they are when it is sold."""
    values = dict(content.values)
    contract = _read(saving, "contract", values.get("contract_id"))
    if contract is not None:
        values["customer_id"] = contract.values["customer_id"]
    before = saving.stored.values if saving.stored else {}
    if values.get("product_id") != before.get("product_id"):
        product = _read(saving, "product", values.get("product_id"))
        values["name"] = product.values["display_name"] if product else None
        if values.get("price") == before.get("price"):
            values["price"] = product.values["price"] if product else None
            values["currency"] = product.values["currency"] if product else None
    return with_currency(saving, replace(content, values=values))


def _read(saving: Saving, type_name: str, record_id: object) -> Record | None:
    record_type = {CONTRACT.name: CONTRACT, PRODUCT.name: PRODUCT}[type_name]
    return read_record(saving.connection, record_type, record_id) if isinstance(record_id, int) else None


def _service_problems(saving: Saving, content: Content) -> Iterator[Problem]:
    values = content.values
    yield from _in_order(values, "starts_on", "expires_on")
    contract = _read(saving, "contract", values.get("contract_id"))
    if contract is None:
        return
    first, last = contract.values["starts_on"], contract.values["ends_on"]
    for name in ("starts_on", "expires_on"):
        day = values.get(name)
        is_before = isinstance(day, date) and isinstance(first, date) and day < first
        is_behind = isinstance(day, date) and isinstance(last, date) and day > last
        if is_before or is_behind:
            yield Problem(name, "outside_contract", blocking=False)


CONTRACT_RULES = TypeRules(problems=_contract_problems)
SERVICE_RULES = TypeRules(_completed_service, _service_problems)
