"""Shared databases as they are made, on a server, with what a first customer needs; and brought up to date."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from app.models.countries import country_names
from app.models.servers import ServerAddress
from app.services.files import fill_new, own_country
from app.store import server_upgrade
from app.store.database import create_on_server

plan_upgrade, upgrade_shared = server_upgrade.plan_upgrade, server_upgrade.upgrade_on_server


def new_shared(address: ServerAddress, company_name: str = "My company", country: str = "") -> None:
    """Make a database on a server ready for its first customer; one that is ready already stays as it is.

    Args:
        address: of an empty database, signing in as the owner of the tables to be.
        company_name: of the one operating company.
        country: ISO 3166-1 alpha-2; by default that of this computer's settings.

    Raises:
        ServerError: it can't be made there.
    """
    create_on_server(address, partial(fill_new, company_name=company_name, country=country))


def offered_countries() -> tuple[Mapping[str, str], str]:
    """Every country's name by its code, and the code of the one that this computer is set to."""
    return country_names(), own_country()
