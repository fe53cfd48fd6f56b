"""Fields that several types of record have in the same words."""

from __future__ import annotations

from app.models.fields import Field, Kind


def customer_field(section: str, *, follows: str = "") -> Field:
    """The customer whose record it is: chosen, or the one of what it `follows`."""
    return Field(
        name="customer_id",
        label="Customer",
        kind=Kind.RECORD,
        target="customer",
        section=section,
        required=not follows,
        belongs=True,
        listed=True,
        edited=not follows,
        follows=follows,
    )


def code_field(section: str) -> Field:
    """The code that people give it, and know it by."""
    return Field(
        name="code",
        label="Code",
        section=section,
        required=True,
        max_length=64,
        sort_index=True,
        unique=True,
        listed=True,
        searched=True,
    )
