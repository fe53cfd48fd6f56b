"""Which series of numbers there are, as the catalogue's fields name them: each company counts its own."""

from __future__ import annotations

from collections.abc import Iterator

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field


def series_names(*, gapless: bool) -> tuple[str, ...]:
    """The names of the series whose numbers may not be left out, or of the others."""
    fields = (
        (record_type.by_name, field)
        for record_type in RECORD_TYPES.values()
        for field in record_type.fields
        if field.series and field.gapless is gapless
    )
    return tuple(name for by_name, field in fields for name in _names(field, by_name.get(field.series_by)))


def is_gapless(counter: str) -> bool:
    """Whether a counter is that of a company's series without gaps, by its name."""
    return counter.partition("/")[0] in series_names(gapless=True)


def _names(field: Field, by: Field | None) -> Iterator[str]:
    if by is None:
        yield field.series
    else:
        yield from (choice.value for choice in by.choices)
