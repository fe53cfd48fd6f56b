"""What an operating company lays down for its invoices: its day, its currency, how long people have to pay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa

from app.models.company import COMPANY
from app.models.invoice import INVOICE_KIND, ORDER
from app.models.invoice_status import LAPSING
from app.models.values import Values
from app.store.billed import terms
from app.store.reach import seeing_all
from app.store.records import read_record

_LAPSING_DOCUMENTS = frozenset({INVOICE_KIND, ORDER})


def company_values(connection: sa.Connection, company_id: int | None) -> Values:
    """What the company says, whoever asks; nothing where there is none.

    A server tells those who don't see the company only by which terms its numbers and amounts are made.
    """
    if not company_id:
        return {}
    with seeing_all(connection):  # its rules hold for whoever works there
        company = read_record(connection, COMPANY, company_id)
    return company.values if company else terms(connection, company_id)


def day_of(connection: sa.Connection, company_id: int | None) -> date:
    """Which day it is where the company is."""
    return today_at(company_values(connection, company_id).get("time_zone"))


def today_at(zone: object) -> date:
    """Which day it is in a time zone; that of Greenwich where nobody knows the zone."""
    try:
        return datetime.now(ZoneInfo(str(zone or "UTC"))).date()
    except (ZoneInfoNotFoundError, ValueError):
        return datetime.now(UTC).date()


def lapse_of(values: Values) -> date | None:
    """From which day an invoice is overdue, if it waits for that; kept with it, so that those are found at once."""
    due_on = values.get("due_on")
    is_open = values.get("payment_status") in LAPSING and not values.get("became_id")
    waits = is_open and values.get("document_type") in _LAPSING_DOCUMENTS
    return due_on + timedelta(days=1) if waits and isinstance(due_on, date) and due_on < date.max else None


def is_late(values: Values, today: date) -> bool:
    """Whether the day by which it was to be paid is over."""
    due_on = values["due_on"]
    return isinstance(due_on, date) and due_on < today
