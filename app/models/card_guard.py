"""Card numbers in what people say of records: masked in values, and in the raw text of forms, and told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.errors import Problem
from app.models.card_numbers import masked
from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, Kind, RecordType, item_type
from app.models.values import Content, Item, Value, Values

CODE = "card_number_masked"
"""What a problem is called that says so."""

Raw = str | list[dict[str, str]]
"""What stands in an editor: its text or, for child rows, the text of each part of each row."""

_BEHIND_ID = "|"
"""What stands in the editor of a reference, behind the id of what was chosen."""


def masked_value(value: Value) -> Value:
    """The value without card numbers."""
    if isinstance(value, str):
        return masked(value)
    return tuple(map(masked, value)) if isinstance(value, tuple) else value


def masked_content(record_type: RecordType, content: Content, before: Content | None = None) -> Content:
    """The content without card numbers; what it said before stays, for whoever changes something else may not change that.

    The same content where there is none.
    """
    values = _masked_values(record_type, content.values, before.values if before else {})
    items = {
        field.name: rows
        for field in record_type.item_fields
        if (rows := _masked_items(field, content, before)) is not content.items.get(field.name, ())
    }
    if values is content.values and not items:
        return content
    return Content(values, {**content.items, **items})


def _masked_values(record_type: RecordType, values: Values, before: Values) -> Values:
    found = {
        name: clean
        for name, value in values.items()
        if isinstance(value, (str, tuple)) and (clean := masked_value(value)) != value and value != before.get(name)
    }
    found = {name: value for name, value in found.items() if not _is_exact(record_type, name)}
    return {**values, **found} if found else values


def _masked_items(field: Field, content: Content, before: Content | None) -> tuple[Item, ...]:
    rows = content.items.get(field.name, ())
    known = {item.id: item.values for item in before.items.get(field.name, ())} if before else {}
    clean = tuple(_masked_item(item_type(field), item, known.get(item.id, {})) for item in rows)
    return clean if any(one is not other for one, other in zip(clean, rows, strict=True)) else rows


def _masked_item(child: RecordType, item: Item, before: Values) -> Item:
    values = _masked_values(child, item.values, before)
    return item if values is item.values else replace(item, values=values)


def _is_exact(record_type: RecordType, name: str) -> bool:
    field = record_type.by_name.get(name)
    return field is not None and field.exact


def warnings(record_type: RecordType, typed: Content, clean: Content) -> Iterator[Problem]:
    """That numbers were masked, for each field and child row in which something else was typed."""
    for name, value in clean.values.items():
        if value != typed.values.get(name):
            yield Problem(name, CODE, blocking=False)
    for field in record_type.item_fields:
        rows = zip(typed.items.get(field.name, ()), clean.items.get(field.name, ()), strict=True)
        for number, (was, now) in enumerate(rows):
            for part, value in now.values.items():
                if value != was.values.get(part):
                    yield Problem(field.name, CODE, item=number, part=part, blocking=False)


def masked_texts(type_name: str, texts: Mapping[str, Raw]) -> dict[str, Raw]:
    """What stands in the editors of a form, without card numbers; of a type that a newer program has, too."""
    fields = RECORD_TYPES[type_name].by_name if type_name in RECORD_TYPES else {}
    return {name: _masked_raw(fields.get(name), raw) for name, raw in texts.items()}


def _masked_raw(field: Field | None, raw: Raw) -> Raw:
    if isinstance(raw, str):
        return _masked_text(field, raw)
    parts = item_type(field).by_name if field is not None and field.kind is Kind.ITEMS else {}
    return [
        {name: text if name == "id" else _masked_text(parts.get(name), text) for name, text in row.items()}
        for row in raw
    ]


def _masked_text(field: Field | None, text: str) -> str:
    if field is not None and field.refers_to:
        number, between, typed = text.partition(_BEHIND_ID)
        return number + between + masked(typed)
    return text if field is not None and field.exact else masked(text)
