"""The declaration of a role (a security group): what its holders may do with which records and fields."""

from enum import StrEnum

from app.models.fields import Choice, Field, FirstOf, Kind, RecordType, Section
from app.models.rights import Act, FieldAccess, Reach


def _choices(values: type[StrEnum], **labels: str) -> tuple[Choice, ...]:
    """Each value under a label of its own or under its name, as "Bulk edit"."""
    return tuple(Choice(value, labels.get(value, value.replace("_", " ").capitalize())) for value in values)


ACTS = _choices(Act)
REACHES = _choices(Reach)
ACCESSES = _choices(FieldAccess, read_only="Read-only")

_TYPE_NAME_LIMIT = 40
_FIELD_NAME_LIMIT = 64

ROLE_RIGHT = RecordType(
    name="role_right",
    label="Right",
    plural="Rights",
    parent="role",
    apart=("record_type", "act"),
    fields=(
        Field(name="record_type", label="Records", required=True, max_length=_TYPE_NAME_LIMIT),
        Field(name="act", label="Act", kind=Kind.CHOICE, required=True, choices=ACTS, max_length=20),
        Field(name="reach", label="Reach", kind=Kind.CHOICE, required=True, choices=REACHES, max_length=20),
    ),
)
"""One act on one type of record, or on `EVERY` type that the role doesn't name, and on whose records.

What no row names is not allowed. A reach of none says so of a type, whatever the role says of all others.
"""

ROLE_FIELD_RULE = RecordType(
    name="role_field_rule",
    label="Field rule",
    plural="Field rules",
    parent="role",
    apart=("record_type", "field"),
    fields=(
        Field(name="record_type", label="Records", required=True, max_length=_TYPE_NAME_LIMIT),
        Field(name="field", label="Field", required=True, max_length=_FIELD_NAME_LIMIT),
        Field(name="access", label="Access", kind=Kind.CHOICE, required=True, choices=ACCESSES, max_length=20),
    ),
)
"""How much of one field is shown, or of `EVERY` field that the role doesn't name.

A field that no row names is as open as its sensitivity says (docs/decisions/0014).
"""

ROLE = RecordType(
    name="role",
    label="Role",
    plural="Roles",
    title=FirstOf(("name",)),
    sections=(Section("role", "Role"), Section("rights", "Rights"), Section("fields", "Fields")),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="Name", section="role", required=True, unique=True, among_all=True, searched=True),
        Field(name="description", label="Description", kind=Kind.LONG_TEXT, section="role", searched=True),
        Field(name="rights", label="Rights", kind=Kind.ITEMS, items=ROLE_RIGHT, section="rights"),
        Field(name="field_rules", label="Fields", kind=Kind.ITEMS, items=ROLE_FIELD_RULE, section="fields"),
    ),
)
