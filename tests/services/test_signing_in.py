"""Signing in again to what is open: a server that asks for passwords, one that asks nobody, and an encrypted file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.errors import ServerError, ServerProblem, WrongKeyError
from app.models.recovery_key import as_text
from app.services.shared import new_shared
from app.services.signing_in import asks_password, has_sessions, sign_in_again
from app.store import passwords
from tests import postgres
from tests.processes import encrypt_elsewhere

PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="module")
def strict() -> Iterator[postgres.Server]:
    """A server that asks for passwords."""
    with postgres.running(auth="scram-sha-256") as server:
        server.execute("CREATE ROLE ada LOGIN PASSWORD 'first'")
        server.execute("CREATE DATABASE desk OWNER ada TEMPLATE template0")
        passwords.remember(server.address("desk", "ada"), "first")
        new_shared(server.address("desk", "ada"), country="US")
        yield server


def refused(place, typed):
    with pytest.raises(ServerError) as caught:
        sign_in_again(place, typed)
    return caught.value.problem


def test_a_server_is_asked_anew(strict):
    address = strict.address("desk", "ada")
    passwords.remember(address, "first")
    assert has_sessions(address)
    assert asks_password(address)
    sign_in_again(address, "first")
    assert refused(address, "second") is ServerProblem.WRONG_PASSWORD

    strict.execute("ALTER ROLE ada PASSWORD 'second'")
    assert refused(address, "first") is ServerProblem.WRONG_PASSWORD
    sign_in_again(address, "second")
    assert passwords.password_for(address) == "second"
    strict.execute("ALTER ROLE ada PASSWORD 'first'")
    passwords.forget(address)


def test_a_server_that_asks_nobody_takes_no_other_password(shared_database):
    address = shared_database.place
    assert has_sessions(address)
    assert not asks_password(address)
    sign_in_again(address, "")
    passwords.remember(address, "first")
    assert asks_password(address)
    sign_in_again(address, "first")
    assert refused(address, "another") is ServerProblem.WRONG_PASSWORD
    passwords.forget(address)


def test_a_file_without_a_password_has_no_sessions(new_file):
    assert not has_sessions(new_file)
    assert not asks_password(new_file)


def test_a_file_takes_its_passphrase_or_its_recovery_key(new_file):
    key = encrypt_elsewhere(new_file, PASSPHRASE, new_file.with_name("b.deskbook"))
    assert has_sessions(new_file)
    assert asks_password(new_file)
    sign_in_again(new_file, PASSPHRASE)
    sign_in_again(new_file, as_text(key))
    with pytest.raises(WrongKeyError):
        sign_in_again(new_file, "wrong")
