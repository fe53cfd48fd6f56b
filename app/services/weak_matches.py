"""Whom a call might come from where nobody has exactly that number, address or code: each with the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.models.contact_points import EMAIL, PHONE
from app.models.customer import CUSTOMER
from app.models.phones import SHORTEST_QUERY
from app.models.queries import ListQuery
from app.models.tables import ACTIVE, TRASHED, table_of
from app.services.numbers_called import Readings
from app.store.listing import first_ids
from app.store.reach import scope_of, within_reach

LAST_DIGITS = 7
"""So many equal digits at the end are worth a look: a number without its area code."""

_BLOCK_DIGITS = 2
"""Numbers that differ in no more than their last digits are of one exchange."""

_COUNTRY_DIGITS = 3
_MOST = 20
_ORDER = (
    "primary_phone",
    "primary_email",
    "phone",
    "email",
    "code",
    "former_code",
    "address_phone",
    "same_digits",
    "one_digit",
    "last_digits",
    "managers_number",
    "same_block",
    "mentions",
)
"""What says more comes first."""

SURE = frozenset(_ORDER[:7])


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why somebody may be meant; the views have the words for each code."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer who may be meant, by one piece of evidence."""

    customer_id: int
    owner_id: int | None
    evidence: Evidence
    is_trashed: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether it is exactly theirs."""
        return self.evidence.code in SURE and not self.is_trashed

    @property
    def rank(self) -> int:
        """The lower the better."""
        return _ORDER.index(self.evidence.code)


def weak_by_phone(connection: sa.Connection, read: Readings) -> tuple[Hit, ...]:
    """By a number that is nearly theirs, or was somebody's whom they belong to."""
    if "phones" in scope_of(connection, CUSTOMER).unread:
        return ()
    gone = tuple(_trashed_phones(connection, read))
    return (
        *gone,
        *_reports_of(connection, [hit.customer_id for hit in gone]),
        *_one_digit_off(connection, read),
        *_same_block(connection, read),
        *_same_end(connection, read.digits),
    )


def weak_by_email(connection: sa.Connection, text: str) -> tuple[Hit, ...]:
    """By an address that was theirs until they went to the trash, or that their record mentions elsewhere."""
    if "emails" in scope_of(connection, CUSTOMER).unread:
        return ()
    customer, email = table_of(CUSTOMER), table_of(EMAIL)
    field = EMAIL.by_name["address"]
    own = (email.c[field.key_name] == field.key_of(text), customer.c.id == email.c.customer_id)
    gone = _trashed(connection, [customer.c.id, customer.c.owner_id], *own)
    return (
        *(Hit(row.id, row.owner_id, Evidence("email"), is_trashed=True) for row in gone),
        *_mentioning(connection, text),
    )


def weak_by_code(connection: sa.Connection, text: str) -> tuple[Hit, ...]:
    """By the code of somebody in the trash."""
    customer = table_of(CUSTOMER)
    field = CUSTOMER.by_name["customer_code"]
    if field.name in scope_of(connection, CUSTOMER).unread:
        return ()
    gone = _trashed(connection, [customer.c.id, customer.c.owner_id], customer.c[field.key_name] == field.key_of(text))
    return tuple(Hit(row.id, row.owner_id, Evidence("code"), is_trashed=True) for row in gone)


def on_active(connection: sa.Connection, words: str, columns: Sequence[sa.Column[Any]]) -> Sequence[sa.Row[Any]]:
    """What the search finds by the words, of active customers within reach."""
    ids = first_ids(connection, ListQuery(CUSTOMER.name, words=words), _MOST)
    customer = table_of(CUSTOMER)
    return connection.execute(sa.select(*columns).where(customer.c.id.in_(ids))).all() if ids else ()


def _mentioning(connection: sa.Connection, text: str) -> Iterator[Hit]:
    customer = table_of(CUSTOMER)
    for row in on_active(connection, text, [customer.c.id, customer.c.owner_id]):
        yield Hit(row.id, row.owner_id, Evidence("mentions"))


def _trashed(
    connection: sa.Connection, columns: Sequence[sa.Column[Any]], *own: sa.ColumnElement[bool]
) -> Sequence[sa.Row[Any]]:
    customer = table_of(CUSTOMER)
    reached = within_reach(connection, CUSTOMER)
    statement = sa.select(*columns).where(*own, customer.c.state == TRASHED, *reached)
    return connection.execute(statement.limit(_MOST)).all()


def _trashed_phones(connection: sa.Connection, read: Readings) -> Iterator[Hit]:
    customer, phone = table_of(CUSTOMER), table_of(PHONE)
    own = (phone.c.e164.in_(read.by_e164), phone.c.customer_id == customer.c.id)
    columns = [customer.c.id, customer.c.owner_id, customer.c.company_id, phone.c.e164, phone.c.label]
    for row in _trashed(connection, columns, *own):
        if read.holds_in(row.e164, row.company_id):
            yield Hit(row.id, row.owner_id, Evidence("phone", row.label or ""), is_trashed=True)


def _reports_of(connection: sa.Connection, ids: Sequence[int]) -> Iterator[Hit]:
    """Who reports to somebody in the trash who had the number: it may have become that of the department."""
    if not ids or "manager_id" in scope_of(connection, CUSTOMER).unread:
        return
    customer, manager = table_of(CUSTOMER), table_of(CUSTOMER).alias()
    reached = within_reach(connection, CUSTOMER)
    statement = (
        sa.select(customer.c.id, customer.c.owner_id, manager.c.display_name)
        .join(manager, manager.c.id == customer.c.manager_id)
        .where(customer.c.manager_id.in_(ids), customer.c.state == ACTIVE, *reached)
    )
    for row in connection.execute(statement.limit(_MOST)):
        yield Hit(row.id, row.owner_id, Evidence("managers_number", row.display_name or ""))


def _one_digit_off(connection: sa.Connection, read: Readings) -> Iterator[Hit]:
    near = {variant: e164 for e164 in read.by_e164 for variant in _variants(e164)}
    if near:
        for row in _holders(connection, table_of(PHONE).c.e164.in_(near)):
            if read.holds_in(near[row.e164], row.company_id):
                yield Hit(row.id, row.owner_id, Evidence("one_digit", row.number))


def _variants(e164: str) -> Iterator[str]:
    """The numbers that differ in one digit behind the country code."""
    for place in range(1 + _COUNTRY_DIGITS, len(e164)):
        for digit in "0123456789":
            if digit != e164[place]:
                yield e164[:place] + digit + e164[place + 1 :]


def _same_block(connection: sa.Connection, read: Readings) -> Iterator[Hit]:
    """Others whose numbers begin the same, and with what they have in common besides."""
    e164 = table_of(PHONE).c.e164
    for number, companies in read.by_e164.items():
        head = number[:-_BLOCK_DIGITS]
        for row in _holders(connection, sa.and_(e164 > head, e164 < f"{head}:")):  # ":" comes after "9"
            if row.company_id in companies and len(row.e164) == len(number):
                yield Hit(row.id, row.owner_id, Evidence("same_block", row.department or row.number))


def _same_end(connection: sa.Connection, digits: str) -> Iterator[Hit]:
    """Whose number ends with the same digits, or has only these; anything else that the search finds mentions them."""
    if len(digits) < SHORTEST_QUERY:
        return
    tail = digits[-LAST_DIGITS:]
    ids = first_ids(connection, ListQuery(CUSTOMER.name, words=tail), _MOST)
    phone, rest = table_of(PHONE), set(ids)
    for row in _holders(connection, phone.c.customer_id.in_(ids)) if ids else ():
        national = row.national or ""
        if national == digits:
            yield Hit(row.id, row.owner_id, Evidence("same_digits", row.number))
        elif len(tail) == LAST_DIGITS and national.endswith(tail):
            yield Hit(row.id, row.owner_id, Evidence("last_digits", row.number))
        else:
            continue
        rest.discard(row.id)
    if len(digits) > LAST_DIGITS:
        yield from (hit for hit in _mentioning(connection, digits) if hit.customer_id in rest)


def _holders(connection: sa.Connection, own: sa.ColumnElement[bool]) -> Sequence[sa.Row[Any]]:
    """The active customers within reach who have such telephones, with these."""
    customer, phone = table_of(CUSTOMER), table_of(PHONE)
    department = sa.null() if "department" in scope_of(connection, CUSTOMER).unread else customer.c.department
    columns: Sequence[sa.ColumnElement[Any]] = (
        *(customer.c.id, customer.c.owner_id, customer.c.company_id, department.label("department")),
        *(phone.c.e164, phone.c.national, phone.c.number),
    )
    statement = (
        sa.select(*columns)
        .join(phone, phone.c.customer_id == customer.c.id)
        .where(own, customer.c.state == ACTIVE, *within_reach(connection, CUSTOMER))
    )
    return connection.execute(statement.limit(4 * _MOST)).all()
