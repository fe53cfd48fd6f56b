"""What people read for the codes that records store: pick values, choices, countries, languages."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from app.models.countries import country_names, currency_names, language_names
from app.models.fields import Field, Kind
from app.models.pick_lists import PICK_VALUE
from app.models.tables import table_of
from app.models.values import Value


class Labels:
    """The labels as they are when it is made: one small query for all pick lists."""

    def __init__(self, connection: sa.Connection) -> None:
        pick = table_of(PICK_VALUE)
        rows = connection.execute(sa.select(pick.c.pick_list, pick.c.value, pick.c.label))
        self._picks: dict[tuple[str, str], str] = {(row.pick_list, row.value): row.label for row in rows}

    def text(self, field: Field, value: Value) -> str:
        """The label of a stored value, the value itself where nobody named it, "" for nothing."""
        if value is None or value == ():
            return ""
        if isinstance(value, tuple):
            return ", ".join(value)
        code = str(value)
        if field.kind is Kind.PICK:
            return self._picks.get((field.pick_list, code), code)
        if field.kind is Kind.CHOICE:
            return next((choice.label for choice in field.choices if choice.value == code), code)
        return _names(field.kind).get(code, code)


def _names(kind: Kind) -> Mapping[str, str]:
    match kind:
        case Kind.COUNTRY:
            return country_names()
        case Kind.LANGUAGE:
            return language_names()
        case Kind.CURRENCY:
            return currency_names()
        case _:
            return {}
