"""Builders of records with sane defaults; a test names only what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

import sqlalchemy as sa

from app.models.company import COMPANY
from app.models.contact_points import ADDRESS, EMAIL, PHONE
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.phones import read_phone
from app.models.staff import STAFF
from app.models.tables import table_of
from app.models.values import Actor, Content, Item, Record, Value
from app.services.staff import SETUP, current_actor
from app.store import identity
from app.store.database import Database
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork

_numbers = count(1)


def defaults(record_type: RecordType) -> dict[str, Value]:
    """Every field that people set, at its default."""
    return {field.name: field.default for field in record_type.value_fields}


def item(child: RecordType, **values: Value) -> Item:
    """A child row that is not stored yet."""
    return Item({**defaults(child), **values})


def phone(number: str = "+44 20 7946 0000", country: str = "GB", **values: Value) -> Item:
    """A phone with its international and national form."""
    read = read_phone(number, country)
    forms: dict[str, Value] = {"e164": read.e164 or None, "national": read.national or None}
    return item(PHONE, number=number, **{**forms, **values})


def email(address: str = "ada@example.com", **values: Value) -> Item:
    """An e-mail address."""
    return item(EMAIL, address=address, **values)


def address(street: str = "12 High Street", city: str = "London", country: str = "GB", **values: Value) -> Item:
    """A primary address."""
    return item(ADDRESS, street=street, city=city, country=country, **values)


def customer_content(
    full_name: str = "Ada Lovelace",
    *,
    phones: Iterable[Item] = (),
    emails: Iterable[Item] = (),
    addresses: Iterable[Item] = (),
    **values: Value,
) -> Content:
    """An external customer with a code of its own."""
    given: dict[str, Value] = {"full_name": full_name, "customer_code": f"T{next(_numbers):06}", **values}
    children = {"phones": tuple(phones), "emails": tuple(emails), "addresses": tuple(addresses)}
    return Content({**defaults(CUSTOMER), **given}, children)


def first_company(connection: sa.Connection) -> int:
    """The id of the operating company that a new file starts with."""
    return int(connection.execute(sa.select(sa.func.min(table_of(COMPANY).c.id))).scalar_one())


def read_customer(connection: sa.Connection, customer_id: int) -> Record:
    """A customer that is there, whatever its state."""
    record = read_record(connection, CUSTOMER, customer_id)
    assert record is not None
    return record


def staff_actor(connection: sa.Connection, name: str = "Grace", **values: Value) -> Actor:
    """Another member of staff, who made their own record."""
    themselves = Actor(identity.next_id(connection, "staff"), name)
    content = Content({**defaults(STAFF), "sign_in": name.lower(), "name": name, **values})
    UnitOfWork(connection, replace(themselves, origin=SETUP)).create(STAFF, None, content, own_id=themselves.staff_id)
    return themselves


def stored_customer(database: Database, content: Content | None = None) -> Record:
    """A customer of the first company, saved in a transaction of its own."""
    with database.writing() as connection:
        work = UnitOfWork(connection, current_actor(connection))
        return work.create(CUSTOMER, first_company(connection), content or customer_content())
