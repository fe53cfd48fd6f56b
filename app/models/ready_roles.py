"""The roles that every database starts with.

A desk's customers are everybody's at the desk: who answers the telephone corrects the number. What differs is who deletes,
takes data out, brings data in, and changes many at once. Whoever may change staff or roles may give themselves any right, so
that only administrators do.

What is not placed here is a record type of a later version: everybody sees it, supervisors and administrators keep it, until
that version places it or somebody changes the role.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Sensitivity
from app.models.rights import EVERY, Act, FieldAccess, FieldRule, Grant, Reach, Role

Acts: TypeAlias = Mapping[Act, Reach]

DAILY = ("customer", "contract", "service", "interaction", "note")
"""What a desk works on all day."""

PICTURES = ("image",)
"""What all companies share, so that making one, and changing those of others, takes the reach of all."""

ORGANISATION = ("company", "pick_value", "staff", "team", "workgroup")
"""How the desk is set up: its names are read everywhere, and administrators keep it."""

CATALOGUE = ("product", "package", "review")
"""What is sold, and what is said of it: everybody looks it up, and supervisors keep it."""

SECURITY = ("role",)
"""What supervisors read and administrators keep."""

_NOTHING: Acts = {}
_READ: Acts = {Act.VIEW: Reach.COMPANY}
_SERVE: Acts = {act: Reach.COMPANY for act in (Act.VIEW, Act.ADD, Act.EDIT)}
_SERVE_AND_TIDY: Acts = {**_SERVE, Act.DELETE: Reach.OWN}
_KEEP: Acts = {act: Reach.COMPANY for act in Act if act is not Act.PURGE}
_OWN_PICTURES: Acts = {Act.VIEW: Reach.COMPANY, Act.ADD: Reach.ALL, Act.EDIT: Reach.OWN, Act.DELETE: Reach.OWN}
_ALL_PICTURES: Acts = {act: Reach.ALL for act in Act if act is not Act.PURGE}


def _grants(*, daily: Acts, pictures: Acts, security: Acts, others: Acts) -> tuple[Grant, ...]:
    """A whole matrix: an act that isn't granted is there with the reach of none, to be seen and changed."""
    placed = [
        (DAILY, daily),
        (PICTURES, pictures),
        (ORGANISATION, _READ),
        (CATALOGUE, others),
        (SECURITY, security),
        ((EVERY,), others),
    ]
    return tuple(
        Grant(record_type, act, acts.get(act, Reach.NONE))
        for record_types, acts in placed
        for record_type in record_types
        for act in Act
    )


def _confidential(access: FieldAccess) -> tuple[FieldRule, ...]:
    return tuple(
        FieldRule(record_type.name, field.name, access)
        for record_type in RECORD_TYPES.values()
        for field in record_type.fields
        if field.sensitivity is Sensitivity.CONFIDENTIAL
    )


_EVERY_FIELD = (FieldRule(EVERY, EVERY, FieldAccess.EDITABLE),)

READ_ONLY = Role("Read-only", _grants(daily=_READ, pictures=_READ, security=_NOTHING, others=_READ))
FRONTLINE = Role("Frontline", _grants(daily=_SERVE, pictures=_OWN_PICTURES, security=_NOTHING, others=_READ))
RESOLVER = Role(
    "Resolver",
    _grants(daily=_SERVE_AND_TIDY, pictures=_OWN_PICTURES, security=_NOTHING, others=_READ),
    _confidential(FieldAccess.MASKED),
)
SUPERVISOR = Role(
    "Supervisor",
    _grants(daily=_KEEP, pictures=_ALL_PICTURES, security=_READ, others=_KEEP),
    _EVERY_FIELD,
)
ADMINISTRATOR = Role("Administrator", tuple(Grant(EVERY, act, Reach.ALL) for act in Act), _EVERY_FIELD)

READY_ROLES = (FRONTLINE, RESOLVER, SUPERVISOR, ADMINISTRATOR, READ_ONLY)
"""In the order in which people are shown them."""
