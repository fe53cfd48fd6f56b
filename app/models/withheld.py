"""Which fields a server keeps from whoever may not read them, column by column; and what it can't keep from anybody.

Who holds a record, what it is called and what sort of record it is decides whether and how it is shown at all. Operating
companies and pick values are what the program itself goes by, for everybody who works there.
"""

from __future__ import annotations

from app.models.company import COMPANY
from app.models.customer_rules import NAME_PARTS
from app.models.fields import COMMON_FIELDS, Field, FirstOf, RecordType, Sensitivity, item_type
from app.models.image import IMAGE
from app.models.pick_lists import PICK_VALUE
from app.models.sight import NAMES, STRUCTURE

WITH_NAMES = frozenset(NAME_PARTS) - NAMES
"""What the program fills from a full name: whoever may give a new record its name gives it these as well."""

_OPEN_TYPES = frozenset({COMPANY.name, PICK_VALUE.name})
_ALWAYS_OPEN = STRUCTURE | {"display_name"} | {field.name for field in COMMON_FIELDS}


def is_withheld(record_type: RecordType, field: Field) -> bool:
    """Whether a server withholds the field from whoever may not read it."""
    is_technical = record_type.name == IMAGE.name and not field.edited
    return not (record_type.name in _OPEN_TYPES or field.name in _ALWAYS_OPEN or is_technical)


def withheld_fields(record_type: RecordType) -> tuple[Field, ...]:
    """All such fields of a type."""
    return tuple(field for field in record_type.all_fields if is_withheld(record_type, field))


def columns_of(field: Field) -> tuple[str, ...]:
    """The columns that hold its value, or a folded copy; none of child rows, which have rows of their own."""
    if not field.stored:
        return ()
    return (field.name, field.key_name) if field.has_key else (field.name,)


def searched_fields(record_type: RecordType, sensitivity: Sensitivity) -> frozenset[str]:
    """The fields whose words stand in a search text."""
    return frozenset(
        field.name
        for field in record_type.fields
        if field.sensitivity is sensitivity
        and (field.searched or (field.items and any(part.searched for part in item_type(field).fields)))
    )


def naming_fields(record_type: RecordType) -> frozenset[str]:
    """The fields from which the name of a record comes."""
    return frozenset(record_type.title.names) if isinstance(record_type.title, FirstOf) else frozenset()
