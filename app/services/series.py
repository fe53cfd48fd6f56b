"""Numbers that are made when nobody types one: each company counts its own, by the format that it lays down."""

from __future__ import annotations

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem
from app.models import codes
from app.models.codes import CodeFormat
from app.models.fields import Field, RecordType
from app.models.values import Values
from app.services.billing import company_values
from app.services.unique import is_taken
from app.store import identity


def format_of(series: str, company: Values) -> CodeFormat:
    """The format of a series, as a company's record states it."""
    prefix, start, length = (company.get(f"{series}_{part}") for part in ("prefix", "start", "length"))
    return CodeFormat(
        str(prefix or ""), start if isinstance(start, int) else 1, length if isinstance(length, int) else 0
    )


def next_in_series(
    connection: sa.Connection, record_type: RecordType, field: Field, values: Values, company_id: int
) -> str:
    """The next number of a field's series, for a record with these values, that nobody typed before its turn.

    Of a series without gaps nobody else is given one before this transaction ends, and it gives its own back if it fails.

    Raises:
        InvalidRecordError: there is none left.
    """
    series = field.series_of(values)
    fmt = format_of(series, company_values(connection, company_id))
    take = identity.next_without_gap if field.gapless else identity.next_number
    while True:
        number = take(connection, f"{series}/{company_id}", start=fmt.start)
        try:
            code = codes.format_code(fmt, number)
        except OverflowError:
            raise InvalidRecordError((Problem(field.name, "no_code_left"),)) from None
        if not is_taken(connection, record_type, field, code, company_id):
            return code
