"""What a server withholds from whoever is signed in, column by column: to a program's statements it is as if nothing stood there.

So what is written from a record that was read must leave those fields as they are, and what follows from them is worked out by
functions of the owner's (`store/guard/derived.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.errors import Problem
from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType, Sensitivity
from app.models.values import Content
from app.models.withheld import naming_fields, searched_fields, withheld_fields
from app.store.eyes import guarded_sight
from app.store.guard.quoting import SCHEMA

_NOTHING: frozenset[str] = frozenset()
_IN_TABLES: Mapping[str, Any] = {"schema_translate_map": {None: SCHEMA}}


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld of a type's records.

    Attributes:
        fields: those that can't be read.
        texts: the search texts that can be.
        named_apart: the name of a record comes from what can't be read as well.
        worded_apart: so do the words of a text that also comes from what can be.
    """

    fields: frozenset[str] = _NOTHING
    texts: tuple[Sensitivity, ...] = tuple(Sensitivity)
    named_apart: bool = False
    worded_apart: bool = False

    @property
    def needs_owner(self) -> bool:
        """Whether what follows from a change of a record can only be worked out by the owner."""
        return self.named_apart or self.worded_apart


def withheld(connection: sa.Connection, record_type: RecordType) -> Withheld:
    """What is withheld from whoever is signed in."""
    sight = guarded_sight(connection)
    return _withheld(record_type.name, sight.scope(record_type).unread) if sight else _ALL_GIVEN


_ALL_GIVEN = Withheld()


@lru_cache(maxsize=256)
def _withheld(type_name: str, unread: frozenset[str]) -> Withheld:
    record_type = RECORD_TYPES[type_name]
    fields = frozenset(field.name for field in withheld_fields(record_type)) & unread
    if not fields:
        return _ALL_GIVEN
    searched = {part: searched_fields(record_type, part) for part in Sensitivity}
    return Withheld(
        fields,
        tuple(part for part in Sensitivity if not searched[part] & fields),
        named_apart=bool(naming_fields(record_type) & fields),
        worded_apart=any(found & fields and found - fields for found in searched.values()),
    )


def left_alone(connection: sa.Connection, record_type: RecordType, stored: Content, content: Content) -> Content:
    """The content with all that can't be read as it is stored, whatever was made of its absence."""
    fields = withheld(connection, record_type).fields
    if not fields:
        return content
    values = {name: stored.values.get(name) if name in fields else value for name, value in content.values.items()}
    items = {name: stored.items.get(name, ()) if name in fields else rows for name, rows in content.items.items()}
    return replace(content, values=values, items=items)


def into_tables(connection: sa.Connection) -> Mapping[str, Any]:
    """How new rows get past the views that somebody may have of a table: nothing in those can be filled."""
    return _IN_TABLES if guarded_sight(connection) else {}


def catch_up(connection: sa.Connection, record_type: RecordType, ids: Sequence[int]) -> None:
    """Have the owner work out the names of records and the words that they are found by."""
    function = getattr(sa.func, f"catch_up_{record_type.name}")
    connection.execute(sa.select(function(sa.cast(list(ids), sa.ARRAY(sa.BigInteger)))))


def judged_of(connection: sa.Connection, record_type: RecordType, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that a stored record has as far as whoever saves it can know: not for want of what is withheld."""
    fields = withheld(connection, record_type).fields
    return tuple(problem for problem in problems if problem.field not in fields)
