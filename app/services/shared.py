"""Shared databases as they are made, on a server, with what a first customer needs; and brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from app.models.countries import country_names
from app.models.servers import ServerAddress
from app.services.delivered import add_missing
from app.services.files import fill_new, own_country
from app.services.logins import Administrator, set_password
from app.store import server_upgrade
from app.store.copying import Progress
from app.store.database import create_on_server

plan_upgrade = server_upgrade.plan_upgrade


def new_shared(
    address: ServerAddress,
    company_name: str = "My company",
    country: str = "",
    administrator: Callable[[], Administrator | None] = lambda: None,
) -> bool:
    """Make a database on a server ready for its first customer; one that is ready already stays as it is.

    Args:
        address: of an empty database, signing in as somebody who may make roles there.
        company_name: of the one operating company.
        country: ISO 3166-1 alpha-2; by default that of this computer's settings.
        administrator: asked for whoever is to look after it, if it is new; without one whoever signs in does.

    Returns:
        Whether it was new.

    Raises:
        ServerError: it can't be made there.
        InvalidRecordError: nobody could sign in under the administrator's name.
    """
    made: list[bool] = []

    def fill(connection: sa.Connection) -> None:
        first = administrator()
        actor = fill_new(connection, company_name, country, first.sign_in if first else "")
        if first:
            set_password(connection, actor.staff_id, first.password)
        made.append(True)

    create_on_server(address, fill)
    return bool(made)


def upgrade_shared(address: ServerAddress, on_progress: Progress) -> int:
    """Bring one up to date, as `server_upgrade.upgrade_on_server` says, with what newer ones were made with."""
    return server_upgrade.upgrade_on_server(address, on_progress, fill=add_missing)


def offered_countries() -> tuple[Mapping[str, str], str]:
    """Every country's name by its code, and the code of the one that this computer is set to."""
    return country_names(), own_country()
