"""The declaration of a role (a security group): what its holders may do with which records and fields."""

from app.models.fields import Choice, Field, Kind, RecordType, Section

ACTS = (
    Choice("view", "View"),
    Choice("add", "Add"),
    Choice("edit", "Edit"),
    Choice("delete", "Delete"),
    Choice("purge", "Purge"),
    Choice("export", "Export"),
    Choice("import", "Import"),
    Choice("bulk_edit", "Bulk edit"),
)

REACHES = (
    Choice("none", "None"),
    Choice("own", "Own"),
    Choice("reports", "Reports"),
    Choice("department", "Department"),
    Choice("team", "Team"),
    Choice("workgroups", "Workgroups"),
    Choice("company", "Company"),
    Choice("all", "All"),
)
"""From nothing to everything: what belongs to oneself, to those who report to one, to one's department, and so on."""

ACCESSES = (
    Choice("hidden", "Hidden"),
    Choice("masked", "Masked"),
    Choice("read_only", "Read-only"),
    Choice("editable", "Editable"),
)

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
"""One act on one type of record, and on whose records. What no row names is not allowed."""

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
"""How much of one field is shown. A field that no row names follows the rights on its record."""

ROLE = RecordType(
    name="role",
    label="Role",
    plural="Roles",
    title=lambda values: str(values.get("name") or ""),
    sections=(Section("role", "Role"), Section("rights", "Rights"), Section("fields", "Fields")),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="Name", section="role", required=True, unique=True, among_all=True, searched=True),
        Field(name="description", label="Description", kind=Kind.LONG_TEXT, section="role", searched=True),
        Field(name="rights", label="Rights", kind=Kind.ITEMS, items=ROLE_RIGHT, section="rights"),
        Field(name="field_rules", label="Fields", kind=Kind.ITEMS, items=ROLE_FIELD_RULE, section="fields"),
    ),
)
