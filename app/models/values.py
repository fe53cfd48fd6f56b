"""The frozen values that cross between the folders: safe in any thread, unable to fire a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

Value = None | str | int | bool | Decimal | date | datetime | tuple[str, ...]
"""What a field holds. Empty text is stored as nothing: None is the only empty value besides ()."""

Values = Mapping[str, Value]


class State(StrEnum):
    """Where a stored record is in its life; drafts are kept as raw text, apart from the records."""

    ACTIVE = "active"
    TRASHED = "trashed"


class RecordKey(NamedTuple):
    """Which record: ids alone are those of its type only."""

    type_name: str
    id: int


@dataclass(frozen=True, slots=True)
class Item:
    """One child row, such as a phone. An id of 0 is one that has not been stored yet."""

    values: Values
    id: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """What a record says, without its identity: field values and, per `ITEMS` field, the child rows."""

    values: Values = field(default_factory=dict)
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """A stored record as it was read: its content names every field, derived and common ones included."""

    type_name: str
    id: int
    version: int
    state: State
    content: Content

    @property
    def key(self) -> RecordKey:
        """Which one it is."""
        return RecordKey(self.type_name, self.id)

    @property
    def values(self) -> Values:
        """The field values of the content."""
        return self.content.values

    @property
    def items(self) -> Mapping[str, tuple[Item, ...]]:
        """The child rows of the content."""
        return self.content.items


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and where the act comes from (typed, import, directory, portal, merge, automation, offline file)."""

    staff_id: int
    name: str
    origin: str = "typed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What happened to one field, or to one child row of it; for a child row old or new is None if it came or went."""

    field: str
    old: Value | Item
    new: Value | Item
    item_id: int = 0
