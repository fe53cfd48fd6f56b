"""How people sign in there, and what several tests have them do."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from app.errors import NotAllowedError
from app.models.customer import CUSTOMER
from app.models.values import Content, Record
from app.services import (
    staff,
)
from app.services.customers import save_customer
from app.store.database import Database, open_database
from tests import postgres
from tests.factories import customer_content, first_company

NAME = "at_work"


def signed_in(server: postgres.Server, sign_in: str) -> Database:
    return open_database(server.address(NAME, f"{NAME}.{sign_in}"))


def saved(database: Database, content: Content, base: Record | None = None) -> Record:
    with database.writing() as connection:
        actor = staff.current_actor(connection)
        return save_customer(connection, first_company(connection), base, content, actor=actor).record


def is_done(database: Database, act: Callable[..., int], customer_id: int) -> bool:
    """Whether a person moves a customer to the trash, or purges them."""
    try:
        with database.writing() as connection:
            return act(connection, CUSTOMER, [customer_id], actor=staff.current_actor(connection)) == 1
    except NotAllowedError:
        return False


def made_by(connection: sa.Connection, name: str) -> Record:
    who = staff.current_actor(connection)
    return save_customer(connection, first_company(connection), None, customer_content(name), actor=who).record
