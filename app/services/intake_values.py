"""What an entry says, read by what is declared of the fields: JSON has neither dates nor records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa

from app.models.calls import By, CallError, call_of
from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.fields import Field, Kind, RecordType, item_type
from app.models.tables import ACTIVE, table_of
from app.models.values import Content, Item, Value
from app.services.matching import find
from app.store.reach import visible, within_reach


class IntakeError(Exception):
    """An entry can't be taken; the text says why, to whoever wrote the program that hands it in."""


_MOST_DIGITS = 30
_LARGEST_ID = 2**63 - 1
"""What a database takes for one."""

Names = Mapping[str, str]
"""What the properties of an object are called, and the fields that they fill."""


def content_of(connection: sa.Connection, record_type: RecordType, names: Names, told: Mapping[str, Any]) -> Content:
    """What a record shall say, by an entry.

    Raises:
        IntakeError: something in it is not known, or not what it should be.
    """
    for name in told:
        if name not in names:
            raise IntakeError(f"{name!r} is not known; known are {', '.join(names)}")
    values: dict[str, Value] = {}
    items: dict[str, tuple[Item, ...]] = {}
    for name, given in told.items():
        field = record_type.by_name[names[name]]
        if field.kind is Kind.ITEMS:
            items[field.name] = _rows(connection, field, name, given)
        elif given is not None:
            values[field.name] = _value(connection, field, name, given)
    return Content(values, items)


def _rows(connection: sa.Connection, field: Field, name: str, given: Any) -> tuple[Item, ...]:
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        raise IntakeError(f"{name} has to be a list of objects")
    child = item_type(field)
    names = names_of(child)
    defaults = {part.name: part.default for part in child.value_fields}
    return tuple(Item({**defaults, **content_of(connection, child, names, row).values}) for row in given)


def names_of(child: RecordType) -> Names:
    """A child row's properties: its parts, a record being called without what marks its number."""
    return {field.name.removesuffix("_id"): field.name for field in child.stored_fields if field.edited}


def _value(connection: sa.Connection, field: Field, name: str, given: Any) -> Value:
    if field.kind is Kind.RECORD:
        return _reference(connection, field.target, name, given)
    reader, wanted = _READERS.get(field.kind, (_text, "a text"))
    try:
        return reader(given)
    except (TypeError, ValueError, OverflowError, InvalidOperation):
        raise IntakeError(f"{name} has to be {wanted}") from None


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError
    given.encode()  # half of a pair of surrogates is no text
    return given


def _whole(given: Any) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or abs(given) >= 2**31:
        raise TypeError
    return given


def _decimal(given: Any) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, (str, int, Decimal)):
        raise TypeError
    read = Decimal(given)
    if not read.is_finite() or abs(read.adjusted()) > _MOST_DIGITS:
        raise ValueError
    return read


def _yes_or_no(given: Any) -> bool:
    if not isinstance(given, bool):
        raise TypeError
    return given


def _moment(given: Any) -> datetime:
    read = datetime.fromisoformat(_text(given))
    if read.tzinfo is None:
        raise ValueError
    return read.astimezone(UTC)


_READERS: Mapping[Kind, tuple[Callable[[Any], Value], str]] = {
    Kind.INTEGER: (_whole, "a whole number"),
    Kind.DECIMAL: (_decimal, 'a number, or a text such as "12.50"'),
    Kind.YES_NO: (_yes_or_no, "true or false"),
    Kind.DATE: (lambda given: date.fromisoformat(_text(given)), "a day such as 2026-11-29"),
    Kind.DATE_TIME: (_moment, "a moment with its offset, such as 2026-11-29T14:05:00+01:00"),
}


def _reference(connection: sa.Connection, target: str, name: str, given: Any) -> int:
    """The record that is meant: by its code, or as an object says it."""
    told = given if isinstance(given, dict) else {"code": given}
    if len(told) != 1 or not all(isinstance(each, (str, int)) for each in told.values()):
        raise IntakeError(
            f"{name} has to be a code, or an object with one of code, id and, of a customer, email or phone"
        )
    ((by, text),) = told.items()
    if by == "id":
        return _by_id(connection, target, name, text)
    found = (
        _customer(connection, by, str(text)) if target == CUSTOMER.name else _by_code(connection, target, by, str(text))
    )
    if len(found) != 1:
        how_many = "nothing" if not found else "more than one"
        raise IntakeError(f"{name}: {how_many} is known by {by} {text!r}")
    return found[0]


def _by_id(connection: sa.Connection, target: str, name: str, text: str | int) -> int:
    record_type = RECORD_TYPES[target]
    number = int(text) if str(text).isdecimal() and len(str(text)) < 20 else 0
    number = number if number <= _LARGEST_ID else 0
    table = table_of(record_type)
    is_active = connection.scalar(sa.select(table.c.id).where(table.c.id == number, table.c.state == ACTIVE))
    if is_active is None or not visible(connection, record_type, [number]):
        raise IntakeError(f"{name}: nothing is known by id {text!r}")
    return number


def _customer(connection: sa.Connection, by: str, text: str) -> list[int]:
    if by not in tuple(By):
        raise IntakeError(f"customers are not known by {by!r}")
    try:
        match = find(connection, call_of({by: text}))
    except CallError as error:
        raise IntakeError(str(error)) from error
    return [candidate.reference.id for candidate in match.candidates if candidate.is_sure]


def _by_code(connection: sa.Connection, target: str, by: str, text: str) -> list[int]:
    record_type = RECORD_TYPES[target]
    if by != "code" or not record_type.code:
        raise IntakeError(f"{record_type.plural.lower()} are not known by {by!r}")
    table, field = table_of(record_type), record_type.by_name[record_type.code]
    own = (table.c[field.key_name] == field.key_of(text), table.c.state == ACTIVE)
    return list(connection.scalars(sa.select(table.c.id).where(*own, *within_reach(connection, record_type)).limit(2)))
