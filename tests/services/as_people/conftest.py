"""A shared database with somebody of each role, and some of them signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.store.database import Database
from tests import guarded, postgres
from tests.services.as_people.helpers import NAME, signed_in


@pytest.fixture(scope="package")
def database(server: postgres.Server) -> Iterator[Database]:
    """With somebody of each role as delivered."""
    database = guarded.make(server, NAME)
    with database.writing() as connection:
        for sign_in, role in (("flo", "Frontline"), ("rob", "Resolver"), ("sue", "Supervisor"), ("ray", "Read-only")):
            guarded.add_staff(connection, sign_in, [guarded.role_named(connection, role)])
    yield database
    database.close()
    guarded.drop(server, NAME)


@pytest.fixture(params=["head", "sue", "rob", "flo"])
def worker(request: pytest.FixtureRequest, database: Database, server: postgres.Server) -> Iterator[Database]:
    """Somebody who may serve customers."""
    opened = signed_in(server, request.param)
    yield opened
    opened.close()


@pytest.fixture
def flo(database: Database, server: postgres.Server) -> Iterator[Database]:
    opened = signed_in(server, "flo")
    yield opened
    opened.close()


@pytest.fixture
def ray(database: Database, server: postgres.Server) -> Iterator[Database]:
    opened = signed_in(server, "ray")
    yield opened
    opened.close()


@pytest.fixture
def head(database: Database, server: postgres.Server) -> Iterator[Database]:
    opened = signed_in(server, "head")
    yield opened
    opened.close()
