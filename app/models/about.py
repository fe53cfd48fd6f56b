"""What is written about other records, or put to them: which record it is, and how that is declared and found."""

from __future__ import annotations

from collections.abc import Mapping

from app.models.contract import CONTRACT, SERVICE
from app.models.customer import CUSTOMER
from app.models.fields import Field, Kind, RecordType
from app.models.interaction import INTERACTION
from app.models.product import PACKAGE, PRODUCT
from app.models.values import RecordKey, Value

ABOUT: tuple[RecordType, ...] = (CUSTOMER, CONTRACT, SERVICE, INTERACTION, PRODUCT, PACKAGE)
"""The types of the records that something can be about."""

CUSTOMER_FIELD = "customer_id"


def about_fields(section: str) -> tuple[Field, ...]:
    """A reference for each type that something can be about, of which one is filled.

    That to the customer is filled besides, where the record is one of a customer's: so it is found with them, too.
    """
    return tuple(
        Field(
            name=field_for(record_type),
            label=record_type.label,
            kind=Kind.RECORD,
            target=record_type.name,
            section=section,
            belongs=True,
            listed=record_type is CUSTOMER,
        )
        for record_type in ABOUT
    )


def field_for(record_type: RecordType) -> str:
    """By which field something is about records of this type."""
    return f"{record_type.name}_id"


def about(values: Mapping[str, Value]) -> RecordKey | None:
    """Which record it is about; None where nothing is said of it."""
    keys = keys_in(values)
    return next((key for key in keys if key.type_name != CUSTOMER.name), next(iter(keys), None))


def keys_in(values: Mapping[str, Value]) -> tuple[RecordKey, ...]:
    """Every record that is named, the customer first."""
    named = ((record_type.name, values.get(field_for(record_type))) for record_type in ABOUT)
    return tuple(RecordKey(name, one) for name, one in named if isinstance(one, int))
