"""Invoices that become overdue by themselves, once the day by which they were to be paid is over where their company is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.models.company import COMPANY
from app.models.invoice import INVOICE
from app.models.invoice_status import LAPSING, OVERDUE
from app.models.rights import Act
from app.models.tables import ACTIVE, table_of
from app.models.values import Content, Record
from app.services.billing import today_at
from app.services.saving import AUTOMATION
from app.services.staff import current_actor
from app.store.bulk import open_batch
from app.store.reach import may, within_reach
from app.store.records import read_records
from app.store.unit_of_work import UnitOfWork

PART = 50
"""So many at a time, which is over before anybody notices."""


@dataclass(frozen=True, slots=True)
class Marked:
    """How many were marked, in which batch; and whether there may be more."""

    records: int
    batch_id: int | None
    is_more: bool


def mark_overdue(connection: sa.Connection, batch_id: int | None = None) -> Marked:
    """Mark some of what is over by now; whoever calls goes on, with the same batch, as long as there is more.

    Every window does so. What one is at, the others pass over, and what is marked already is not found any more.
    """
    if not may(connection, Act.EDIT, INVOICE):
        return Marked(0, batch_id, False)
    ids = _lapsed(connection)
    if not ids:
        return Marked(0, batch_id, False)
    actor = current_actor(connection, AUTOMATION)
    batch = batch_id or open_batch(connection, "", actor)
    work = UnitOfWork(connection, actor, batch)
    for stored in read_records(connection, INVOICE, ids, lock=True).values():
        work.update(INVOICE, stored, _overdue(stored))
    return Marked(len(ids), batch, len(ids) == PART)


def is_any_over(connection: sa.Connection) -> bool:
    """Whether there is anything to be marked by whoever asks."""
    return may(connection, Act.EDIT, INVOICE) and bool(_lapsed(connection, lock=False))


def _overdue(stored: Record) -> Content:
    values = {**stored.values, "lapses_on": None}
    if stored.values["payment_status"] in LAPSING:  # else another program wrote the day, and it would be found for ever
        values |= {"payment_status": OVERDUE, "status_reason": None}
    return replace(stored.content, values=values)


def _lapsed(connection: sa.Connection, *, lock: bool = True) -> list[int]:
    """The first of them, by the index of the day from which they are overdue; it holds nothing that can't become so."""
    invoice, company = table_of(INVOICE), table_of(COMPANY)
    zones = connection.execute(sa.select(company.c.id, company.c.time_zone).where(company.c.state == ACTIVE)).all()
    over = [sa.and_(invoice.c.company_id == one, invoice.c.lapses_on <= today_at(zone)) for one, zone in zones]
    if not over:
        return []
    latest = max(today_at(zone) for _, zone in zones)
    reached = within_reach(connection, INVOICE, Act.EDIT)
    found = sa.select(invoice.c.id).where(
        invoice.c.state == ACTIVE, invoice.c.lapses_on <= latest, sa.or_(*over), *reached
    )
    first = found.order_by(invoice.c.lapses_on).limit(PART)
    return list(connection.scalars(first.with_for_update(skip_locked=True) if lock else first))
