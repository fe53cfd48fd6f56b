"""Database files as people handle them: made with what a first customer needs, and opened."""

from __future__ import annotations

import locale
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from app.errors import FileError, FileProblem, ServerError, ServerProblem
from app.models.company import COMPANY
from app.models.countries import country_names
from app.models.pick_lists import PICK_LISTS
from app.models.tables import node
from app.models.values import Actor, Content, Value
from app.services.companies import CompanyRow, listing, rows_of, worked_for
from app.services.delivered import add_characters, add_pick_lists
from app.services.roles import add_ready_roles
from app.services.staff import SETUP, add_first, current_actor, reading_actor
from app.store.database import create_database
from app.store.prepared import together
from app.store.unit_of_work import UnitOfWork


def new_file(path: Path, company_name: str = "My company", country: str = "") -> None:
    """Make a file that is ready for its first customer: one operating company, the pick lists and pictures as delivered.

    Args:
        path: a file that doesn't exist in a folder that does.
        company_name: of the one operating company.
        country: ISO 3166-1 alpha-2; by default that of this computer's settings.

    Raises:
        FileError: the file can't be made there.
    """
    create_database(path, partial(_fill_file, company_name=company_name, country=country))


def _fill_file(connection: sa.Connection, company_name: str, country: str) -> None:
    fill_new(connection, company_name, country)


def fill_new(connection: sa.Connection, company_name: str, country: str = "", sign_in: str = "") -> Actor:
    """Put what every new database holds into one that is empty, and return its administrator.

    Args:
        company_name: as in `new_file`.
        country: as there.
        sign_in: of the administrator; by default whoever is connected is one.
    """
    actor = replace(add_first(connection, sign_in), origin=SETUP) if sign_in else current_actor(connection, SETUP)
    work = UnitOfWork(connection, actor)
    defaults: dict[str, Value] = {field.name: field.default for field in COMPANY.value_fields}
    given: dict[str, Value] = {"code": "MAIN", "name": company_name, "default_country": country or own_country()}
    work.create(COMPANY, None, Content({**defaults, **given}))
    add_pick_lists(work, list(PICK_LISTS))
    add_characters(work)
    add_ready_roles(work)
    return actor


def own_country() -> str:
    """The country that this computer is set to, as ISO 3166-1 alpha-2."""
    language, _ = locale.getlocale()
    country = (language or "").partition("_")[2][:2].upper()
    return country if country in country_names() else "US"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a window says of the database it has open.

    Attributes:
        company_id: to which new records belong unless the person chooses another.
        companies: every active one that the person works for.
        user: who works here.
        node: the number of the database.
    """

    company_id: int
    companies: tuple[CompanyRow, ...]
    user: str
    node: int


def facts(connection: sa.Connection) -> FileFacts:
    """The operating companies to choose from, the first active one of which is chosen, who works here, and which node it is.

    Raises:
        FileError: there is no company or no number, without which no file is made: it isn't whole.
        ServerError: whoever signed in sees no company.
    """
    found, numbers = together(connection, listing(), sa.select(node.c.number))
    companies, number = worked_for(connection, rows_of(found)), next((row[0] for row in numbers), None)
    active = [company for company in companies if company.active] or companies
    if not active and connection.dialect.name != "sqlite":
        raise ServerError(ServerProblem.NO_COMPANY)
    if not active or number is None:
        raise FileError(FileProblem.DAMAGED, None, "no operating company or no number")
    return FileFacts(active[0].id, tuple(active), reading_actor(connection).name, number)
