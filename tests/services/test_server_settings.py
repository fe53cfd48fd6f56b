"""What the administrator of a server may set beside the program, and what people then read; docs/security.md says how."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from app.errors import CancelledError, ServerError, ServerProblem
from app.models.servers import Host, ServerAddress, Tls
from app.services import logins
from app.services.servers import SignIn, sign_in
from app.services.staff import current_actor
from app.store import passwords, servers
from app.store.database import Database, open_database
from app.store.server_failures import translated
from app.words import describe
from tests import guarded, postgres
from tests.certificates import Authority, Certificate
from tests.postgres import Server
from tests.system import needs

LOCAL = "127.0.0.1"
PASSWORD = "correct horse"
DELAY_MS = 200

SETTINGS = {
    "shared_preload_libraries": "auth_delay",
    "auth_delay.milliseconds": str(DELAY_MS),
    "ssl_ca_file": "people.pem",
    "log_connections": "on",
    "log_statement": "ddl",
}
HBA = f"""
host    desk "desk.head"   {LOCAL}/32 scram-sha-256
hostssl desk "desk.both"   {LOCAL}/32 scram-sha-256 clientcert=verify-ca
hostssl desk +desk.staff   {LOCAL}/32 cert map=desk
host    desk all           {LOCAL}/32 reject
"""
IDENT = rb"desk /^([a-z0-9._-]+)@example\.com$ desk.\1"

pytestmark = needs(postgres.system_programs(), reason="only the system's server has all of it")


@pytest.fixture(scope="module")
def people() -> Authority:
    """Who signs the certificates by which people sign in."""
    return Authority("Desk")


@pytest.fixture(scope="module")
def server(people: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    files = {"pg_ident.conf": IDENT, "people.pem": people.pem}
    certificate = people.sign(LOCAL)
    programs = postgres.system_programs()
    with postgres.running(
        SETTINGS, auth="scram-sha-256", hba=HBA, certificate=certificate, programs=programs, files=files
    ) as server:
        database = guarded.make(server, "desk")
        with database.writing() as connection:
            for name in ("card", "both"):
                staff_id = guarded.add_staff(connection, name, [guarded.role_named(connection, "Resolver")])
                logins.set_password(connection, staff_id, PASSWORD)
        database.close()
        yield server


@pytest.fixture
def address(server: Server, people: Authority, tmp_path: Path) -> ServerAddress:
    """Of the database, as the administrator made in it types it."""
    ca_file = tmp_path / "ca.pem"
    ca_file.write_bytes(people.pem)
    return ServerAddress((Host(LOCAL, server.port),), "desk", "head", Tls.VERIFY_FULL, str(ca_file))


class Cards:
    """Where the library looks for the certificate of whoever signs in."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.certificate, self.key = folder / "own.crt", folder / "own.key"
        monkeypatch.setenv("PGSSLCERT", str(self.certificate))
        monkeypatch.setenv("PGSSLKEY", str(self.key))

    def show(self, certificate: Certificate) -> None:
        self.certificate.write_bytes(certificate.chain)
        self.key.write_bytes(certificate.key)
        self.key.chmod(0o600)


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cards:
    return Cards(tmp_path, monkeypatch)


@contextmanager
def altered(server: Server, role: str, setting: str, back: str) -> Iterator[None]:
    """As the server's administrator sets something for one person."""
    for statement in (setting, back):
        server.execute(sql.SQL("ALTER ROLE {} " + statement).format(sql.Identifier(role)))
        if statement is setting:
            yield


def refusal(address: ServerAddress, password: str = "") -> ServerError:
    with pytest.raises(ServerError) as refused:
        sign_in(address, password)
    return refused.value


def is_let_in(address: ServerAddress, password: str = "") -> SignIn:
    signed_in = sign_in(address, password)
    assert signed_in.facts.is_encrypted
    return signed_in


@contextmanager
def opened(address: ServerAddress) -> Iterator[Database]:
    """The database as a window of the administrator has it."""
    person = sign_in(address, PASSWORD).address
    passwords.remember(person, PASSWORD)
    with closing(open_database(person)) as database:
        yield database
    passwords.forget(person)


def test_wrong_passwords_wait_as_long_as_the_server_says(
    address: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = monotonic()
    refused = refusal(address, "wrong")
    assert monotonic() - begun >= DELAY_MS / 1000
    assert refused.problem is ServerProblem.WRONG_PASSWORD
    monkeypatch.setattr(servers, "PATIENCE_SECONDS", DELAY_MS / 4000)
    assert refusal(address, "wrong").problem is ServerProblem.TIMED_OUT


def test_a_password_that_has_run_out_is_a_wrong_one_until_another_day_is_set(
    server: Server, address: ServerAddress
) -> None:
    setting, back = "VALID UNTIL 'yesterday'", "VALID UNTIL 'infinity'"
    with opened(address) as window, window.reading() as before, altered(server, "desk.head", setting, back):
        refused = refusal(address, PASSWORD)
        assert current_actor(before).name == "head"  # whoever is in stays in
        with closing(open_database(server.address("desk"))) as database, database.writing() as connection:
            logins.set_password(connection, guarded.head(connection).staff_id, PASSWORD)
        assert refusal(address, PASSWORD).problem is ServerProblem.WRONG_PASSWORD
    assert "does not know head with this password" in describe(refused)
    assert is_let_in(address, PASSWORD)


def test_a_certificate_lets_in_whoever_it_is_mapped_to(
    server: Server, address: ServerAddress, people: Authority, cards: Cards
) -> None:
    card = replace(address, user="card")
    cards.show(people.sign_person("card@example.com"))

    person = is_let_in(card).address
    with closing(open_database(person)) as database, database.reading() as connection:
        assert person.user == "desk.card"
        assert current_actor(connection).name == "Card"
    with altered(server, "desk.card", "VALID UNTIL 'yesterday'", "VALID UNTIL 'infinity'"):
        assert is_let_in(card)  # that is about passwords


def test_certificates_are_found_where_the_library_looks_for_them(
    address: ServerAddress, people: Authority, cards: Cards, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("PGSSLCERT", "PGSSLKEY"):
        monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", str(tmp_path))
    cards.certificate, cards.key = (tmp_path / ".postgresql" / f"postgresql.{kind}" for kind in ("crt", "key"))
    cards.certificate.parent.mkdir()
    cards.show(people.sign_person("card@example.com"))

    assert is_let_in(replace(address, user="card"))


@pytest.mark.parametrize("name", ["both@example.com", "card@example.org", "Card@example.com", "card"])
def test_somebody_elses_certificate_lets_nobody_in(
    address: ServerAddress, people: Authority, cards: Cards, name: str
) -> None:
    cards.show(people.sign_person(name))

    refused = refusal(replace(address, user="card"), PASSWORD)

    assert refused.problem is ServerProblem.NOT_ADMITTED
    assert "a certificate of one's own" in describe(refused)


def test_without_a_certificate_or_encryption_its_owner_is_not_admitted(
    address: ServerAddress, people: Authority, cards: Cards
) -> None:
    card = replace(address, user="card")

    assert refusal(card, PASSWORD).problem is ServerProblem.NOT_ADMITTED
    cards.show(people.sign_person("card@example.com"))
    assert refusal(replace(card, tls=Tls.DISABLE), PASSWORD).problem is ServerProblem.NOT_ADMITTED


def test_certificates_that_are_of_no_use_are_told_from_the_servers(
    address: ServerAddress, people: Authority, cards: Cards
) -> None:
    card = replace(address, user="card")
    for certificate in (
        people.sign_person("card@example.com", is_expired=True),
        Authority("Strangers").sign_person("card@example.com"),
        replace(people.sign_person("card@example.com"), key=b""),
        replace(people.sign_person("card@example.com"), chain=b""),
        replace(people.sign_person("card@example.com"), key=people.sign_person("another").key),
    ):
        cards.show(certificate)
        assert refusal(card).problem is ServerProblem.OWN_CERTIFICATE
    cards.show(people.sign_person("card@example.com"))
    cards.key.unlink()
    assert "Ask whoever gave it to you for another one." in describe(refusal(card))


def test_a_certificate_can_be_asked_for_beside_the_password(
    address: ServerAddress, people: Authority, cards: Cards
) -> None:
    both = replace(address, user="both")
    assert refusal(both, PASSWORD).problem is ServerProblem.NOT_ADMITTED
    cards.show(people.sign_person("this computer"))
    assert is_let_in(both, PASSWORD)
    assert refusal(both, "wrong").problem is ServerProblem.WRONG_PASSWORD
    assert refusal(both).problem is ServerProblem.WRONG_PASSWORD


def test_what_takes_longer_than_somebody_is_let_is_stopped_and_said(server: Server, address: ServerAddress) -> None:
    setting, back = "SET statement_timeout = '100ms'", "RESET statement_timeout"
    with altered(server, "desk.head", setting, back), opened(address) as database:
        with pytest.raises(ServerError) as stopped, database.reading() as connection:
            connection.exec_driver_sql("SELECT pg_sleep(60)")
        with pytest.raises(ServerError) as unsaved, database.writing() as connection:
            connection.exec_driver_sql("SELECT pg_sleep(60)")
        with database.writing() as connection:
            assert current_actor(connection).name == "head"
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0; SELECT pg_sleep(0.2)")  # their own to lift
    for error in (stopped.value, unsaved.value):
        assert error.problem is ServerProblem.TOO_LONG
        assert not error.is_of_connection
        assert "longer than the server lets desk.head wait" in describe(error)


def test_what_nobody_waits_for_any_more_was_stopped_by_us(address: ServerAddress) -> None:
    with opened(address) as database:
        with database.reading() as connection:
            interrupt = database.interrupter(connection)
            interrupt()
            with pytest.raises(sa.exc.DBAPIError) as ours:
                connection.exec_driver_sql("SELECT pg_sleep(60)")
            interrupt.settle()
        with pytest.raises(ServerError) as stopped, database.reading() as connection:
            connection.exec_driver_sql("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(60)")
    assert isinstance(translated(ours.value, address), CancelledError)
    assert stopped.value.problem is ServerProblem.TOO_LONG


def test_a_window_has_two_connections_and_a_limit_of_them_is_kept(server: Server, address: ServerAddress) -> None:
    setting, back = "CONNECTION LIMIT 2", "CONNECTION LIMIT -1"
    with (
        altered(server, "desk.head", setting, back),
        opened(address) as database,
        database.reading() as reading,
        database.writing() as writing,
    ):
        assert current_actor(reading) == current_actor(writing)
        refused = refusal(address, PASSWORD)
    assert refused.problem is ServerProblem.TOO_MANY
    assert "or from desk.head" in describe(refused)


def test_the_log_says_who_came_and_holds_no_verifier(
    server: Server, address: ServerAddress, people: Authority, cards: Cards
) -> None:
    cards.show(people.sign_person("card@example.com"))
    is_let_in(replace(address, user="card"))
    with opened(address) as database, database.writing() as connection:
        logins.set_own_password(connection, PASSWORD)
    server.execute("CREATE TABLE scribble ()", "desk")
    log = (server.folder / "log").read_text("utf-8")

    assert 'connection authenticated: identity="CN=card@example.com" method=cert' in log
    assert "connection authorized: user=desk.card database=desk application_name=Deskbook SSL enabled" in log
    assert 'connection authenticated: identity="desk.head" method=scram-sha-256' in log
    assert "statement: CREATE TABLE scribble ()" in log
    assert PASSWORD not in log
    assert "SCRAM-SHA-256$" not in log


def test_a_log_of_all_statements_holds_verifiers(server: Server, address: ServerAddress) -> None:
    setting = "SET log_statement = 'all'"
    with altered(server, "desk.head", setting, "RESET log_statement"), opened(address) as database:
        begun = (server.folder / "log").stat().st_size
        with database.writing() as connection:
            logins.set_own_password(connection, PASSWORD)
    with (server.folder / "log").open("rb") as log:
        log.seek(begun)
        written = log.read()
    assert b"SCRAM-SHA-256$" in written
    assert PASSWORD.encode() not in written


def test_people_may_lift_a_limit_of_their_own_but_not_that_of_connections(
    server: Server, address: ServerAddress
) -> None:
    with psycopg.connect(server.dsn("desk", "desk.head"), password=PASSWORD, autocommit=True) as connection:
        connection.execute('ALTER ROLE "desk.head" SET statement_timeout = 0')
        connection.execute('ALTER ROLE "desk.head" RESET statement_timeout')
        for statement in ("CONNECTION LIMIT -1", "VALID UNTIL 'infinity'", "SET log_statement = 'none'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f'ALTER ROLE "desk.head" {statement}')
