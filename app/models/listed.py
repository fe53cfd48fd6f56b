"""Values that must be one of a list which nobody edits: choices, countries, currencies, languages, time zones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from app.errors import Problem
from app.models.countries import country_names, currency_names, language_names, time_zone_names
from app.models.fields import Field, Kind, RecordType
from app.models.values import Values

_NAMES: Mapping[Kind, Callable[[], Collection[str]]] = {
    Kind.COUNTRY: country_names,
    Kind.CURRENCY: currency_names,
    Kind.LANGUAGE: language_names,
    Kind.TIME_ZONE: time_zone_names,
}


def not_listed(record_type: RecordType, values: Values) -> Iterator[Problem]:
    """A problem for each value that its list does not hold.

    A choice is the program's own and blocks. The other lists change with the world: what another program or an older
    version of them knew is doubted, not refused.
    """
    for field in record_type.value_fields:
        value = values.get(field.name)
        if value is not None and (listed := _listed(field)) is not None and value not in listed:
            yield Problem(field.name, "not_listed", blocking=field.kind is Kind.CHOICE)


def _listed(field: Field) -> Collection[str] | None:
    if field.kind is Kind.CHOICE:
        return {choice.value for choice in field.choices}
    names = _NAMES.get(field.kind)
    return names() if names else None
