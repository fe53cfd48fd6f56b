"""What is asked of whatever is about other records, such as notes: that it is about one, and found with that one's customer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.errors import Problem
from app.models.about import ABOUT, CUSTOMER_FIELD, about, keys_in
from app.models.customer import CUSTOMER
from app.models.values import Content, Record
from app.services.saving import Saving
from app.store.records import read_record

_TYPES = {record_type.name: record_type for record_type in ABOUT}


def with_customer(saving: Saving, content: Content) -> Content:
    """With the customer of the record that it is about, where that has one."""
    record = _record(saving, content)
    if record is None or CUSTOMER_FIELD not in record.values:
        return content
    return replace(content, values={**content.values, CUSTOMER_FIELD: record.values[CUSTOMER_FIELD]})


def about_problems(saving: Saving, content: Content) -> Iterator[Problem]:
    """That it is about nothing, or about several records at once."""
    others = [key for key in keys_in(content.values) if key.type_name != CUSTOMER.name]
    if about(content.values) is None:
        yield Problem(CUSTOMER_FIELD, "required")
    for key in others[1:]:
        yield Problem(f"{key.type_name}_id", "about_several")
    if others and content.values.get(CUSTOMER_FIELD) and CUSTOMER_FIELD not in _TYPES[others[0].type_name].by_name:
        yield Problem(CUSTOMER_FIELD, "about_several")


def _record(saving: Saving, content: Content) -> Record | None:
    """What it is about, but for customers; None as well where whoever saves can't read it."""
    key = about(content.values)
    is_other = key is not None and key.type_name != CUSTOMER.name
    return read_record(saving.connection, _TYPES[key.type_name], key.id) if key and is_other else None
