"""A key under a passphrase: opened by that alone, in whatever state its file is."""

import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import KeyProblem, WrongKeyError
from app.store import keys, passphrases
from tests.processes import SOFT

PASSPHRASE = "anvil quartz penguin lantern"
HARD = {name: getattr(passphrases, name) for name in SOFT}  # before tests have it easier


@pytest.fixture(scope="module")
def key():
    return keys.new_key()


@pytest.fixture(scope="module")
def kept(key, tmp_path_factory):
    """Where a file would be, with its key kept beside it, which takes long: for copies."""
    path = tmp_path_factory.mktemp("kept") / "a.deskbook"
    passphrases.keep(path, key, PASSPHRASE)
    return path


@pytest.fixture
def path(kept, tmp_path):
    """The same for one test."""
    shutil.copy(place(kept), tmp_path)
    return tmp_path / kept.name


def place(path):
    return path.with_name("a.deskbook.key")


def problem_of(path, key, passphrase=PASSPHRASE):
    with pytest.raises(WrongKeyError) as wrong:
        passphrases.unwrap(path, keys.header_of(key), passphrase)
    return wrong.value.problem


def test_the_passphrase_opens_it(path, key):
    assert passphrases.is_kept(path, keys.header_of(key))
    assert passphrases.unwrap(path, keys.header_of(key), PASSPHRASE) == key


def test_to_try_one_takes_a_quarter_of_a_second_and_128_megabytes(tmp_path, key, monkeypatch):
    for name, much in HARD.items():
        monkeypatch.setattr(passphrases, name, much)
    passphrases.keep(tmp_path / "a.deskbook", key, PASSPHRASE)

    how = json.loads(place(tmp_path / "a.deskbook").read_text())["argon2id"]
    assert {**how, "salt": ""} == {"salt": "", "memory_kib": 128 * 1024, "passes": 3, "lanes": 4}
    monkeypatch.undo()
    assert passphrases.unwrap(tmp_path / "a.deskbook", keys.header_of(key), PASSPHRASE) == key


def test_the_same_letters_in_another_writing_open_it(tmp_path, key):
    passphrases.keep(tmp_path / "b", key, "café ﬁve")

    assert passphrases.unwrap(tmp_path / "b", keys.header_of(key), "cafe\u0301 five") == key


@pytest.mark.parametrize("typed", ["", PASSPHRASE.upper(), f"{PASSPHRASE} ", "\x00", "\ud800"])
def test_another_does_not(path, key, typed):
    assert problem_of(path, key, typed) is KeyProblem.WRONG_PASSPHRASE


def test_a_new_one_takes_its_place(path, key):
    passphrases.keep(path, key, "another one altogether")

    assert problem_of(path, key) is KeyProblem.WRONG_PASSPHRASE
    assert passphrases.unwrap(path, keys.header_of(key), "another one altogether") == key
    assert [entry.name for entry in path.parent.iterdir()] == ["a.deskbook.key"]


def test_that_of_another_file_counts_for_nothing(path):
    other = keys.new_key()

    assert not passphrases.is_kept(path, keys.header_of(other))
    assert problem_of(path, other) is KeyProblem.WRONG_PASSPHRASE


def test_it_holds_neither_the_key_nor_the_passphrase(path, key):
    content = place(path).read_text()

    assert key.hex() not in content
    assert "anvil" not in content


@pytest.mark.parametrize(
    "how",
    [{"memory_kib": 1 << 30}, {"passes": 10**9}, {"lanes": -1}, {"salt": ""}, {"salt": "zz"}, {"memory_kib": "a"}],
)
def test_what_would_stop_the_computer_is_not_tried(path, key, how):
    content = json.loads(place(path).read_text())
    content["argon2id"] |= how
    place(path).write_text(json.dumps(content))

    assert not passphrases.is_kept(path, keys.header_of(key))


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps).map(str.encode)
)
@settings(max_examples=50)
def test_a_damaged_one_counts_as_none(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("damaged") / "a.deskbook"
    place(path).write_bytes(content)

    assert not passphrases.is_kept(path, keys.header_of(bytes(32)))


def test_it_goes_along_with_copies_and_names(path, key, tmp_path):
    passphrases.copy(path, tmp_path / "c")
    passphrases.move(path, tmp_path / "m")

    assert not passphrases.is_kept(path, keys.header_of(key))
    for name in ("c", "m"):
        assert passphrases.unwrap(tmp_path / name, keys.header_of(key), PASSPHRASE) == key
    passphrases.forget(tmp_path / "c")
    assert [entry.name for entry in tmp_path.iterdir()] == ["m.key"]
