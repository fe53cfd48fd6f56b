"""What every type of record has in common before it is stored: clean values, none missing, none too long."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from app.errors import Problem
from app.models.fields import Field, Kind, RecordType
from app.models.folding import strip_controls
from app.models.values import Value, Values

_MOST_DIGITS = 18
"""Of a decimal, as its column holds them."""


def filled(field: Field, value: Value) -> Value:
    """The clean value, or the default where one is needed and there is none."""
    cleaned = clean(field, value)
    return field.default if cleaned is None and field.required else cleaned


def clean(field: Field, value: Value) -> Value:
    """The value without what nobody sees; nothing for what is blank."""
    if isinstance(value, str):
        text = strip_controls(value, multiline=field.kind is Kind.LONG_TEXT)
        if field.kind is not Kind.LONG_TEXT:
            text = " ".join(text.split())
        return text.strip() or None
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(tag for raw in value if (tag := " ".join(strip_controls(raw).split()))))
    if field.kind is Kind.DECIMAL and isinstance(value, int):
        return Decimal(value)
    return () if value is None and field.kind is Kind.TAGS else value


def missing(record_type: RecordType, values: Values) -> Iterator[Problem]:
    """A problem for each value that is needed and not there."""
    for field in record_type.value_fields:
        if field.required and values.get(field.name) is None:
            yield Problem(field.name, "required")


def unfit_numbers(record_type: RecordType, values: Values) -> Iterator[Problem]:
    """A problem for each number that the field doesn't hold."""
    for field in record_type.value_fields:
        value = values.get(field.name)
        if not isinstance(value, (int, Decimal)) or isinstance(value, bool) or field.refers_to:
            continue
        if field.least is not None and value < field.least:
            yield Problem(field.name, "negative" if field.least == 0 else "number_too_small", str(field.least))
        elif field.most is not None and value > field.most:
            yield Problem(field.name, "number_at_most", str(field.most))
        elif field.kind is Kind.DECIMAL and abs(value) >= 10 ** (_MOST_DIGITS - field.places):
            yield Problem(field.name, "number_too_large")
        elif isinstance(value, Decimal) and value != round(value, field.places):
            yield Problem(field.name, "too_many_places", str(field.places))


def too_long(record_type: RecordType, values: Values) -> Iterator[Problem]:
    """A problem for each text that has no room."""
    for field in record_type.value_fields:
        value = values.get(field.name)
        if isinstance(value, str):
            longest = len(value)
        elif isinstance(value, tuple):
            longest = max(map(len, value), default=0)
        else:
            continue
        if longest > field.max_length:
            yield Problem(field.name, "too_long", str(field.max_length))
