"""The cells of a list: how the driver's values of each column become the text that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from sqlalchemy.engine import Dialect

from app.models.catalogue import RECORD_TYPES
from app.models.fields import CODED_KINDS, Field, Kind, RecordType
from app.models.formatting import format_date, format_moment, format_utc, own_date_order
from app.models.numbers import format_decimal, format_size, own_number_locale
from app.models.stars import format_stars
from app.models.tables import table_of
from app.store.labels import Labels
from app.store.list_rows import Row
from app.store.prepared import decoder

Way = Callable[[Iterable[Any]], list[str]]
"""Makes the texts of one column, top to bottom."""


def texts_of(
    rows: Sequence[Row], type_name: str, columns: Sequence[str], labels: Labels, dialect: Dialect
) -> tuple[tuple[int, ...], list[tuple[str, ...]]]:
    """The ids of the rows, and their texts. Column by column: each column's way is chosen once, not once a cell."""
    ids, *values = zip(*rows, strict=True)
    made = [way(column) for way, column in zip(_ways(type_name, tuple(columns), labels, dialect), values, strict=True)]
    return ids, list(zip(*made, strict=True)) if made else [()] * len(ids)


@lru_cache(maxsize=16)
def _ways(type_name: str, columns: tuple[str, ...], labels: Labels, dialect: Dialect) -> tuple[Way, ...]:
    record_type = RECORD_TYPES[type_name]
    return tuple(_way(record_type, record_type.by_name[name], labels, dialect) for name in columns)


def _way(record_type: RecordType, field: Field, labels: Labels, dialect: Dialect) -> Way:
    if field.refers_to or field.is_text:
        return _plain
    if field.kind in CODED_KINDS:
        return partial(_labelled, labels.of(field))
    decode = decoder(table_of(record_type).c[field.name], dialect)
    match field.kind:
        case Kind.DATE_TIME if dialect.name == "sqlite":
            return partial(_formed, None, partial(format_utc, order=own_date_order()))
        case Kind.DATE_TIME:
            return partial(_formed, decode, partial(format_moment, order=own_date_order()))
        case Kind.DATE:
            return partial(_formed, decode, partial(format_date, order=own_date_order()))
        case Kind.DECIMAL:
            form = partial(format_decimal, places=field.shown_places, locale_name=own_number_locale())
            return partial(_formed, decode, form)
        case Kind.INTEGER if field.in_bytes:
            return partial(_formed, decode, partial(format_size, locale_name=own_number_locale()))
        case Kind.YES_NO:
            return _yes_or_no
        case Kind.INTEGER if field.stars:
            return partial(_formed, decode, partial(format_stars, most=field.most or 0))
        case Kind.TAGS:
            return partial(_formed, decode, ", ".join)
        case _:
            return partial(_formed, decode, str)


def _plain(values: Iterable[Any]) -> list[str]:
    return [value or "" for value in values]


def _labelled(labels: Mapping[str, str], values: Iterable[Any]) -> list[str]:
    label = labels.get
    return [label(value, value) if value else "" for value in values]


def _yes_or_no(values: Iterable[Any]) -> list[str]:
    return ["" if value is None else "Yes" if value else "No" for value in values]


def _formed(decode: Callable[[Any], Any] | None, form: Callable[[Any], str], values: Iterable[Any]) -> list[str]:
    if decode is None:
        return ["" if value is None else form(value) for value in values]
    return ["" if value is None else form(decode(value)) for value in values]
