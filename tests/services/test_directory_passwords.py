"""Passwords that a directory knows (LDAP): what is written in pg_hba.conf for it, and what people then read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from app.errors import ServerError, ServerProblem
from app.models.servers import ServerAddress
from app.services import logins
from app.services.servers import sign_in
from app.services.signing_in import sign_in_again
from app.services.staff import current_actor
from app.store import passwords
from app.store.database import open_database
from tests import directories, guarded, postgres
from tests.certificates import Authority
from tests.directories import BASE, HOST, PEOPLE, READER, READER_PASSWORD, Directory, Person
from tests.postgres import Server
from tests.system import needs

pytestmark = needs(
    directories.program(), postgres.system_programs(), reason="only the system's server asks a directory"
)

FOUND = f'ldapbasedn="{BASE}" ldapbinddn="{READER}" ldapbindpasswd={READER_PASSWORD}'
HBA = f"""
host desk "desk.ray"  127.0.0.1/32 ldap ldapserver={HOST} ldapport=%(secure)d ldapscheme=ldaps ldapprefix="uid=" ldapsuffix=",{PEOPLE}"
host desk "desk.flo"  127.0.0.1/32 ldap ldapserver={HOST} ldapport=%(plain)d ldaptls=1 {FOUND} ldapsearchfilter="(&(objectClass=inetOrgPerson)(uid=$username))"
host desk "desk.lax"  127.0.0.1/32 ldap ldapserver={HOST} ldapport=%(plain)d {FOUND} ldapsearchattribute=uid
host desk +desk.staff 127.0.0.1/32 ldap ldapserver={HOST} ldapport=%(plain)d ldaptls=1 {FOUND} ldapsearchattribute=uid
"""
IN_DIRECTORY = "the company's own"
IN_DESKBOOK = "correct horse battery"

EVERYBODY = (
    Person(("grace", "desk.head"), IN_DIRECTORY),
    Person(("florence", "desk.flo"), IN_DIRECTORY),
    Person(("desk.ray", "ray"), IN_DIRECTORY),
    Person(("lax", "desk.lax"), IN_DIRECTORY),
    Person(("stranger", "desk.stranger"), IN_DIRECTORY),
)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def quiet_directory(authority: Authority) -> Iterator[Directory]:
    with directories.running(authority.sign(HOST)) as directory:
        yield directory


@pytest.fixture
def directory(quiet_directory: Directory) -> Directory:
    """With everybody in it."""
    quiet_directory.fill(EVERYBODY)
    return quiet_directory


@pytest.fixture(scope="module")
def server(quiet_directory: Directory, authority: Authority) -> Iterator[Server]:
    """It trusts whoever vouches for the directory, and for all others it asks for passwords of its own."""
    hba = HBA % {"plain": quiet_directory.port, "secure": quiet_directory.secure_port}
    with postgres.running(
        {"log_connections": "on"},
        auth="scram-sha-256",
        hba=hba,
        programs=postgres.system_programs(),
        variables={"LDAPTLS_CACERT": "authority.pem"},
        files={"authority.pem": authority.pem},
    ) as server:
        database = guarded.make(server, "desk")
        with database.writing() as connection:
            for name in ("flo", "ray", "lax", "away"):
                staff_id = guarded.add_staff(connection, name, [guarded.role_named(connection, "Resolver")])
                logins.set_password(connection, staff_id, IN_DESKBOOK)
        database.close()
        yield server


def refusal(server: Server, user: str, password: str) -> ServerProblem:
    with pytest.raises(ServerError) as refused:
        sign_in(server.address("desk", user), password)
    return refused.value.problem


def let_in(server: Server, user: str, password: str = IN_DIRECTORY) -> ServerAddress:
    return sign_in(server.address("desk", user), password).address


def test_whoever_the_directory_knows_by_their_role_s_name_signs_in_with_its_password(
    server: Server, directory: Directory
) -> None:
    person = let_in(server, "head")
    passwords.remember(person, IN_DIRECTORY)
    with closing(open_database(person)) as database, database.reading() as connection:
        assert current_actor(connection).name == "head"
    passwords.forget(person)

    log = (server.folder / "log").read_text("utf-8")
    assert f'connection authenticated: identity="uid=grace,{PEOPLE}" method=ldap' in log
    assert IN_DIRECTORY not in log


@pytest.mark.parametrize("user", ["flo", "ray"])
def test_a_filter_and_a_name_of_the_entry_itself_do_as_well(server: Server, directory: Directory, user: str) -> None:
    assert let_in(server, user).user == f"desk.{user}"
    assert refusal(server, user, "wrong") is ServerProblem.WRONG_PASSWORD


@pytest.mark.parametrize(
    ("user", "password"), [("head", "wrong"), ("head", ""), ("head", IN_DESKBOOK), ("away", "any")]
)
def test_what_the_directory_does_not_know_is_a_wrong_password(
    server: Server, directory: Directory, user: str, password: str
) -> None:
    assert refusal(server, user, password) is ServerProblem.WRONG_PASSWORD


def test_whoever_is_only_in_the_directory_is_nobody_here(server: Server, directory: Directory) -> None:
    assert refusal(server, "stranger", IN_DIRECTORY) is ServerProblem.WRONG_PASSWORD


def test_a_directory_that_insists_on_encryption_lets_nobody_in_without(server: Server, directory: Directory) -> None:
    assert refusal(server, "lax", IN_DIRECTORY) is ServerProblem.WRONG_PASSWORD
    assert "confidentiality required" in (server.folder / "log").read_text("utf-8").lower()


def test_whoever_deskbook_stopped_is_not_let_in_whatever_the_directory_says(
    server: Server, directory: Directory
) -> None:
    server.execute('ALTER ROLE "desk.ray" NOLOGIN')  # as the trigger does it

    assert refusal(server, "ray", IN_DIRECTORY) is ServerProblem.NOT_ADMITTED
    assert refusal(server, "ray", "wrong") is ServerProblem.WRONG_PASSWORD
    server.execute('ALTER ROLE "desk.ray" LOGIN')


def test_a_password_that_was_changed_in_the_directory_is_asked_for_again(server: Server, directory: Directory) -> None:
    person = let_in(server, "head")
    passwords.remember(person, IN_DIRECTORY)
    directory.fill([replace(EVERYBODY[0], password="the next one")])

    with pytest.raises(ServerError) as refused:
        sign_in_again(person, IN_DIRECTORY)
    sign_in_again(person, "the next one")
    assert refused.value.problem is ServerProblem.WRONG_PASSWORD
    assert passwords.password_for(person) == "the next one"
    passwords.forget(person)


def test_a_directory_that_is_gone_looks_like_a_wrong_password(server: Server, directory: Directory) -> None:
    directory.stop()

    assert refusal(server, "head", IN_DIRECTORY) is ServerProblem.WRONG_PASSWORD
    assert "Can't contact LDAP server" in (server.folder / "log").read_text("utf-8")
