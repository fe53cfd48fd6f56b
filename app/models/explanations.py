"""Why a person may do something to a record, or what is missing: codes and names, for which views find the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.models.reaches import Relation, links, needed_acts
from app.models.rights import Act, Grant, Hold, Holder, Person, Reach, narrowest


class Lack(StrEnum):
    """What is missing."""

    INACTIVE = "inactive"
    NO_ROLE = "no_role"
    NOT_GRANTED = "not_granted"
    OTHER_COMPANY = "other_company"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, slots=True)
class Source:
    """A grant of one of the person's roles, and the relations through which it counts here; none if it doesn't."""

    role: str
    grant: Grant
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """The right to one of the acts that are needed.

    Attributes:
        sources: each of them is enough.
        short: what is granted, but not as far as to this record.
        enough: the narrowest reaches with which a grant would count here.
    """

    act: Act
    sources: tuple[Source, ...]
    short: tuple[Source, ...]
    enough: frozenset[Reach]
    lack: Lack | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer: the act's own step first, then those of the acts without which it isn't allowed.

    Attributes:
        hold: of a move to the trash that no role allows: what keeps them from taking the record back.
        is_own_making: no role allows it, but they made the record and nobody else has to do with it, so that they may.
    """

    record_type: str
    steps: tuple[Step, ...]
    hold: Hold | None = None
    is_own_making: bool = False

    @property
    def allowed(self) -> bool:
        """Whether the person may."""
        return self.missing is None or self.is_own_making

    @property
    def missing(self) -> Step | None:
        """The first step that isn't taken, if any."""
        return next((step for step in self.steps if step.lack is not None), None)


def explain(person: Person, act: Act, record_type: str, holder: Holder) -> Explanation:
    """Why the person may do this to the record, or why not; it says the same as `reaches.allowed`."""
    return Explanation(record_type, tuple(_step(person, needed, record_type, holder) for needed in needed_acts(act)))


def _step(person: Person, act: Act, record_type: str, holder: Holder) -> Step:
    related = {link.relation: link.reach for link in links(person, act, record_type) if link.condition.holds(holder)}
    found = [
        Source(role.name, grant, _counted(grant, related))
        for role in person.roles
        for grant in role.grants_of(record_type, act)
    ]
    sources = tuple(source for source in found if source.relations)
    short = tuple(source for source in found if not source.relations)
    return Step(act, sources, short, narrowest(related.values()), _lack(person, holder, sources, short))


def _counted(grant: Grant, related: Mapping[Relation, Reach]) -> tuple[Relation, ...]:
    """The relations for which the grant counts, the closest first."""
    return tuple(relation for relation, reach in related.items() if grant.reach.includes(reach))


def _lack(person: Person, holder: Holder, sources: tuple[Source, ...], short: tuple[Source, ...]) -> Lack | None:
    if not person.active:
        return Lack.INACTIVE
    if sources:
        return None
    if not short:
        return Lack.NOT_GRANTED if person.roles else Lack.NO_ROLE
    elsewhere = holder.company_id is not None and holder.company_id not in person.company_ids
    return Lack.OTHER_COMPANY if elsewhere else Lack.OUT_OF_REACH
