"""What stands in the columns of tables, and how each database keeps it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.models.fields import Field, Kind

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC; a local file stores it without the offset."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse moments without a zone: they would be read back as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if dialect.name != "sqlite" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every moment back aware."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


class TextTuple(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts as a JSON array; nothing and the empty tuple are the same."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Write the texts as JSON."""
        return json.dumps(value, ensure_ascii=False) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Read them back."""
        return tuple(json.loads(value)) if value else ()


def type_of(field: Field) -> TypeEngine[Any]:
    """How the values of a field are kept."""
    match field.kind:
        case Kind.LONG_TEXT:
            return sa.Text()
        case Kind.INTEGER:
            return sa.Integer()
        case Kind.DATE:
            return sa.Date()
        case Kind.DATE_TIME:
            return UtcDateTime()
        case Kind.YES_NO:
            return sa.Boolean()
        case Kind.TAGS:
            return TextTuple()
        case Kind.RECORD | Kind.IMAGE:
            return Id
        case _:
            return sa.String(field.max_length)
