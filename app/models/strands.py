"""How records stand in a customer's timeline: each type by its moments, which are walked one beside the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.models.fields import MADE, RecordType

WHOSE = "customer"
"""The type of those who have a timeline."""


@dataclass(frozen=True, slots=True)
class Strand:
    """What happened by one of a type's moments.

    Attributes:
        owner: the field that says with whom.
        moment: the field that says when.
        unless: a field that is empty in the records of this strand; those in which it is filled stand elsewhere.
    """

    type_name: str
    owner: str
    moment: str
    unless: str = ""


def strands_of(record_type: RecordType) -> Iterator[Strand]:
    """By which moments records of a type stand in the timeline of the customer they belong to; none where they belong to nobody."""
    owner = next((field.name for field in record_type.fields if field.belongs and field.refers_to == WHOSE), "")
    if owner:
        for name in record_type.happens:
            yield Strand(record_type.name, owner, name)
        if record_type.happens[0] != MADE:
            yield Strand(record_type.name, owner, MADE, unless=record_type.happens[0])
