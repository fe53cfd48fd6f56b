"""`deskbook server` on servers that ask for passwords: who is the first to sign in, and with which password."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from app.cli import DONE, FAILED, main
from app.errors import ServerError, ServerProblem
from app.models.servers import Tls
from app.services import servers
from app.store import passwords
from tests import guarded, postgres
from tests.system import needs

OWNER_PASSWORD = "the owner's own"
PASSWORD = "correct horse battery staple"


needs_system = needs(postgres.system_programs(), reason="the system has no server")


@pytest.fixture(scope="module", params=["package", pytest.param("system", marks=needs_system)])
def server(request: pytest.FixtureRequest) -> Iterator[postgres.Server]:
    """With somebody who may make roles and is no superuser."""
    programs = postgres.system_programs() if request.param == "system" else None
    assert request.param != "system" or programs is not None
    with postgres.running(auth="scram-sha-256", programs=programs) as server:
        server.execute(f"CREATE ROLE keeper LOGIN CREATEROLE PASSWORD '{OWNER_PASSWORD.replace(chr(39), chr(39) * 2)}'")
        yield server


@pytest.fixture
def url(server: postgres.Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Of an empty database; the first administrator is told by the environment."""
    monkeypatch.setenv("DESKBOOK_ADMIN", "Grace")
    monkeypatch.setenv("DESKBOOK_NEW_PASSWORD", PASSWORD)
    server.execute("CREATE DATABASE desk OWNER keeper TEMPLATE template0")
    address = server.address("desk", "keeper")
    passwords.remember(address, OWNER_PASSWORD)
    yield str(address)
    passwords.forget(address)
    guarded.drop(server, "desk")


def sign_in(server: postgres.Server, user: str, password: str) -> servers.SignIn:
    return servers.sign_in(server.address("desk", user), password)


def problem_of(server: postgres.Server, user: str, password: str) -> ServerProblem:
    with pytest.raises(ServerError) as refused:
        sign_in(server, user, password)
    return refused.value.problem


def test_a_database_is_made_once_and_its_administrator_signs_in_until_stopped(server, url, capsys, monkeypatch):
    assert main(["server", "create", url]) == DONE
    assert "administrator" in capsys.readouterr().out
    roles = server.execute("SELECT rolname, rolpassword FROM pg_authid WHERE starts_with(rolname, 'desk.') ORDER BY 1")
    assert [name for name, _ in roles] == ["desk.grace", "desk.owner", "desk.staff"]
    assert main(["server", "create", url]) == DONE
    assert "administrator" not in capsys.readouterr().out
    assert (
        server.execute("SELECT rolname, rolpassword FROM pg_authid WHERE starts_with(rolname, 'desk.') ORDER BY 1")
        == roles
    )

    assert sign_in(server, "GRACE", PASSWORD).address == server.address("desk", "desk.grace")
    assert sign_in(server, "desk.grace", PASSWORD).address.user == "desk.grace"
    assert sign_in(server, "keeper", OWNER_PASSWORD).address.user == "keeper"
    assert problem_of(server, "grace", "wrong") is ServerProblem.WRONG_PASSWORD
    assert problem_of(server, "nobody", PASSWORD) is ServerProblem.WRONG_PASSWORD
    assert server.address("desk").tls is Tls.DISABLE

    own = server.address("desk", "desk.grace")
    passwords.remember(own, PASSWORD)
    monkeypatch.setenv("DESKBOOK_NEW_PASSWORD", "another one")
    assert main(["server", "password", str(own), "--person", "grace"]) == DONE
    assert problem_of(server, "grace", PASSWORD) is ServerProblem.WRONG_PASSWORD
    assert sign_in(server, "grace", "another one").password == "another one"

    monkeypatch.setenv("DESKBOOK_NEW_PASSWORD", PASSWORD)
    assert main(["server", "password", url, "--person", "Grace"]) == DONE
    assert sign_in(server, "grace", PASSWORD)
    assert main(["server", "password", url, "--person", "nobody"]) == FAILED
    passwords.forget(own)

    server.execute("UPDATE deskbook.staff SET active = false", "desk")
    assert problem_of(server, "grace", PASSWORD) is ServerProblem.NOT_ADMITTED


def test_who_could_not_sign_in_is_no_administrator(server, url, monkeypatch, capsys):
    monkeypatch.setenv("DESKBOOK_ADMIN", "owner")
    assert main(["server", "create", url]) == FAILED
    assert server.execute("SELECT FROM pg_roles WHERE starts_with(rolname, 'desk.')") == []


def test_nobody_is_asked_where_nobody_is(server, url, monkeypatch):
    monkeypatch.delenv("DESKBOOK_ADMIN")
    with pytest.raises(SystemExit, match="DESKBOOK_ADMIN"):
        main(["server", "create", url])


def test_whoever_may_make_no_roles_is_told(server, url, monkeypatch, capsys):
    server.execute("ALTER ROLE keeper NOCREATEROLE")
    assert main(["server", "create", url]) == FAILED
    server.execute("ALTER ROLE keeper CREATEROLE")
    assert "rights" in capsys.readouterr().err


def test_whoever_does_not_own_the_database_could_not_close_it_to_others(server, url, capsys):
    server.execute("ALTER DATABASE desk OWNER TO postgres")
    server.execute("GRANT CREATE ON DATABASE desk TO keeper")
    with pytest.raises(ServerError) as refused:
        servers.survey(server.address("desk", "keeper"), OWNER_PASSWORD)
    assert refused.value.problem is ServerProblem.NO_RIGHTS
    assert main(["server", "create", url]) == FAILED
    assert "rights" in capsys.readouterr().err
    assert server.execute("SELECT FROM pg_roles WHERE starts_with(rolname, 'desk.')") == []
    server.execute("GRANT postgres TO keeper")  # who has the owner's rights does as well
    assert main(["server", "create", url]) == DONE
    assert server.execute("SELECT has_database_privilege('public', 'desk', 'CONNECT')") == [(False,)]
    server.execute("REVOKE postgres FROM keeper")


def test_another_one_of_the_database_s_owners_upgrades_it(server, url):
    assert main(["server", "create", url]) == DONE
    guarded.set_back(server.address("desk", "keeper"), "0013")
    server.execute(f"CREATE ROLE second LOGIN CREATEROLE PASSWORD '{PASSWORD}'")
    other = server.address("desk", "second")
    passwords.remember(other, PASSWORD)
    assert main(["server", "upgrade", str(other)]) == FAILED
    server.execute("GRANT keeper TO second")
    assert main(["server", "upgrade", str(other)]) == DONE
    assert sign_in(server, "grace", PASSWORD)
    passwords.forget(other)
    server.execute("DROP OWNED BY second; DROP ROLE second")


def test_a_password_is_never_in_a_statement(server, url):
    server.execute("ALTER SYSTEM SET log_statement = 'all'")
    server.execute("SELECT pg_reload_conf()")
    with psycopg.connect(server.dsn()) as connection:
        connection.execute("SELECT 1")
    assert main(["server", "create", url]) == DONE
    log = (server.folder / "log").read_text(errors="replace")
    assert "set_verifier" in log
    assert PASSWORD not in log
