"""What a person sees of a record's fields and may do to them.

Where a role has no rule on a field, the field's sensitivity decides for it: what everybody at a desk works with, telephone
numbers and addresses included, is open (an agent who cannot read a number cannot call back), and what is confidential is
hidden until some role opens it. It decides only for roles that let people see such records, so that a role about
something else opens nothing.

Several roles add up field by field, on all records alike: a server grants columns to a person, not to a person and a row.
To hide a field from somebody, none of their roles may show it.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.models.fields import Field, RecordType, Sensitivity
from app.models.reaches import allowed, reaches
from app.models.rights import Act, FieldAccess, Holder, Person, Role, least_open, most_open

DEFAULT_ACCESS = {
    Sensitivity.NORMAL: FieldAccess.EDITABLE,
    Sensitivity.PERSONAL: FieldAccess.EDITABLE,
    Sensitivity.CONFIDENTIAL: FieldAccess.HIDDEN,
}


@dataclass(frozen=True, slots=True)
class FieldSource:
    """What one role says of a field, in a rule or, where it has none, through the field's sensitivity."""

    role: str
    access: FieldAccess
    by_rule: bool


def field_sources(person: Person, record_type: RecordType, field: str) -> tuple[FieldSource, ...]:
    """What each role says of the field, or of the one that decides about it; roles that say nothing are left out.

    What the store fills from child rows is as open as these are, and the name under which a record is known is always
    open: neither could be hidden while the other is shown. A role's rule on the field itself is not looked at then.
    """
    declared = _deciding(record_type, record_type.by_name[field])
    if declared is None:
        return tuple(
            FieldSource(role.name, FieldAccess.EDITABLE, False)
            for role in person.roles
            if role.grants_of(record_type.name, Act.VIEW)
        )
    said = (_said(role, record_type.name, declared) for role in person.roles)
    return tuple(source for source in said if source is not None)


def _deciding(record_type: RecordType, field: Field) -> Field | None:
    """The field itself, or the child rows that it is taken from; None where it is the record's name."""
    if field.derived is None:
        return field
    return record_type.by_name[field.derived[0]] if field.derived[0] else None


def _said(role: Role, record_type: str, field: Field) -> FieldSource | None:
    rule = role.rule_of(record_type, field.name)
    if rule is not None:
        return FieldSource(role.name, rule, True)
    if role.grants_of(record_type, Act.VIEW):
        return FieldSource(role.name, DEFAULT_ACCESS[field.sensitivity], False)
    return None


def field_access(person: Person, record_type: RecordType, field: str, most: FieldAccess | None = None) -> FieldAccess:
    """What the person may do to the field on any record at all; it is never more than what they may do to records.

    A field that follows another, as the parts of a name do, is never more open than that one. Whether people type into
    a field at all is not asked here: that is said by its declaration.

    Args:
        most: what `most_of` says of the type, for whoever asks about many of its fields.
    """
    access = most_open(source.access for source in field_sources(person, record_type, field))
    most = most or most_of(person, record_type.name)
    leader = record_type.by_name[field].follows
    if leader:
        access = least_open(access, field_access(person, record_type, leader, most))
    return least_open(access, most)


def most_of(person: Person, record_type: str) -> FieldAccess:
    """What the person may do to any field of the type, whatever is said of it: nothing that they may not do to records."""
    if reaches(person, Act.VIEW, record_type).nothing:
        return FieldAccess.HIDDEN
    writes = not all(reaches(person, act, record_type).nothing for act in (Act.ADD, Act.EDIT))
    return FieldAccess.EDITABLE if writes else FieldAccess.READ_ONLY


def field_access_on(
    person: Person,
    record_type: RecordType,
    field: str,
    holder: Holder,
    *,
    act: Act = Act.EDIT,
    required: bool = False,
) -> FieldAccess:
    """What the person may do to the field of one record that they edit or, with `Act.ADD`, make.

    Whoever may add a record may fill what it cannot be without: they tell, they aren't told. Once it is stored, the
    field is as open to them as any other.

    Args:
        required: a rule of the company asks for the field, whatever its declaration says.
    """
    if not allowed(person, Act.VIEW, record_type.name, holder):
        return FieldAccess.HIDDEN
    access = field_access(person, record_type, field)
    if not allowed(person, act, record_type.name, holder):
        return least_open(access, FieldAccess.READ_ONLY)
    declared = record_type.by_name[field]
    required = required or (declared.required and declared.default is None)
    return FieldAccess.EDITABLE if act is Act.ADD and required else access
