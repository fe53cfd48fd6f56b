"""Who gains or loses which right when something about a record's holder changes, such as a customer's department."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.models.reaches import EXTENDED_TYPE, allowed
from app.models.rights import Act, Holder, Person


@dataclass(frozen=True, slots=True)
class Shift:
    """What one person may do to the record after the change and not before, and the other way round."""

    staff_id: int
    gained: tuple[Act, ...]
    lost: tuple[Act, ...]


def shifts(
    people: Iterable[Person], before: Holder, after: Holder, record_type: str = EXTENDED_TYPE
) -> tuple[Shift, ...]:
    """Who gains or loses what, of these people and in their order; those for whom nothing changes are left out.

    When a customer's department or manager changes, nobody else can be concerned than the staff of the old and the new
    department, and those who are the old or the new manager.
    """
    found = (_shift(person, before, after, record_type) for person in people)
    return tuple(shift for shift in found if shift.gained or shift.lost)


def _shift(person: Person, before: Holder, after: Holder, record_type: str) -> Shift:
    had, has = ([act for act in Act if allowed(person, act, record_type, holder)] for holder in (before, after))
    return Shift(
        person.staff_id,
        gained=tuple(act for act in has if act not in had),
        lost=tuple(act for act in had if act not in has),
    )
