"""What records of every type must be: tidied before they are stored, and judged field by field.

Pure. What a type asks for besides is in a file of rules of its own; what needs other records is the services'.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.errors import Problem
from app.models.fields import Field, RecordType, item_type
from app.models.listed import not_listed
from app.models.tidying import filled, missing, too_long, unfit_numbers
from app.models.values import Content, Item, Values


def tidied(record_type: RecordType, content: Content) -> Content:
    """The content as it is stored: clean values, no child row that is empty or there twice."""
    values = {field.name: filled(field, content.values.get(field.name)) for field in record_type.value_fields}
    items = {field.name: _tidy_items(field, content) for field in record_type.item_fields}
    return Content(values, items)


def _tidy_items(field: Field, content: Content) -> tuple[Item, ...]:
    """Of rows that say something about the same, what the last one says, in the place of the first."""
    child = item_type(field)
    kept: dict[object, Item] = {}
    for number, item in enumerate(content.items.get(field.name, ())):
        values = {part.name: filled(part, item.values.get(part.name)) for part in child.stored_fields}
        key = tuple(values[name] for name in child.apart) or (number,)
        if _says_something(child, values):
            first = kept.get(key)
            kept[key] = Item(values, first.id if first and first.id else item.id)
    return tuple(kept.values())


def _says_something(child: RecordType, values: Values) -> bool:
    """Whether a row holds what tells it from others or, where nothing does, anything that nobody fills in for people."""
    if child.apart:
        return any(values[name] is not None for name in child.apart)
    return any(values[part.name] not in (None, (), part.default) for part in child.stored_fields)


def problems(record_type: RecordType, content: Content) -> Iterator[Problem]:
    """Everything that is wrong with tidied content, by what is declared of its fields; warnings do not block."""
    yield from _wrong_values(record_type, content.values)
    for field in record_type.item_fields:
        for number, item in enumerate(content.items.get(field.name, ())):
            for problem in _wrong_values(item_type(field), item.values):
                yield replace(problem, field=field.name, item=number, part=problem.field)


def _wrong_values(record_type: RecordType, values: Values) -> Iterator[Problem]:
    yield from missing(record_type, values)
    yield from too_long(record_type, values)
    yield from unfit_numbers(record_type, values)
    yield from not_listed(record_type, values)
