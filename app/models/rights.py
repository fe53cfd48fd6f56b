"""Who may do what: the words in which roles, people and records are described for it.

The rules themselves are in `reaches` (which records a person's acts reach), `field_rights` (which fields), `explanations`
(why, and what is missing) and `shifts` (who gains or loses by a change); `ready_roles` has the roles as delivered. All of
them are pure. The server's policies, the conditions of queries and what a window offers are derived from them.

Child rows, such as phones, have no rights of their own: they are fields of their record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

EVERY = "*"
"""In place of a record type or a field: those that the role doesn't name."""

RIGHTS_COME_FROM = ("staff", "role", "team", "workgroup", "company")
"""The types of record by which it is decided who may do what."""


class Act(StrEnum):
    """What is done to a record.

    `DELETE` moves it to the trash and back, `PURGE` ends it. Each row of an `IMPORT` is also an `ADD` or an `EDIT`.
    """

    __hash__ = str.__hash__  # an enum's own is Python's work, and rights are looked up by it all the time

    VIEW = "view"
    ADD = "add"
    EDIT = "edit"
    DELETE = "delete"
    PURGE = "purge"
    EXPORT = "export"
    IMPORT = "import"
    BULK_EDIT = "bulk_edit"


class Hold(StrEnum):
    """Why whoever has no right to delete a record can't take it back either, as they could what they alone have to do with."""

    RIGHTS_FOLLOW = "rights_follow"
    OTHERS_MADE = "others_made"
    NUMBERED = "numbered"
    OTHERS_CHANGED = "others_changed"
    OTHERS_ADDED = "others_added"


class Reach(StrEnum):
    """On whose records an act is granted, from none to all; `includes` says which are wider than which.

    A reach holds what narrower ones hold: "my team's" are those of my team and my own.
    """

    NONE = "none"
    OWN = "own"
    REPORTS = "reports"
    DEPARTMENT = "department"
    TEAM = "team"
    WORKGROUPS = "workgroups"
    COMPANY = "company"
    ALL = "all"

    def includes(self, other: Reach) -> bool:
        """Whether it holds all that the other does. Reports, department, team and workgroups lie beside each other."""
        return self is other or _WIDTHS[self] > _WIDTHS[other]


_WIDTHS = {
    Reach.NONE: 0,
    Reach.OWN: 1,
    Reach.REPORTS: 2,
    Reach.DEPARTMENT: 2,
    Reach.TEAM: 2,
    Reach.WORKGROUPS: 2,
    Reach.COMPANY: 3,
    Reach.ALL: 4,
}


def narrowest(reaches: Iterable[Reach]) -> frozenset[Reach]:
    """Those of the reaches that include no other one of them."""
    found = set(reaches)
    return frozenset(reach for reach in found if not any(reach.includes(other) for other in found - {reach}))


class FieldAccess(StrEnum):
    """What a person sees of a field and may do to it, from nothing to everything.

    As texts they don't sort like this: compare them with `most_open` and `least_open`.
    """

    HIDDEN = "hidden"
    MASKED = "masked"
    READ_ONLY = "read_only"
    EDITABLE = "editable"


_OPENNESS = {access: number for number, access in enumerate(FieldAccess)}


def most_open(accesses: Iterable[FieldAccess]) -> FieldAccess:
    """The one that allows most; `HIDDEN` if there is none."""
    return max(accesses, key=_OPENNESS.__getitem__, default=FieldAccess.HIDDEN)


Accesses: TypeAlias = Mapping[str, FieldAccess]
"""How open fields are, by name."""


def least_open(first: FieldAccess, *others: FieldAccess) -> FieldAccess:
    """The one that allows least."""
    return min((first, *others), key=_OPENNESS.__getitem__)


@dataclass(frozen=True, slots=True)
class Grant:
    """One cell of a role's matrix: an act on records of a type, as far as the reach goes."""

    record_type: str
    act: Act
    reach: Reach


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What a role says of one field."""

    record_type: str
    field: str
    access: FieldAccess


@dataclass(frozen=True, slots=True)
class Role:
    """A security group. It only gives: what it doesn't grant, another role may.

    What it says of a record type or a field by name stands in place of what it says of `EVERY` one.
    """

    name: str
    grants: tuple[Grant, ...] = ()
    field_rules: tuple[FieldRule, ...] = ()

    def grants_of(self, record_type: str, act: Act) -> tuple[Grant, ...]:
        """What it grants of an act on a record type, if anything."""
        said = [grant for grant in self.grants if grant.record_type == record_type]
        said = said or [grant for grant in self.grants if grant.record_type == EVERY]
        return tuple(grant for grant in said if grant.act == act and grant.reach is not Reach.NONE)

    def rule_of(self, record_type: str, field: str) -> FieldAccess | None:
        """What it says of a field; None if it says nothing."""
        for place in ((record_type, field), (record_type, EVERY), (EVERY, field), (EVERY, EVERY)):
            said = [rule.access for rule in self.field_rules if (rule.record_type, rule.field) == place]
            if said:
                return most_open(said)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of staff with all that decides about their rights.

    Attributes:
        active: whoever isn't may do nothing.
        department: as the pick list stores it.
        managed_team_ids: those that they manage, as members or not; the same for workgroups.
        workgroup_ids: those of which the customer that they are is a member.
        company_ids: those that they work for; no reach but `ALL` leads out of them.
        extended_company_ids: those that let rights on a customer extend to the customer's manager, department, team and
            workgroup.
        customer_id: the internal customer that they are.
    """

    staff_id: int
    roles: tuple[Role, ...] = ()
    active: bool = True
    department: str | None = None
    team_ids: frozenset[int] = frozenset()
    managed_team_ids: frozenset[int] = frozenset()
    workgroup_ids: frozenset[int] = frozenset()
    managed_workgroup_ids: frozenset[int] = frozenset()
    company_ids: frozenset[int] = frozenset()
    extended_company_ids: frozenset[int] = frozenset()
    customer_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a record: all that decides on the record's side. Of one that is being added, as it is going to be.

    Attributes:
        company_id: None is what all companies share. A company belongs to itself.
        owner_manager_id: the member of staff to whom the owner reports; not those above.
        owner_department: as the pick list stores it.
        customer_manager_id: of a customer, the customer who manages them; this and what follows is looked at for
            customers only.
        customer_team_ids: the teams of the member of staff that the customer is.
        customer_workgroup_ids: those of which the customer is a member.
    """

    company_id: int | None = None
    owner_id: int | None = None
    owner_manager_id: int | None = None
    owner_department: str | None = None
    team_id: int | None = None
    workgroup_id: int | None = None
    customer_manager_id: int | None = None
    customer_department: str | None = None
    customer_team_ids: frozenset[int] = frozenset()
    customer_workgroup_ids: frozenset[int] = frozenset()
