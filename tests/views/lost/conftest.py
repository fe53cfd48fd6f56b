"""A server that may be killed, a line to it that may be cut, and a window at its end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.models import pauses
from app.models.servers import Host, ServerAddress, Tls
from app.services.shared import new_shared
from app.store import attended, passwords, postgresql, servers
from tests import postgres
from tests.factories import customer_content
from tests.postgres import Server
from tests.proxies import Proxy, proxied
from tests.stage import Stage, saved
from tests.views.lost.helpers import PASSWORD


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    with postgres.running(auth="scram-sha-256") as server:
        server.execute(f"CREATE ROLE ada LOGIN CREATEROLE PASSWORD '{PASSWORD}'")
        server.execute("CREATE DATABASE template OWNER ada TEMPLATE template0")
        template = server.address("template", "ada")
        passwords.remember(template, PASSWORD)
        new_shared(template, country="US")
        yield server
        passwords.forget(template)


@pytest.fixture
def direct(server: Server) -> Iterator[ServerAddress]:
    """How others get to Ada's database."""
    server.execute("CREATE DATABASE desk OWNER ada TEMPLATE template")
    server.execute("CHECKPOINT")  # else a killed server forgets how far the copied sequences were
    address = server.address("desk", "ada")
    passwords.remember(address, PASSWORD)
    yield address
    passwords.forget(address)
    if server.process is None:
        server.start()
    server.drop_database("desk")


@pytest.fixture
def proxy(server: Server, direct: ServerAddress, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The line on which the window gets there; silence is noticed soon, and nobody pauses for long."""
    monkeypatch.setattr(attended, "SILENCE_SECONDS", 0.4)
    monkeypatch.setattr(servers, "PATIENCE_SECONDS", 1)
    monkeypatch.setattr(postgresql, "HEARTBEAT_SECONDS", 0.2)
    monkeypatch.setitem(postgresql.OF_WINDOWS, "lock_timeout", "300ms")
    monkeypatch.setattr(pauses, "FIRST_SECONDS", 0.1)
    monkeypatch.setattr(pauses, "MOST_SECONDS", 0.4)
    with proxied(server.port) as proxy:
        yield proxy


@pytest.fixture
def stage(proxy: Proxy, direct: ServerAddress, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    address = ServerAddress((Host("127.0.0.1", proxy.port),), "desk", "ada", Tls.DISABLE)
    passwords.remember(address, PASSWORD)
    saved(direct, customer_content("Grace Hopper"))
    stage = Stage(tmp_path)
    stage.open(address)
    yield stage
    stage.close()
    gc.enable()
    passwords.forget(address)
