"""What people read for the codes that records store: pick values, choices, countries, languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.countries import country_names, currency_names, language_names, time_zone_names
from app.models.fields import CODED_KINDS, Field, Kind
from app.models.pick_lists import PICK_VALUE
from app.models.tables import table_of
from app.models.values import Value
from app.store.compiling import PLANNED_ONCE
from app.store.prepared import Prepared, Question


class Labels:
    """The labels as they are when it is made: one small query for all pick lists."""

    def __init__(self, connection: sa.Connection, told: Iterable[Sequence[str]] | None = None) -> None:
        """Ask for them, unless they were: `told` is the answer to `labels_question`."""
        self._picks: dict[str, dict[str, str]] = {}
        for name, value, label in _every(connection.dialect).rows(connection) if told is None else told:
            self._picks.setdefault(name, {})[value] = label

    def of(self, field: Field) -> Mapping[str, str]:
        """The labels of a coded field by value; empty for other kinds."""
        return self._picks.get(field.pick_list, {}) if field.kind is Kind.PICK else fixed_labels(field)

    def text(self, field: Field, value: Value) -> str:
        """The label of a stored value, the value itself where nobody named it, "" for nothing."""
        if value is None or value == ():
            return ""
        if isinstance(value, tuple):
            return ", ".join(value)
        code = str(value)
        return self.of(field).get(code, code) if field.kind in CODED_KINDS else code


def labels_question(connection: sa.Connection) -> Question:
    """What `Labels` asks, for those who ask something else on the same way."""
    return _every(connection.dialect), {}


@lru_cache(maxsize=8)
def _every(dialect: Dialect) -> Prepared:
    pick = table_of(PICK_VALUE)
    return Prepared(sa.select(pick.c.pick_list, pick.c.value, pick.c.label).execution_options(**PLANNED_ONCE), dialect)


def fixed_labels(field: Field) -> Mapping[str, str]:
    """The labels of a coded field whose values nobody can change; empty for other kinds."""
    match field.kind:
        case Kind.CHOICE:
            return {choice.value: choice.label for choice in field.choices}
        case Kind.COUNTRY:
            return country_names()
        case Kind.LANGUAGE:
            return language_names()
        case Kind.CURRENCY:
            return currency_names()
        case Kind.TIME_ZONE:
            return time_zone_names()
        case _:
            return {}
