"""What stands in the columns of tables, and how each database keeps it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.models.fields import Field, Kind

DECIMAL_DIGITS = 18
"""So many digits has a decimal at most, those behind the point among them: as whole numbers they fit into 64 bits."""

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


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal with so many places; a local file, which knows only binary fractions, stores how many of the last place."""

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__(DECIMAL_DIGITS, places)
        self.places = places

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Whole numbers in a file."""
        kept = sa.BigInteger() if dialect.name == "sqlite" else sa.Numeric(DECIMAL_DIGITS, self.places)
        return dialect.type_descriptor(kept)

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | int | None:
        """Refuse what has more places: it would be read back as something else."""
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != int(scaled):
            raise ValueError(f"more than {self.places} places")
        return int(scaled) if dialect.name == "sqlite" else Decimal(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:
        """The driver gives what a server has as a decimal already, whatever it calls its type."""
        return partial(self.process_result_value, dialect=dialect)

    def process_result_value(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | None:
        """Give every number back with all its places."""
        if value is None:
            return None
        return Decimal(value).scaleb(-self.places) if dialect.name == "sqlite" else Decimal(value)


def type_of(field: Field) -> TypeEngine[Any]:
    """How the values of a field are kept."""
    match field.kind:
        case Kind.LONG_TEXT:
            return sa.Text()
        case Kind.INTEGER:
            return sa.Integer()
        case Kind.DECIMAL:
            return ExactDecimal(field.places)
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
