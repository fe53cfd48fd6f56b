"""What staff, teams, customer workgroups and roles must be: tidied before they are stored, and judged field by field.

Pure: rules that need other records (a name in use, who manages whom, the last administrator) are the services'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.errors import Problem
from app.models.emails import check_email
from app.models.fields import Field, RecordType, item_type
from app.models.folding import sort_key
from app.models.listed import not_listed
from app.models.rights import EVERY
from app.models.role import ROLE
from app.models.tidying import filled, missing, too_long
from app.models.values import Content, Item, Value, Values
from app.models.workgroup import ALIAS, WORKGROUP


def tidied(record_type: RecordType, content: Content) -> Content:
    """The content as it is stored: clean values, no child row that is empty or there twice."""
    values = {field.name: filled(field, content.values.get(field.name)) for field in record_type.value_fields}
    items = {field.name: _tidy_items(field, content) for field in record_type.item_fields}
    return Content(values, items)


def _tidy_items(field: Field, content: Content) -> tuple[Item, ...]:
    """Of rows that say something about the same, what the last one says, in the place of the first."""
    child = item_type(field)
    kept: dict[object, Item] = {}
    for item in content.items.get(field.name, ()):
        values = {part.name: filled(part, item.values.get(part.name)) for part in child.stored_fields}
        key = tuple(values[name] for name in child.apart)
        if any(part is not None for part in key):
            first = kept.get(key)
            kept[key] = Item(values, first.id if first and first.id else item.id)
    return tuple(kept.values())


def problems(record_type: RecordType, content: Content, known: Iterable[str]) -> tuple[Problem, ...]:
    """Everything that is wrong with tidied content; warnings do not block.

    Args:
        record_type: of the content.
        content: what shall be stored.
        known: the names of all types of record, which the rights of a role may name.
    """
    return (
        *_wrong_values(record_type, content.values),
        *_invisible(record_type, content.values),
        *(_wrong_alias(content.values) if record_type is WORKGROUP else ()),
        *(problem for field in record_type.item_fields for problem in _wrong_items(field, content)),
        *(_unknown_records(content, frozenset(known)) if record_type is ROLE else ()),
    )


def _wrong_values(record_type: RecordType, values: Values) -> Iterator[Problem]:
    yield from missing(record_type, values)
    yield from too_long(record_type, values)
    yield from not_listed(record_type, values)


def _invisible(record_type: RecordType, values: Values) -> Iterator[Problem]:
    """A name of which nothing can be seen can't be told from another one."""
    for name in ("name", "sign_in"):
        value = values.get(name)
        if name in record_type.by_name and isinstance(value, str) and not sort_key(value):
            yield Problem(name, "required")


def _wrong_alias(values: Values) -> Iterator[Problem]:
    alias: Value = values.get("alias")
    if values.get("mail_mode") == ALIAS and alias is None:
        yield Problem("alias", "required")
    elif isinstance(alias, str) and (found := check_email(alias).problem) is not None:
        yield Problem("alias", f"email_{found.name.lower()}")


def _wrong_items(field: Field, content: Content) -> Iterator[Problem]:
    for number, item in enumerate(content.items.get(field.name, ())):
        for problem in _wrong_values(item_type(field), item.values):
            yield replace(problem, field=field.name, item=number, part=problem.field)


def _unknown_records(content: Content, known: frozenset[str]) -> Iterator[Problem]:
    """A newer program may know more types of record than this one: what they may do is kept, and doubted."""
    for name in ("rights", "field_rules"):
        for number, item in enumerate(content.items.get(name, ())):
            if item.values.get("record_type") not in known | {EVERY}:
                yield Problem(name, "not_listed", item=number, part="record_type", blocking=False)
