"""A server that asks its people for passwords: an administrator, and Grace, whose window it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.errors import ServerError, ServerProblem
from app.models.servers import ServerAddress
from app.services import logins, servers
from app.store import passwords
from app.store.database import Database
from tests import guarded, postgres
from tests.keyrings import MemoryKeyring
from tests.stage import Stage, staged

HEAD_PASSWORD, PASSWORD, NEW_PASSWORD = "correct horse", "winding lampshade orchid", "quartz bicycle thunder mango"


@dataclass(frozen=True)
class Desk:
    """A shared database and two of its people."""

    server: postgres.Server
    owners: Database
    grace_id: int

    def address(self, sign_in: str) -> ServerAddress:
        return self.server.address("desk", f"desk.{sign_in}")

    def lets_in(self, sign_in: str, password: str) -> bool:
        """Whether that is the password."""
        try:
            servers.sign_in(self.server.address("desk", sign_in), password)
        except ServerError as error:
            if error.problem is not ServerProblem.WRONG_PASSWORD:
                raise
            return False
        return True


@pytest.fixture(scope="package")
def server() -> Iterator[postgres.Server]:
    with postgres.running(auth="scram-sha-256") as server:
        yield server


@pytest.fixture
def desk(server: postgres.Server) -> Iterator[Desk]:
    owners = guarded.make(server, "desk")
    with owners.writing() as connection:
        role = guarded.role_named(connection, "Frontline")
        grace = guarded.add_staff(connection, "grace", [role])
        logins.set_password(connection, grace, PASSWORD)
    desk = Desk(server, owners, grace)
    passwords.remember(desk.address("grace"), PASSWORD)
    passwords.remember(desk.address(guarded.HEAD), HEAD_PASSWORD)
    yield desk
    owners.close()
    for sign_in in ("grace", guarded.HEAD):
        passwords.forget(desk.address(sign_in))
    guarded.drop(server, "desk")


@pytest.fixture
def stage(desk: Desk, memory: MemoryKeyring, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    """A window in which nothing is open yet."""
    with staged(tmp_path) as stage:
        yield stage
