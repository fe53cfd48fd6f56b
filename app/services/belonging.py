"""To which operating company a record belongs that belongs to another record: to that one's."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.errors import Problem
from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.desk_types import DESK_TYPES
from app.models.fields import Field, RecordType
from app.models.tables import table_of
from app.models.values import Content, RecordKey, Values
from app.services.saving import Saving


def company_of_new(
    connection: sa.Connection, record_type: RecordType, mine: Content, otherwise: int | None
) -> int | None:
    """The company of what a new record belongs to, whichever company somebody works for; `otherwise` if it has none.

    So whoever works for that company finds there all that there is with a customer.
    """
    companies = (company_of(connection, key) for _, key in _owners(record_type, mine.values))
    return next((company_id for company_id in companies if company_id is not None), otherwise)


def company_of(connection: sa.Connection, key: RecordKey) -> int | None:
    """The company that a record belongs to; None for all of them, or where the record is not to be seen."""
    table = table_of(RECORD_TYPES[key.type_name])
    found: int | None = connection.scalar(sa.select(table.c.company_id).where(table.c.id == key.id))
    return found


def company_problems(saving: Saving, content: Content) -> Iterator[Problem]:
    """What a record belongs to, and what of the desk it names, has to be of its company; people may be of any."""
    before = saving.stored.values if saving.stored else {}
    if saving.company_id is None:
        return
    for field, key in _named(saving.record_type, content.values):
        is_bound = field.belongs or key.type_name != CUSTOMER.name
        is_new = before.get(field.name) != key.id
        if is_bound and is_new and company_of(saving.connection, key) not in (None, saving.company_id):
            yield Problem(field.name, "other_company")


def _owners(record_type: RecordType, values: Values) -> Iterator[tuple[Field, RecordKey]]:
    """Whom it belongs to comes first."""
    found = [(field, key) for field, key in _named(record_type, values) if field.belongs]
    return iter(sorted(found, key=lambda owner: owner[1].type_name != CUSTOMER.name))


def _named(record_type: RecordType, values: Values) -> Iterator[tuple[Field, RecordKey]]:
    """The records that people work on which a record names."""
    for field in record_type.fields:
        named = values.get(field.name)
        if field.refers_to in DESK_TYPES and isinstance(named, int):
            yield field, RecordKey(field.refers_to, named)
