"""Fields that a server withholds and that are masked for whoever is signed in: what it tells of them (`store/guard/masks.py`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.errors import NotAllowedError, RecordGoneError
from app.models.fields import Field, RecordType, item_type
from app.models.rights import Act
from app.models.values import Content, Item
from app.store.changes import decoded
from app.store.records import read_state


def masked_lines(connection: sa.Connection, record_type: RecordType, record_id: int) -> list[tuple[str, str, str]]:
    """Of each value, or child row, the field, the code of its label, and the text with only its last characters."""
    function = getattr(sa.func, f"masked_{record_type.name}")(record_id).table_valued("field", "label", "line")
    return [(row.field, row.label, row.line) for row in connection.execute(sa.select(function))]


def unmasked(connection: sa.Connection, record_type: RecordType, record_id: int, name: str) -> Content:
    """The whole value of a field, of which was noted already, in a transaction before, that it is read.

    Raises:
        RecordGoneError: they don't see the record.
        NotAllowedError: it was not noted, or not within the last minute.
    """
    if read_state(connection, record_type, record_id) is None:
        raise RecordGoneError(record_type.name, record_id)
    field = record_type.by_name[name]
    asked = getattr(sa.func, f"unmasked_{record_type.name}")(record_id, name, type_=sa.JSON)
    try:
        with connection.begin_nested():
            value = connection.scalar(sa.select(asked))
    except sa.exc.ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") != "42501":
            raise
        raise NotAllowedError(Act.VIEW, record_type.name, record_id, name) from error
    if field.items is None:
        return Content({name: _value(field, value)})
    return Content({}, {name: tuple(_item(item_type(field), row) for row in value or ())})


def _value(field: Field, value: object) -> Any:
    return decoded(field, None if value is None else json.dumps(value))


def _item(child: RecordType, row: Mapping[str, Any]) -> Item:
    return Item({part.name: _value(part, row[part.name]) for part in child.stored_fields}, row["id"])
