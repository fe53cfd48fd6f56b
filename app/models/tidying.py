"""What every type of record has in common before it is stored: clean values, none missing, none too long."""

from __future__ import annotations

from collections.abc import Iterator

from app.errors import Problem
from app.models.fields import Field, Kind, RecordType
from app.models.folding import strip_controls
from app.models.values import Value, Values


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
    return () if value is None and field.kind is Kind.TAGS else value


def missing(record_type: RecordType, values: Values) -> Iterator[Problem]:
    """A problem for each value that is needed and not there."""
    for field in record_type.value_fields:
        if field.required and values.get(field.name) is None:
            yield Problem(field.name, "required")


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
