"""Operating companies: chosen first, and what everything belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.errors import RecordGoneError
from app.models.company import COMPANY
from app.models.tables import ACTIVE, table_of
from app.models.values import Record
from app.store.records import read_record


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """An operating company as it is chosen from a list."""

    id: int
    code: str
    name: str
    active: bool


def list_companies(connection: sa.Connection) -> tuple[CompanyRow, ...]:
    """All operating companies, by name."""
    table = table_of(COMPANY)
    columns = (table.c.id, table.c.code, table.c.name, table.c.active)
    rows = connection.execute(sa.select(*columns).where(table.c.state == ACTIVE).order_by(table.c.display_name_key))
    return tuple(CompanyRow(row.id, row.code, row.name, bool(row.active)) for row in rows)


def read_company(connection: sa.Connection, company_id: int) -> Record:
    """The operating company.

    Raises:
        RecordGoneError: there is none with that id.
    """
    record = read_record(connection, COMPANY, company_id)
    if record is None:
        raise RecordGoneError(COMPANY.name, company_id)
    return record
