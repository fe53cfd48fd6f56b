"""Connecting to real servers, and what it means when one doesn't let us in, or lets us down."""

from __future__ import annotations

import gc
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from app.errors import ServerError, ServerProblem
from app.models.servers import Host, ServerAddress, Tls
from app.store import servers
from app.store.database import REVISION
from tests.certificates import Authority
from tests.postgres import Server, running, system_programs
from tests.proxies import proxied
from tests.system import needs

LOCAL = "127.0.0.1"
PASSWORD = "sesame 'open' \\ Ω"
OTHER_PASSWORD = "s3cret-of-somebody-else"

needs_system = needs(system_programs(), reason="only the system's server knows TLS and other languages")


def address_of(server: Server, **changes: object) -> ServerAddress:
    plain = ServerAddress((Host(LOCAL, server.port),), "desk", "ada", Tls.DISABLE)
    return replace(plain, **changes)  # type: ignore[arg-type]


def problem_of(address: ServerAddress, password: str = PASSWORD) -> ServerProblem:
    with pytest.raises(ServerError) as refused:
        servers.probe(address, password)
    assert refused.value.address == address
    return refused.value.problem


def prepare(server: Server, revision: str | None = REVISION) -> None:
    """Somebody who signs in with a password, and a database that looks like ours."""
    server.execute(psycopg.sql.SQL("CREATE ROLE ada LOGIN PASSWORD {}").format(PASSWORD))
    server.create_database("desk")
    if revision is not None:
        server.execute("CREATE TABLE change_field (id bigint)", "desk")
        server.execute(f"CREATE TABLE alembic_version AS SELECT '{revision}'::varchar AS version_num", "desk")
        server.execute("GRANT SELECT ON alembic_version TO ada", "desk")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(auth="scram-sha-256") as server:
        prepare(server)
        yield server


@contextmanager
def altered(server: Server, statement: str, back: str, database: str = "postgres") -> Iterator[None]:
    server.execute(statement, database)
    try:
        yield
    finally:
        server.execute(back, database)


def test_what_is_ours_and_as_new_as_we_are_can_be_worked_with(server: Server) -> None:
    facts = servers.probe(address_of(server), PASSWORD)

    assert facts == servers.ServerFacts("18.6", LOCAL, False, REVISION)


def test_a_connection_is_psycopgs_own(server: Server) -> None:
    with servers.connect(address_of(server), PASSWORD) as connection:
        connection.execute("SELECT set_config('work_mem', '5MB', false)")
        row = connection.execute("SELECT current_user, current_setting('application_name')").fetchone()
        assert row == ("ada", "Deskbook")
        with pytest.raises(psycopg.errors.UndefinedTable, match=r"^relation \"nothing\" does not exist\nLINE 1"):
            connection.execute("SELECT * FROM nothing")


def test_it_can_be_where_an_engine_gets_its_connections(server: Server) -> None:
    engine = sa.create_engine("postgresql+psycopg://", creator=lambda: servers.connect(address_of(server), PASSWORD))
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT current_database()")) == "desk"
    engine.dispose()


def test_psycopg_itself_takes_the_arguments(server: Server) -> None:
    with psycopg.connect(**servers.connect_arguments(address_of(server), PASSWORD)) as connection:
        assert connection.info.encoding == "utf-8"


def test_wrong_passwords_and_unknown_names(server: Server) -> None:
    address = address_of(server)

    assert problem_of(address, OTHER_PASSWORD) is ServerProblem.WRONG_PASSWORD
    assert problem_of(address, "") is ServerProblem.WRONG_PASSWORD
    assert problem_of(replace(address, user="nobody")) is ServerProblem.WRONG_PASSWORD
    assert problem_of(replace(address, database="none")) is ServerProblem.NO_DATABASE
    assert problem_of(replace(address, database="postgres")) is ServerProblem.NOT_OURS


@pytest.mark.parametrize(
    "changes",
    [
        ({"database": "desk\0x"}, ServerProblem.NO_DATABASE),
        ({"user": "ada\0"}, ServerProblem.WRONG_PASSWORD),
        ({"hosts": (Host("\udcff"),)}, ServerProblem.WRONG_HOST),
        ({"tls": Tls.VERIFY_FULL, "ca_file": "a\0"}, ServerProblem.CERTIFICATE),
    ],
)
def test_what_the_library_would_cut_off_is_refused(
    server: Server, changes: tuple[dict[str, object], ServerProblem]
) -> None:
    assert problem_of(address_of(server, **changes[0])) is changes[1]


def test_who_is_not_let_in(server: Server) -> None:
    address = address_of(server)
    with altered(server, "ALTER ROLE ada NOLOGIN", "ALTER ROLE ada LOGIN"):
        assert problem_of(address) is ServerProblem.NOT_ADMITTED
    with altered(server, "ALTER ROLE ada CONNECTION LIMIT 0", "ALTER ROLE ada CONNECTION LIMIT -1"):
        assert problem_of(address) is ServerProblem.TOO_MANY
    with altered(server, "ALTER DATABASE desk ALLOW_CONNECTIONS false", "ALTER DATABASE desk ALLOW_CONNECTIONS true"):
        assert problem_of(address) is ServerProblem.NOT_ADMITTED
    with altered(server, "REVOKE CONNECT ON DATABASE desk FROM public", "GRANT CONNECT ON DATABASE desk TO public"):
        assert problem_of(address) is ServerProblem.NO_RIGHTS
    with altered(server, "REVOKE SELECT ON alembic_version FROM ada", "GRANT SELECT ON alembic_version TO ada", "desk"):
        assert problem_of(address) is ServerProblem.NO_RIGHTS
    with altered(server, "REVOKE USAGE ON SCHEMA public FROM public", "GRANT USAGE ON SCHEMA public TO public", "desk"):
        assert problem_of(address) is ServerProblem.NO_RIGHTS


@pytest.mark.parametrize(
    ("revision", "problem"),
    [("0000", ServerProblem.NEEDS_UPGRADE), ("9999", ServerProblem.NEWER), (None, ServerProblem.NOT_OURS)],
)
def test_another_revision_is_said(server: Server, revision: str | None, problem: ServerProblem) -> None:
    statement = f"UPDATE alembic_version SET version_num = '{revision}'" if revision else "DELETE FROM alembic_version"
    back = f"DELETE FROM alembic_version; INSERT INTO alembic_version VALUES ('{REVISION}')"
    with altered(server, statement, back, "desk"):
        assert problem_of(address_of(server)) is problem


def test_hosts_that_do_not_answer(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_of(server)
    monkeypatch.setattr(servers, "PATIENCE_SECONDS", 0.3)
    with proxied(server.port) as proxy:
        proxy.fall_silent()
        silent = replace(address, hosts=(Host(LOCAL, proxy.port),))
        assert problem_of(silent) is ServerProblem.TIMED_OUT
        proxy.cut(refuse=True)
        assert problem_of(silent) is ServerProblem.LOST
    assert problem_of(silent) is ServerProblem.REFUSED
    assert problem_of(replace(address, hosts=(Host("no-such-host.invalid"),))) is ServerProblem.WRONG_HOST


def test_of_several_addresses_of_a_name_one_that_answers_is_taken(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names are given by the network's directory, which no test has for itself."""
    silent = "127.0.0.9"
    kinds = (socket.AF_INET, socket.SOCK_STREAM, 0, "")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(*kinds, (each, 0)) for each in (silent, LOCAL)])
    monkeypatch.setattr(servers, "PATIENCE_SECONDS", 0.5)
    named = address_of(server, hosts=(Host("db.firma.test", server.port),))
    with socket.create_server((silent, server.port)), servers.connect(named, PASSWORD) as connection:
        assert connection.info.hostaddr == LOCAL


def test_of_several_hosts_one_that_answers_is_taken_or_told_of(server: Server) -> None:
    address = address_of(server)
    several = replace(address, hosts=(Host("no-such-host.invalid"), Host(LOCAL, 1), *address.hosts))

    assert servers.probe(several, PASSWORD).host == LOCAL
    assert problem_of(several, OTHER_PASSWORD) is ServerProblem.WRONG_PASSWORD


def test_of_several_hosts_the_one_that_takes_changes_is_taken(server: Server) -> None:
    with running({"default_transaction_read_only": "on"}) as standby:
        hosts = (Host(LOCAL, standby.port), Host(LOCAL, server.port))
        with servers.connect(address_of(server, hosts=hosts, user="postgres", database="postgres"), "") as connection:
            assert connection.info.port == server.port
        twice = address_of(server, hosts=hosts[:1] * 2, user="postgres", database="postgres")
        assert problem_of(twice) is ServerProblem.READ_ONLY


def test_a_server_without_tls(server: Server) -> None:
    assert problem_of(address_of(server, tls=Tls.REQUIRE)) is ServerProblem.NO_TLS
    assert problem_of(address_of(server, tls=Tls.VERIFY_FULL)) is ServerProblem.NO_TLS


def failure_of(connection: psycopg.Connection, statement: str) -> Exception:
    with pytest.raises(psycopg.Error) as failed:
        connection.execute(statement)
    address = ServerAddress((Host(LOCAL),), "desk", "ada")
    return servers.translated(failed.value, address)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("53100", ServerProblem.DISK_FULL),
        ("53300", ServerProblem.TOO_MANY),
        ("57P01", ServerProblem.STOPPED),
        ("57P02", ServerProblem.STOPPED),
        ("57P03", ServerProblem.STOPPED),
        ("57P04", ServerProblem.NO_DATABASE),
        ("57P05", ServerProblem.LOST),
        ("08006", ServerProblem.LOST),
        ("42501", ServerProblem.NO_RIGHTS),
    ],
)
def test_the_servers_codes(server: Server, code: str, problem: ServerProblem) -> None:
    with servers.connect(address_of(server), PASSWORD) as connection:
        failure = failure_of(connection, f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$")
        connection.rollback()
    assert isinstance(failure, ServerError)
    assert failure.problem is problem


def test_what_fails_while_it_works(server: Server) -> None:
    with servers.connect(address_of(server), PASSWORD) as connection:
        refused = failure_of(connection, "SELECT * FROM public.change_field")
        connection.rollback()
        connection.read_only = True
        changed = failure_of(connection, "CREATE TEMPORARY SEQUENCE one; CREATE TABLE two ()")
        connection.rollback()
        stopped = failure_of(connection, "SET LOCAL statement_timeout = 1; SELECT pg_sleep(60)")
        connection.rollback()
        misspelt = failure_of(connection, "SELEKT")
    assert isinstance(refused, ServerError)
    assert isinstance(changed, ServerError)
    assert (refused.problem, changed.problem) == (ServerProblem.NO_RIGHTS, ServerProblem.READ_ONLY)
    assert isinstance(stopped, ServerError)
    assert stopped.problem is ServerProblem.TOO_LONG
    assert isinstance(misspelt, psycopg.errors.SyntaxError)  # our own fault


def test_connections_that_end_in_the_middle(server: Server) -> None:
    with proxied(server.port) as proxy:
        address = address_of(server, hosts=(Host(LOCAL, proxy.port),))
        torn, ended = servers.connect(address, PASSWORD), servers.connect(address_of(server), PASSWORD)
        proxy.cut()
        lost = failure_of(torn, "SELECT 1")
        still_lost = failure_of(torn, "SELECT 1")
    server.execute(f"SELECT pg_terminate_backend({ended.info.backend_pid}, 5000)")
    stopped = failure_of(ended, "SELECT 1")
    for failure, problem in ((lost, "lost"), (still_lost, "lost"), (stopped, "stopped")):
        assert isinstance(failure, ServerError)
        assert failure.problem == problem
    torn.close()
    ended.close()


def test_what_sqlalchemy_wraps_and_what_has_no_address_yet(server: Server) -> None:
    address = address_of(server)
    engine = sa.create_engine("postgresql+psycopg://", creator=lambda: servers.connect(address, PASSWORD))
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as failed:
        connection.execute(sa.text("SELECT * FROM public.change_field"))
    engine.dispose()
    wrapped = servers.translated(failed.value, address)
    bare = servers.translated(ServerError(ServerProblem.LOST, None, "why"), address)
    bug = KeyError("x")

    assert isinstance(wrapped, ServerError)
    assert (wrapped.problem, wrapped.address) == (ServerProblem.NO_RIGHTS, address)
    assert isinstance(bare, ServerError)
    assert (bare.address, bare.detail) == (address, "why")
    assert servers.translated(bug, address) is bug


def test_psycopgs_own_refusals_are_understood_as_far_as_they_go(server: Server) -> None:
    address = address_of(server)
    for changed, password, problem in (
        (address, OTHER_PASSWORD, ServerProblem.WRONG_PASSWORD),
        (replace(address, hosts=(Host(LOCAL, 1),)), PASSWORD, ServerProblem.REFUSED),
        (replace(address, hosts=(Host("no-such-host.invalid"),)), PASSWORD, ServerProblem.WRONG_HOST),
        (replace(address, tls=Tls.REQUIRE), PASSWORD, ServerProblem.NO_TLS),
    ):
        with pytest.raises(psycopg.OperationalError) as refused:
            psycopg.connect(**servers.connect_arguments(changed, password))
        failure = servers.translated(refused.value, changed)
        assert isinstance(failure, ServerError)
        assert failure.problem is problem


def test_passwords_are_told_to_nobody(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ServerError) as refused:
        servers.probe(address_of(server), OTHER_PASSWORD)
    with pytest.raises(ServerError) as missing:
        servers.probe(address_of(server, database="none"), PASSWORD)
    texts = [caplog.text, *(f"{error.value} {error.value!r} {error.value.__dict__}" for error in (refused, missing))]

    assert "ada" in texts[1]
    assert not [text for text in texts if OTHER_PASSWORD in text or PASSWORD in text or repr(PASSWORD) in text]


def test_nothing_is_left_open(server: Server) -> None:
    address = address_of(server)
    opened = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    for _ in range(3):
        servers.probe(address, PASSWORD)
        problem_of(address, OTHER_PASSWORD)
        problem_of(replace(address, hosts=(Host(LOCAL, 1), Host(LOCAL, 2))))
    gc.collect()
    if opened:
        assert len(os.listdir("/proc/self/fd")) == opened


@needs_system
def test_a_server_that_speaks_another_language_is_understood() -> None:
    with running(auth="scram-sha-256", programs=system_programs(), variables={"LANGUAGE": "de"}) as server:
        prepare(server)
        address = address_of(server)
        with pytest.raises(ServerError, match=r"ungültig|fehlgeschlagen") as refused:
            servers.probe(address, OTHER_PASSWORD)
        assert refused.value.problem is ServerProblem.WRONG_PASSWORD
        assert problem_of(replace(address, database="none")) is ServerProblem.NO_DATABASE
        with altered(server, "ALTER ROLE ada CONNECTION LIMIT 0", "ALTER ROLE ada CONNECTION LIMIT -1"):
            assert problem_of(address) is ServerProblem.TOO_MANY
        assert servers.probe(address, PASSWORD).revision == REVISION


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def ca_file(authority: Authority, tmp_path: Path) -> str:
    path = tmp_path / "Zoë’s authority.pem"
    path.write_bytes(authority.pem)
    return str(path)


@pytest.fixture(scope="module")
def secure(authority: Authority) -> Iterator[Server]:
    """A server that encrypts, whose certificate is for an address and not for a name."""
    with running(auth="scram-sha-256", programs=system_programs(), certificate=authority.sign(LOCAL)) as server:
        prepare(server)
        yield server


@needs_system
def test_a_certificate_is_verified_by_default(secure: Server, ca_file: str, tmp_path: Path) -> None:
    verified = address_of(secure, tls=Tls.VERIFY_FULL, ca_file=ca_file)
    by_name = replace(verified, hosts=(Host("localhost", secure.port),))

    assert servers.probe(verified, PASSWORD).is_encrypted
    assert problem_of(replace(verified, ca_file="")) is ServerProblem.CERTIFICATE
    assert problem_of(by_name) is ServerProblem.OTHER_NAME
    assert problem_of(replace(verified, ca_file=str(tmp_path / "none.pem"))) is ServerProblem.CERTIFICATE
    (tmp_path / "empty.pem").touch()
    assert problem_of(replace(verified, ca_file=str(tmp_path / "empty.pem"))) is ServerProblem.CERTIFICATE


@needs_system
def test_what_is_weaker_has_to_be_asked_for(secure: Server, ca_file: str) -> None:
    by_name = address_of(secure, hosts=(Host("localhost", secure.port),))

    assert servers.probe(replace(by_name, tls=Tls.VERIFY_CA, ca_file=ca_file), PASSWORD).is_encrypted
    assert problem_of(replace(by_name, tls=Tls.VERIFY_CA)) is ServerProblem.CERTIFICATE
    assert servers.probe(replace(by_name, tls=Tls.REQUIRE), PASSWORD).is_encrypted
    assert not servers.probe(by_name, PASSWORD).is_encrypted


@needs_system
def test_a_certificate_that_is_out_of_date(authority: Authority, ca_file: str) -> None:
    certificate = authority.sign(LOCAL, is_expired=True)
    with running(auth="scram-sha-256", programs=system_programs(), certificate=certificate) as server:
        assert problem_of(address_of(server, tls=Tls.VERIFY_FULL, ca_file=ca_file)) is ServerProblem.CERTIFICATE


@needs_system
def test_a_server_that_insists_on_tls(authority: Authority) -> None:
    hba = f"hostnossl all ada {LOCAL}/32 reject\n"
    with running(hba=hba, programs=system_programs(), certificate=authority.sign(LOCAL)) as server:
        prepare(server)
        assert problem_of(address_of(server)) is ServerProblem.NOT_ADMITTED
        assert servers.probe(address_of(server, tls=Tls.REQUIRE), "").is_encrypted
