"""Something between the program and the server: a pooler that keeps things to itself is noticed, and said."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.errors import ServerError, ServerProblem
from app.models.servers import Host, ServerAddress
from app.services.servers import sign_in
from app.services.shared import new_shared
from app.store import gate, passwords, servers
from app.store.database import open_database
from app.words import describe
from tests import postgres
from tests.postgres import Server
from tests.system import needs

PASSWORD = "correct horse"
_SETTINGS = """\
[databases]
test = host=127.0.0.1 port={server}
empty = host=127.0.0.1 port={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
"""

pytestmark = pytest.mark.usefixtures("shared_database")

_PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
"""The path of people who aren't root leaves its folder out."""

needs_pooler = needs(_PROGRAM, reason="dev.py can't install it here")


@pytest.fixture
def empty(server: Server) -> Iterator[str]:
    """A database that is nobody's yet."""
    server.create_database("empty")
    yield "empty"
    server.drop_database("empty")


@contextmanager
def pooled(server: Server, *settings: str) -> Iterator[ServerAddress]:
    """The way to a server through PgBouncer."""
    folder, port = Path(tempfile.mkdtemp(prefix="deskbook-pool-")), postgres.free_port()
    (folder / "users").write_text(f'"{postgres.OWNER}" "{PASSWORD}"\n')
    text = _SETTINGS.format(server=server.port, port=port, folder=folder)
    (folder / "pgbouncer.ini").write_text(text + "\n".join(settings))
    folder.chmod(0o755)
    process = subprocess.Popen([str(_PROGRAM), "-q", str(folder / "pgbouncer.ini")], cwd="/", **postgres.as_nobody())
    try:
        while not _is_open(port):
            assert process.poll() is None
        yield replace(server.address("test"), hosts=(Host("127.0.0.1", port),))
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder)


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def problem_of(address: ServerAddress, password: str = PASSWORD) -> ServerProblem:
    with pytest.raises(ServerError) as refused:
        sign_in(address, password)
    return refused.value.problem


@needs_pooler
def test_one_that_takes_no_settings_is_told_from_a_lost_connection(server: Server) -> None:
    with pooled(server) as address, pytest.raises(ServerError) as refused:
        sign_in(address, PASSWORD)
    assert refused.value.problem is ServerProblem.POOLED
    assert "the address of PostgreSQL itself" in describe(refused.value)


@needs_pooler
@pytest.mark.parametrize("mode", ["session", "transaction", "statement"])
def test_one_that_drops_them_is_noticed_before_anything_is_read_or_made(server: Server, empty: str, mode: str) -> None:
    with pooled(server, "ignore_startup_parameters = options", f"pool_mode = {mode}") as address:
        assert problem_of(address) is ServerProblem.POOLED
        assert problem_of(address, "wrong") is ServerProblem.WRONG_PASSWORD
        assert problem_of(replace(address, user="nobody")) is ServerProblem.WRONG_PASSWORD
        assert problem_of(replace(address, database="none")) is ServerProblem.NO_DATABASE
        passwords.remember(address, PASSWORD)
        with pytest.raises(ServerError) as refused:
            open_database(address)
        passwords.forget(address)
        assert refused.value.problem is ServerProblem.POOLED
        new = replace(address, database=empty)
        passwords.remember(new, PASSWORD)
        with pytest.raises(ServerError) as unmade:
            new_shared(new)
        passwords.forget(new)
        assert unmade.value.problem is ServerProblem.POOLED


def test_a_connection_that_the_server_was_told_nothing_of_is_not_worked_with(server: Server) -> None:
    address = server.address("test")
    engine = sa.create_engine("postgresql+psycopg://", creator=lambda: servers.connect(address, ""))
    with engine.connect() as connection:
        for check in (gate.require_open_at, gate.require_direct):
            with pytest.raises(ServerError) as refused:
                check(connection)
            assert refused.value.problem is ServerProblem.POOLED
    engine.dispose()


def test_without_one_between_all_is_well(server: Server) -> None:
    with closing(open_database(server.address("test"))) as database, database.reading() as connection:
        gate.require_direct(connection)
