"""A file full of made-up customers, to try the program with and to measure it by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from app.errors import CancelledError
from app.models.company import COMPANY
from app.models.contact_points import ADDRESS, EMAIL, PHONE
from app.models.customer import CUSTOMER
from app.models.values import Actor, Content, Value
from app.services.companies import list_companies
from app.services.demo.hanging import add_hanging
from app.services.demo.people import SITES, Population
from app.services.demo.shares import MOST_ITEMS, Share, made_rows, without_collector
from app.services.files import new_file
from app.services.pick_lists import add_value
from app.services.pictures import find_pictures
from app.services.staff import SETUP, current_actor
from app.store import identity
from app.store.bulk import Common, insert_rows, open_batch
from app.store.labels import Labels
from app.store.loading import loading
from app.store.partials import written_beside
from app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Made:
    """How many rows a demo file has."""

    customers: int
    phones: int
    emails: int
    addresses: int
    pictures: int


@dataclass(frozen=True, slots=True)
class _Firm:
    """An operating company of the sample data."""

    code: str
    name: str
    country: str
    currency: str
    time_zone: str
    prefix: str
    domain: str
    colour: str


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all customers of the file refer to."""

    seed: int
    actor: Actor
    batch_id: int
    labels: Labels
    pictures: tuple[int, ...]


_FIRST = _Firm("MAIN", "Meridian Services", "US", "USD", "America/New_York", "CST", "meridian.example", "")
_SECOND = _Firm("NORD", "Nordwind Technik", "DE", "EUR", "Europe/Berlin", "NWT", "nordwind.example", "teal")
_SECOND_SHARE = 10
"""One customer in so many belongs to the second company."""

_CODE_START = 1000


def make_demo(
    path: Path,
    customers: int,
    seed: int = 1,
    on_progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Made:
    """Make a file with that many customers, complete or not at all.

    The same seed makes the same customers, but for the random node number in their ids.

    Args:
        path: a file that doesn't exist in a folder that does.
        customers: how many.
        seed: of all that is left to chance.
        on_progress: told how much is done, and of how much; building the indexes counts as a part of it.
        cancelled: asked now and then whether to stop.

    Raises:
        FileError: the file can't be made there.
        CancelledError: it was stopped.
    """
    written: Counter[str] = Counter()
    whole = customers + customers // 4
    with written_beside(path) as partial:
        partial.unlink()  # it kept the name free
        new_file(partial, _FIRST.name, _FIRST.country)
        with loading(partial, CUSTOMER.name) as connection, without_collector():
            ground = _prepare(connection, seed)
            shares = _shares(connection, ground, customers)
            for rows in made_rows(shares):
                insert_rows(connection, rows)
                written.update({name: len(of_table) for name, of_table in rows.items()})
                if on_progress is not None:
                    on_progress(written[CUSTOMER.name], whole)
                if cancelled is not None and cancelled():
                    raise CancelledError
            for firm, share in zip((_FIRST, _SECOND), shares, strict=True):
                add_hanging(connection, share, firm.currency)
    if on_progress is not None:
        on_progress(whole, whole)

    return Made(
        customers=written[CUSTOMER.name],
        phones=written[PHONE.name],
        emails=written[EMAIL.name],
        addresses=written[ADDRESS.name],
        pictures=len(ground.pictures),
    )


def _prepare(connection: sa.Connection, seed: int) -> _Ground:
    actor = current_actor(connection, SETUP)
    for site in SITES[1:]:  # the first is in every new file
        add_value(connection, "site", site, actor=actor)
    pictures = find_pictures(connection)  # the characters of every new file
    return _Ground(seed, actor, open_batch(connection, "Sample data", actor), Labels(connection), pictures)


def _shares(connection: sa.Connection, ground: _Ground, customers: int) -> list[Share]:
    in_second = customers // _SECOND_SHARE
    first = list_companies(connection)[0].id
    second = UnitOfWork(connection, ground.actor, ground.batch_id).create(COMPANY, None, _company(_SECOND)).id
    return [
        _share(connection, ground, _FIRST, first, customers - in_second),
        _share(connection, ground, _SECOND, second, in_second),
    ]


def _company(firm: _Firm) -> Content:
    values: dict[str, Value] = {field.name: field.default for field in COMPANY.value_fields}
    values |= {"code": firm.code, "name": firm.name, "default_country": firm.country, "currency": firm.currency}
    values |= {"time_zone": firm.time_zone, "code_prefix": firm.prefix, "code_start": _CODE_START}
    values |= {"colour": firm.colour or None}
    return Content(values)


def _share(connection: sa.Connection, ground: _Ground, firm: _Firm, company_id: int, size: int) -> Share:
    """One company's customers, with ids and codes set aside for them."""
    first_ids = {CUSTOMER.name: identity.next_id(connection, CUSTOMER.name, size)}
    for table, most in MOST_ITEMS.items():
        first_ids[table] = identity.next_id(connection, table, size * most)
    identity.next_number(connection, f"customer_code/{company_id}", size, start=_CODE_START)
    population = Population(
        size, firm.country, firm.domain, firm.prefix, _CODE_START, first_ids[CUSTOMER.name], ground.pictures
    )
    common = Common(company_id, ground.actor, ground.batch_id, datetime.now(UTC))
    return Share(population, ground.seed, common, ground.labels, first_ids)
