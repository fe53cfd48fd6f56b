"""Which records a person's acts reach, as conditions from which a query or a policy can be made.

Tenants are kept apart: every reach but `ALL` ends at the companies that the person works for. What all companies share (the
record names none) is read by whoever reaches their company's. To change it one has to hold it, and to add to it takes
`ALL`, since it changes what the others work with.

Every act needs the right to see the record, and a bulk edit the right to edit it: an act reaches as far as all of these do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from app.models.rights import Act, Holder, Person, Reach

EXTENDED_TYPE = "customer"
EXTENDED_ACTS = frozenset({Act.VIEW, Act.ADD, Act.EDIT, Act.DELETE})
"""What a company may extend to a customer's manager, department, team and workgroup, to those whose reach says so: whoever
reaches the records of their reports then reaches the customers whom they manage, and so on."""

_READING = frozenset({Act.VIEW, Act.EXPORT})
_MAKING = frozenset({Act.ADD, Act.IMPORT})
_SHARED: frozenset[int | None] = frozenset({None})


class Fact(StrEnum):
    """What is known of a record's holder, by the name of the attribute."""

    OWNER = "owner_id"
    OWNER_MANAGER = "owner_manager_id"
    OWNER_DEPARTMENT = "owner_department"
    TEAM = "team_id"
    WORKGROUP = "workgroup_id"
    CUSTOMER_MANAGER = "customer_manager_id"
    CUSTOMER_DEPARTMENT = "customer_department"
    CUSTOMER_TEAM = "customer_team_ids"
    CUSTOMER_WORKGROUP = "customer_workgroup_ids"


class Relation(StrEnum):
    """How a person stands to a record."""

    OWNER = "owner"
    MANAGER_OF_OWNER = "manager_of_owner"
    DEPARTMENT_OF_OWNER = "department_of_owner"
    TEAM_MEMBER = "team_member"
    TEAM_MANAGER = "team_manager"
    WORKGROUP_MEMBER = "workgroup_member"
    WORKGROUP_MANAGER = "workgroup_manager"
    MANAGER_OF_CUSTOMER = "manager_of_customer"
    DEPARTMENT_OF_CUSTOMER = "department_of_customer"
    TEAM_OF_CUSTOMER = "team_of_customer"
    WORKGROUP_OF_CUSTOMER = "workgroup_of_customer"
    COMPANY = "company"
    SHARED = "shared"
    ANYBODY = "anybody"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a record's holder.

    Attributes:
        within: the record's company is one of these, where None is none at all (in SQL `IS NULL`, which no `IN` finds);
            any company if it is None itself.
        fact: what else is looked at; nothing if it is None.
        values: the fact is one of them, or, where it is several, has one of them.
    """

    within: frozenset[int | None] | None = None
    fact: Fact | None = None
    values: frozenset[int | str] = frozenset()

    def holds(self, holder: Holder) -> bool:
        """Whether a record with that holder meets it."""
        if self.within is not None and holder.company_id not in self.within:
            return False
        return self.fact is None or not self.values.isdisjoint(_values_of(holder, self.fact))

    def implies(self, other: Condition) -> bool:
        """Whether every record that meets it meets the other."""
        inside = other.within is None or (self.within is not None and self.within <= other.within)
        return inside and (other.fact is None or (self.fact is other.fact and self.values <= other.values))

    @property
    def possible(self) -> bool:
        """Whether any record can meet it."""
        return self.within != frozenset() and (self.fact is None or bool(self.values))


def _values_of(holder: Holder, fact: Fact) -> frozenset[int | str]:
    value: int | str | frozenset[int] | None = getattr(holder, fact)
    if isinstance(value, frozenset):
        return frozenset(value)
    return frozenset() if value is None else frozenset({value})


Clause: TypeAlias = tuple[Condition, ...]
"""Conditions of which one has to hold."""


@dataclass(frozen=True, slots=True)
class Reaches:
    """The records that an act reaches: of every clause a condition holds.

    What is prepared once for those who reach the same is found by it at each question: its hash is reckoned once.

    Attributes:
        clauses: the conditions.
        facts: what they look at.
    """

    clauses: tuple[Clause, ...] = ()
    facts: frozenset[Fact] = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        conditions = (condition for clause in self.clauses for condition in clause)
        object.__setattr__(self, "facts", frozenset(one.fact for one in conditions if one.fact is not None))
        object.__setattr__(self, "_hash", hash(self.clauses))

    def __hash__(self) -> int:
        return self._hash

    @property
    def everything(self) -> bool:
        """Whether no record is out of reach."""
        return not self.clauses

    @property
    def nothing(self) -> bool:
        """Whether no record can be reached."""
        return () in self.clauses

    def cover(self, holder: Holder) -> bool:
        """Whether a record with that holder is reached."""
        return all(any(condition.holds(holder) for condition in clause) for clause in self.clauses)


NOTHING = Reaches(((),))
EVERYTHING = Reaches()


@dataclass(frozen=True, slots=True)
class Link:
    """A relation that a person may have to a record, when there is one, and the narrowest reach that counts it."""

    relation: Relation
    reach: Reach
    condition: Condition


def needed_acts(act: Act) -> tuple[Act, ...]:
    """The act itself, and those without whose rights nobody may do it."""
    return tuple(dict.fromkeys((act, *((Act.EDIT,) if act is Act.BULK_EDIT else ()), Act.VIEW)))


def links(person: Person, act: Act, record_type: str) -> tuple[Link, ...]:
    """Every relation through which the person may come to do this to a record of the type."""
    found = [*_links_to_holders(person, act)]
    if record_type == EXTENDED_TYPE and act in EXTENDED_ACTS:
        found += _links_to_customers(person)
    found.append(Link(Relation.COMPANY, Reach.COMPANY, Condition(person.company_ids)))
    if act in _READING:
        found.append(Link(Relation.SHARED, Reach.COMPANY, Condition(_SHARED)))
    found.append(Link(Relation.ANYBODY, Reach.ALL, Condition()))
    return tuple(link for link in found if link.condition.possible)


def _links_to_holders(person: Person, act: Act) -> Iterator[Link]:
    within = frozenset(person.company_ids) if act in _MAKING else person.company_ids | _SHARED
    for relation, reach, fact, values in (
        (Relation.OWNER, Reach.OWN, Fact.OWNER, {person.staff_id}),
        (Relation.MANAGER_OF_OWNER, Reach.REPORTS, Fact.OWNER_MANAGER, {person.staff_id}),
        (Relation.DEPARTMENT_OF_OWNER, Reach.DEPARTMENT, Fact.OWNER_DEPARTMENT, _known(person.department)),
        (Relation.TEAM_MEMBER, Reach.TEAM, Fact.TEAM, person.team_ids),
        (Relation.TEAM_MANAGER, Reach.TEAM, Fact.TEAM, person.managed_team_ids),
        (Relation.WORKGROUP_MEMBER, Reach.WORKGROUPS, Fact.WORKGROUP, person.workgroup_ids),
        (Relation.WORKGROUP_MANAGER, Reach.WORKGROUPS, Fact.WORKGROUP, person.managed_workgroup_ids),
    ):
        yield Link(relation, reach, Condition(within, fact, frozenset(values)))


def _links_to_customers(person: Person) -> Iterator[Link]:
    within = frozenset(person.company_ids & person.extended_company_ids)
    teams = person.team_ids | person.managed_team_ids
    workgroups = person.workgroup_ids | person.managed_workgroup_ids
    for relation, reach, fact, values in (
        (Relation.MANAGER_OF_CUSTOMER, Reach.REPORTS, Fact.CUSTOMER_MANAGER, _known(person.customer_id)),
        (Relation.DEPARTMENT_OF_CUSTOMER, Reach.DEPARTMENT, Fact.CUSTOMER_DEPARTMENT, _known(person.department)),
        (Relation.TEAM_OF_CUSTOMER, Reach.TEAM, Fact.CUSTOMER_TEAM, teams),
        (Relation.WORKGROUP_OF_CUSTOMER, Reach.WORKGROUPS, Fact.CUSTOMER_WORKGROUP, workgroups),
    ):
        yield Link(relation, reach, Condition(within, fact, frozenset(values)))


def _known(value: int | str | None) -> frozenset[int | str]:
    """What is not known is not the same as what isn't known of somebody else."""
    return frozenset() if value is None or value == "" else frozenset({value})


def reaches(person: Person, act: Act, record_type: str) -> Reaches:
    """Which records of the type the person may do this to."""
    if not person.active:
        return NOTHING
    kept: list[Clause] = []
    for needed in needed_acts(act):
        clause = _clause(person, needed, record_type)
        if not any(_implies(stricter, clause) for stricter in kept):
            kept = [*(other for other in kept if not _implies(clause, other)), clause]
    return Reaches(tuple(clause for clause in kept if Condition() not in clause))


def granted(person: Person, act: Act, record_type: str) -> frozenset[Reach]:
    """How far the roles' grants of this one act go together; whether the act needs others is not looked at."""
    return frozenset(grant.reach for role in person.roles for grant in role.grants_of(record_type, act))


def _clause(person: Person, act: Act, record_type: str) -> Clause:
    far = granted(person, act, record_type)
    if not far:
        return ()
    counted = [
        link.condition for link in links(person, act, record_type) if any(reach.includes(link.reach) for reach in far)
    ]
    return shortened(counted)


def shortened(conditions: Iterable[Condition]) -> Clause:
    """The same in as few conditions as can be: one for each fact, and none that follows from another."""
    together: dict[object, Condition] = {}
    for condition in conditions:
        key = (condition.fact, condition.within) if condition.fact else condition.within is None
        together[key] = _either(together.get(key, condition), condition)
    found = list(together.values())
    return tuple(one for one in found if not any(one.implies(other) for other in found if other is not one))


def _either(one: Condition, other: Condition) -> Condition:
    """Both of them in one condition, which may differ in values, or, where there is no fact, in companies."""
    within = None if one.within is None or other.within is None else one.within | other.within
    return Condition(within, one.fact, one.values | other.values)


def _implies(clause: Clause, other: Clause) -> bool:
    """Whether what meets one clause meets the other; the empty one, which nothing meets, implies every other."""
    return all(any(condition.implies(wider) for wider in other) for condition in clause)


def allowed(person: Person, act: Act, record_type: str, holder: Holder) -> bool:
    """Whether the person may do this to the record."""
    return reaches(person, act, record_type).cover(holder)


def allowed_change(person: Person, record_type: str, before: Holder, after: Holder) -> bool:
    """Whether the person may edit a record so that others hold it.

    Nobody gives away what they could not take back: the record has to stay within their reach, which is also all that a
    server's policy lets pass. To move it to another company is to add it there.
    """
    moved = before.company_id != after.company_id
    acts = (Act.EDIT, Act.ADD) if moved else (Act.EDIT,)
    stays = all(allowed(person, act, record_type, after) for act in acts)
    return stays and allowed(person, Act.EDIT, record_type, before)
