"""Who is calling: the customers whom a telephone number, an e-mail address or a code may stand for, best first.

A sure hit is one whose number, address or code is exactly that one. Where there is none, `weak_matches` finds whom it might
mean, with the evidence; those never open by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from app.models.calls import By, Call
from app.models.contact_points import ADDRESS, EMAIL, PHONE
from app.models.customer import CUSTOMER
from app.models.formatting import format_moment, own_date_order
from app.models.interaction import INTERACTION
from app.models.phones import format_phone
from app.models.tables import ACTIVE, table_of
from app.services.numbers_called import Readings, readings
from app.services.references import Reference, read_named, read_references
from app.services.staff import reading_actor
from app.services.weak_matches import Evidence, Hit, on_active, weak_by_code, weak_by_email, weak_by_phone
from app.store.reach import scope_of, within_reach

MOST_SHOWN = 20
_MOST_READ = 200
"""So many hits are compared; a switchboard's number may be that of thousands."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer who may be meant, and why: the first of the evidence says most."""

    reference: Reference
    is_sure: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a call may come from.

    Attributes:
        shown: who called, as people write it.
        candidates: the best of them first; if one is sure, all are.
    """

    call: Call
    shown: str
    candidates: tuple[Candidate, ...]

    @property
    def sure(self) -> Candidate | None:
        """The one who is meant beyond doubt."""
        is_one = len(self.candidates) == 1 and self.candidates[0].is_sure
        return self.candidates[0] if is_one else None


def find(connection: sa.Connection, call: Call) -> Match:
    """Whom a call may come from, of the customers whom one may see."""
    shown = call.text
    match call.by:
        case By.PHONE:
            read = readings(connection, call.text)
            shown = _as_written(read, call.text)
            found = _by_phone(connection, read) or weak_by_phone(connection, read)
        case By.EMAIL:
            found = _by_email(connection, call.text) or weak_by_email(connection, call.text)
        case By.CODE:
            found = _by_code(connection, call.text) or weak_by_code(connection, call.text)
    return Match(call, shown, _ranked(connection, found))


def _as_written(read: Readings, text: str) -> str:
    if len(read.by_e164) != 1:
        return text
    (e164,) = read.by_e164
    return format_phone(e164, read.home)


def _by_phone(connection: sa.Connection, read: Readings) -> tuple[Hit, ...]:
    """Those who have exactly this number, at their telephones or at an address."""
    unread = scope_of(connection, CUSTOMER).unread
    customer, phone, address = table_of(CUSTOMER), table_of(PHONE), table_of(ADDRESS)
    hits: list[Hit] = []
    if not read.by_e164:
        return ()
    common = (customer.c.id, customer.c.company_id, customer.c.owner_id)
    if "phones" not in unread:
        said = (*common, phone.c.e164, phone.c.label, phone.c.is_primary)
        joined = phone.join(customer, customer.c.id == phone.c.customer_id)
        for row in _rows(connection, said, joined, phone.c.e164.in_(read.by_e164)):
            if read.holds_in(row.e164, row.company_id):
                code = "primary_phone" if row.is_primary else "phone"
                hits.append(Hit(row.id, row.owner_id, Evidence(code, row.label or "")))
    if "addresses" not in unread:
        joined = address.join(customer, customer.c.id == address.c.customer_id)
        for row in _rows(connection, (*common, address.c.phone_e164), joined, address.c.phone_e164.in_(read.by_e164)):
            if read.holds_in(row.phone_e164, row.company_id):
                hits.append(Hit(row.id, row.owner_id, Evidence("address_phone")))
    return tuple(hits)


def _by_email(connection: sa.Connection, text: str) -> tuple[Hit, ...]:
    if "emails" in scope_of(connection, CUSTOMER).unread:
        return ()
    customer, email = table_of(CUSTOMER), table_of(EMAIL)
    field = EMAIL.by_name["address"]
    columns = (customer.c.id, customer.c.owner_id, email.c.address, email.c.is_primary)
    joined = email.join(customer, customer.c.id == email.c.customer_id)
    rows = _rows(connection, columns, joined, email.c[field.key_name] == field.key_of(text))
    return tuple(
        Hit(row.id, row.owner_id, Evidence("primary_email" if row.is_primary else "email"))
        for row in rows
        if row.address.casefold() == text.casefold()  # the key leaves accents out
    )


def _by_code(connection: sa.Connection, text: str) -> tuple[Hit, ...]:
    """Those who have the code or, if nobody does, those who had it once."""
    unread = scope_of(connection, CUSTOMER).unread
    customer = table_of(CUSTOMER)
    field = CUSTOMER.by_name["customer_code"]
    if field.name in unread:
        return ()
    columns = (customer.c.id, customer.c.owner_id)
    rows = _rows(connection, columns, customer, customer.c[field.key_name] == field.key_of(text))
    hits = tuple(Hit(row.id, row.owner_id, Evidence("code")) for row in rows)
    return hits if hits or "former_codes" in unread else _by_former_code(connection, text)


def _by_former_code(connection: sa.Connection, text: str) -> tuple[Hit, ...]:
    customer = table_of(CUSTOMER)
    columns = (customer.c.id, customer.c.owner_id, customer.c.former_codes, customer.c.customer_code)
    return tuple(
        Hit(row.id, row.owner_id, Evidence("former_code", row.customer_code or ""))
        for row in on_active(connection, text, columns)
        if text.casefold() in (code.casefold() for code in row.former_codes)
    )


def _rows(
    connection: sa.Connection, columns: Sequence[sa.Column[Any]], source: sa.FromClause, own: sa.ColumnElement[bool]
) -> Sequence[sa.Row[Any]]:
    """Of active customers within reach."""
    customer = table_of(CUSTOMER)
    reached = within_reach(connection, CUSTOMER)
    statement = sa.select(*columns).select_from(source).where(own, customer.c.state == ACTIVE, *reached)
    return connection.execute(statement.limit(_MOST_READ)).all()


def _ranked(connection: sa.Connection, hits: Iterable[Hit]) -> tuple[Candidate, ...]:
    """One candidate for each customer: one's own first, then whoever was in touch last, then by what says most."""
    merged: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda hit: hit.rank):
        known = merged.get(hit.customer_id)
        if known is None:
            merged[hit.customer_id] = hit
    me = reading_actor(connection).staff_id
    last = _last_interactions(connection, list(merged)) if len(merged) > 1 else {}
    names = _named(connection, merged.values())

    def place(hit: Hit) -> tuple[object, ...]:
        latest = last.get(hit.customer_id, datetime.min.replace(tzinfo=UTC))
        is_own = bool(me) and hit.owner_id == me
        return (not hit.is_sure, hit.is_trashed, not is_own, -latest.timestamp() if latest.year > 1 else 0, hit.rank)

    ordered = sorted((hit for hit in merged.values() if hit.customer_id in names), key=place)
    return tuple(
        Candidate(names[hit.customer_id], hit.is_sure, tuple(_evidence(hit, me, last))) for hit in ordered[:MOST_SHOWN]
    )


def _evidence(hit: Hit, me: int, last: Mapping[int, datetime]) -> Iterable[Evidence]:
    yield hit.evidence
    if hit.is_trashed:
        yield Evidence("in_trash")
    if me and hit.owner_id == me:
        yield Evidence("own")
    if hit.customer_id in last:
        yield Evidence("last_interaction", format_moment(last[hit.customer_id], own_date_order()))


def _named(connection: sa.Connection, hits: Iterable[Hit]) -> dict[int, Reference]:
    trashed = [hit.customer_id for hit in hits if hit.is_trashed]
    active = [hit.customer_id for hit in hits if not hit.is_trashed]
    found = {one.id: one for one in read_references(connection, CUSTOMER.name, active)}
    return found | read_named(connection, CUSTOMER.name, trashed)


def _last_interactions(connection: sa.Connection, ids: Sequence[int]) -> dict[int, datetime]:
    """When each of the customers was last in touch, as far as one may see it."""
    table = table_of(INTERACTION)
    if "at" in scope_of(connection, INTERACTION).unread:
        return {}
    shown = (table.c.state == ACTIVE, *within_reach(connection, INTERACTION))
    latest = sa.select(table.c.customer_id, sa.func.max(table.c.at)).where(table.c.customer_id.in_(ids), *shown)
    return {row[0]: row[1] for row in connection.execute(latest.group_by(table.c.customer_id)) if row[1] is not None}
