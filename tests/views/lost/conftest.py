"""A server that may be killed, a line to it that may be cut, and a window at its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.models import pauses
from app.models.servers import Host, ServerAddress, Tls
from app.store import attended, postgresql, servers
from tests.ada import known, server_of_ada, shared_desk
from tests.factories import customer_content
from tests.postgres import Server
from tests.proxies import Proxy, proxied
from tests.stage import Stage, saved, staged
from tests.views.lost.helpers import PASSWORD


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    with server_of_ada(PASSWORD) as server:
        yield server


@pytest.fixture
def direct(server: Server) -> Iterator[ServerAddress]:
    """How others get to Ada's database."""
    with shared_desk(server, PASSWORD) as (address, _):
        server.execute("CHECKPOINT")  # else a killed server forgets how far the copied sequences were
        yield address
        if server.process is None:
            server.start()


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
    saved(direct, customer_content("Grace Hopper"))
    with known(PASSWORD, address), staged(tmp_path, address) as stage:
        yield stage
