"""What a list shows: which records, in which order, narrowed by which words and conditions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.models.fields import CODED_KINDS, Field, Kind
from app.models.values import State, Value

FIRST_SORT = "display_name"
"""The field by which every list is sorted when it is opened."""


class Operator(StrEnum):
    """How a filter compares; the words people read are the views'."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    STARTS = "starts"
    EMPTY = "empty"
    FILLED = "filled"
    BEFORE = "before"
    AFTER = "after"
    ONE_OF = "one_of"


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on one field; for `ONE_OF` the operand is a tuple of values, for `EMPTY` and `FILLED` nothing."""

    field: str
    operator: Operator
    operand: Value = None


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Everything that decides what a list holds and in which order.

    Attributes:
        words: what was typed into the search box; every word must occur somewhere in the record.
        sort: the field to sort by; the empty come last either way, and the id breaks ties.
        ahead: the yes or no by which some come before all others, in a list that is narrowed by filters.
    """

    type_name: str
    sort: str = FIRST_SORT
    descending: bool = False
    words: str = ""
    filters: tuple[Filter, ...] = ()
    state: State = State.ACTIVE
    company_id: int | None = None
    ahead: str = ""


_TEXT = (Operator.CONTAINS, Operator.IS, Operator.IS_NOT, Operator.STARTS, Operator.EMPTY, Operator.FILLED)
_CODED = (Operator.IS, Operator.IS_NOT, Operator.ONE_OF, Operator.EMPTY, Operator.FILLED)
_MOMENT = (Operator.BEFORE, Operator.AFTER, Operator.IS, Operator.EMPTY, Operator.FILLED)


def operators_for(field: Field) -> tuple[Operator, ...]:
    """The comparisons that make sense for the field, the likeliest first."""
    if field.kind in CODED_KINDS:
        return _CODED
    match field.kind:
        case Kind.DATE | Kind.DATE_TIME:
            return _MOMENT
        case Kind.INTEGER | Kind.DECIMAL:
            return (Operator.IS, Operator.IS_NOT, Operator.BEFORE, Operator.AFTER, Operator.EMPTY, Operator.FILLED)
        case Kind.YES_NO:
            return (Operator.IS,)
        case Kind.TAGS | Kind.ITEMS:
            return (Operator.CONTAINS, Operator.EMPTY, Operator.FILLED)
        case Kind.IMAGE:
            return (Operator.EMPTY, Operator.FILLED)
        case Kind.RECORD:
            return (Operator.IS, Operator.EMPTY, Operator.FILLED)
        case _:
            return _TEXT
