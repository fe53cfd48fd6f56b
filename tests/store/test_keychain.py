"""The keyring as the program sees it, whatever this computer has."""

from dataclasses import replace

import keyring
import pytest
from keyring.backends import fail, null

from app.errors import KeyringError, KeyringProblem
from app.models.servers import Host, ServerAddress, Tls
from app.store import keychain
from tests.keyrings import memory_keyring


def problem_of(act, *arguments):
    with pytest.raises(KeyringError) as refused:
        act(*arguments)
    return refused.value.problem


def test_a_secret_is_kept_found_and_forgotten():
    with memory_keyring() as memory:
        assert keychain.problem() is None
        assert keychain.find("a") is None
        keychain.keep("a", "secret")
        assert keychain.find("a") == "secret"
        assert list(memory.secrets) == [("Deskbook", "a")]
        keychain.forget("a")
        keychain.forget("a")
        assert keychain.find("a") is None


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_no_keyring_is_said(backend):
    before = keyring.get_keyring()
    keyring.set_keyring(backend())
    try:
        assert keychain.problem() is KeyringProblem.NONE
        assert problem_of(keychain.keep, "a", "secret") is KeyringProblem.NONE
        assert problem_of(keychain.find, "a") is KeyringProblem.NONE
    finally:
        keyring.set_keyring(before)


def test_a_locked_one_is_said():
    with memory_keyring() as memory:
        memory.is_locked = True
        assert keychain.problem() is KeyringProblem.LOCKED
        assert problem_of(keychain.forget, "a") is KeyringProblem.LOCKED


def test_one_that_forgets_at_once_is_said():
    with memory_keyring() as memory:
        memory.set_password = lambda *what: None
        assert problem_of(keychain.keep, "a", "secret") is KeyringProblem.REFUSED


def test_a_password_is_kept_for_each_person_at_each_server():
    address = ServerAddress((Host("DB.example"), Host("two.example", 5433)), "desk", "ada")
    with memory_keyring() as memory:
        assert keychain.find_password(address) is None
        keychain.keep_password(address, "secret")
        assert list(memory.secrets) == [("Deskbook", "ada@db.example:5432,two.example:5433")]
        for changes in ({"database": "other"}, {"tls": Tls.REQUIRE, "ca_file": "a"}):
            assert keychain.find_password(replace(address, **changes)) == "secret"
        for changes in ({"user": "grace"}, {"hosts": address.hosts[:1]}):
            assert keychain.find_password(replace(address, **changes)) is None
        keychain.forget_password(address)
        keychain.forget_password(address)
        assert memory.secrets == {}
