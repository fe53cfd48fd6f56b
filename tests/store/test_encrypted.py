"""Encrypted files: told from others, opened with their key alone, and holding nothing that can be read without it."""

import os
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest

from app.errors import CancelledError, FileError, FileProblem
from app.services.backups import back_up, restore
from app.services.checks import check_place
from app.services.file_jobs import decrypt
from app.services.files import new_file as make_file
from app.store import connecting, keys, passphrases, sqlite
from app.store.conversion import convert
from app.store.database import open_database
from app.store.recovery import Kept, recovery_for
from tests import factories
from tests.processes import ROOT, encrypt_elsewhere, holding


@pytest.fixture
def database(file_database):
    """Only files have these."""
    return file_database


NAME = "Zuckmayer"


def ignore(done, total):
    """Progress that nobody looks at."""


@pytest.fixture
def key():
    return keys.new_key()


@pytest.fixture
def path(database):
    """A file with one customer."""
    factories.stored_customer(database, factories.customer_content(NAME))
    database.close()
    return database.path


@pytest.fixture
def encrypted(path, key):
    """The same, encrypted; this process knows the key."""
    convert(path, key, ignore)
    return path


def problem_of(act, *arguments, **options):
    with pytest.raises(FileError) as refused:
        act(*arguments, **options)
    return refused.value.problem


def names(path):
    database = open_database(path)
    with database.reading() as connection:
        found = list(connection.exec_driver_sql("SELECT display_name FROM customer ORDER BY id").scalars())
    database.close()
    return found


def readable_in(folder):
    """The files in which the customer's name can be read."""
    return [entry.name for entry in folder.iterdir() if entry.is_file() and NAME.encode() in entry.read_bytes()]


def test_turned_on_and_off_it_is_the_same_file(database, key):
    customer = factories.stored_customer(database, factories.customer_content(NAME))
    path = database.path
    database.close()
    seen = []

    convert(path, key, lambda done, total: seen.append(done / total))
    assert readable_in(path.parent) == []
    assert names(path) == [NAME]
    assert connecting.key_of(path) == key
    assert check_place(path) == ()
    assert seen[-1] == 1

    convert(path, None, ignore)
    assert names(path) == [NAME]
    assert connecting.key_of(path) is None
    assert check_place(path) == ()
    assert {entry.name for entry in path.parent.iterdir()} <= {
        path.name,
        *(f"{path.name}{end}" for end in ("-wal", "-shm")),
    }
    assert customer.id


def test_its_beginning_says_that_it_is_ours_and_which_key_fits(encrypted, key):
    assert encrypted.read_bytes()[:16] == keys.header_of(key) == connecting.first_bytes(encrypted)


def test_without_its_key_it_is_neither_opened_nor_harmed(path):
    encrypt_elsewhere(path)
    before = path.read_bytes()
    for act in (open_database, check_place):
        assert problem_of(act, path) is FileProblem.KEY_NEEDED
    assert problem_of(back_up, path, path.with_name("b.deskbook")) is FileProblem.KEY_NEEDED
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_random_bytes_are_not_ours(tmp_path):
    path = tmp_path / "random.deskbook"
    path.write_bytes(os.urandom(100_000))

    assert problem_of(open_database, path) is FileProblem.NOT_OURS


@pytest.mark.parametrize("place", [100, 4096 + 100])
def test_a_damaged_page_is_damage_and_no_wrong_key(encrypted, place):
    content = bytearray(encrypted.read_bytes())
    content[place] ^= 0xFF
    encrypted.write_bytes(content)

    assert problem_of(names, encrypted) is FileProblem.DAMAGED


def test_a_copy_under_another_name_needs_nothing_but_the_key(path, tmp_path):
    key = encrypt_elsewhere(path)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    copy = shutil.copyfile(path, folder / "other.deskbook")
    keys.remember(key)

    assert names(copy) == [NAME]


def test_nothing_can_be_read_in_its_folder_while_it_is_used_and_after_a_kill(encrypted, key):
    database = open_database(encrypted)
    factories.stored_customer(database, factories.customer_content(f"{NAME} II"))
    with database.reading() as connection:  # a large sorted list goes to temporary tables
        connection.exec_driver_sql("CREATE TEMP TABLE place AS SELECT display_name FROM customer")
        assert readable_in(encrypted.parent) == []
    journal, _ = sqlite.journals(encrypted)
    assert journal.stat().st_size > 0

    script = (
        "import os, sys; from pathlib import Path; from app.store import keys; keys.remember(bytes.fromhex(sys.stdin.readline()))\n"
        "from app.store.database import open_database; from tests import factories\n"
        "database = open_database(Path(sys.argv[1]))\n"
        f"factories.stored_customer(database, factories.customer_content('{NAME} III'))\n"
        "print('saved', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(encrypted)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, **pipes) as other:
        other.stdin.write(key.hex() + "\n")
        other.stdin.flush()
        assert other.stdout.readline() == "saved\n"
        other.kill()
    assert readable_in(encrypted.parent) == []
    database.close()
    assert names(encrypted) == [NAME, f"{NAME} II", f"{NAME} III"]


@pytest.mark.parametrize("name", ["b.deskbook.gz", "b.deskbook"])
def test_a_backup_is_encrypted_under_the_same_key(encrypted, name, tmp_path):
    backup = back_up(encrypted, tmp_path / name)
    assert readable_in(tmp_path) == []

    restore(backup, tmp_path / "restored.deskbook")
    assert names(tmp_path / "restored.deskbook") == [NAME]
    assert readable_in(tmp_path) == []
    assert check_place(tmp_path / "restored.deskbook") == ()


@pytest.mark.parametrize("name", ["b.deskbook.gz", "b.deskbook"])
def test_a_backup_without_its_key_restores_nothing(path, name, tmp_path):
    backup = tmp_path / name
    encrypt_elsewhere(path, backup=backup)

    with pytest.raises(FileError) as refused:
        restore(backup, tmp_path / "restored.deskbook")

    assert (refused.value.problem, refused.value.path) == (FileProblem.KEY_NEEDED, backup)
    assert not (tmp_path / "restored.deskbook").exists()


@pytest.mark.parametrize("name", ["b.deskbook.gz", "b.deskbook"])
def test_a_stopped_backup_leaves_no_key_behind(encrypted, key, name, tmp_path):
    passphrases.keep(encrypted, key, "anvil quartz penguin lantern")
    (tmp_path / "stick").mkdir()

    def stop(done, total):
        raise CancelledError

    with pytest.raises(CancelledError):
        back_up(encrypted, tmp_path / "stick" / name, stop)

    assert list((tmp_path / "stick").iterdir()) == []


@pytest.mark.parametrize("share", [0, 0.5, 0.9])
def test_stopped_it_leaves_the_file_as_it_was(database, key, share):
    factories.stored_customer(database, factories.customer_content(NAME))
    path = database.path
    database.close()
    steps = []

    def stop(done, total):
        steps.append(done)
        if done >= share * total and len(steps) > 1:
            raise CancelledError

    with pytest.raises(CancelledError):
        convert(path, key, stop)

    assert names(path) == [NAME]
    assert connecting.key_of(path) is None
    assert not list(path.parent.glob("*partial*"))
    assert not list(path.parent.glob("*wanted*"))


def test_who_has_it_open_keeps_it_as_it_is(new_file, key):
    before = new_file.read_bytes()
    with holding(new_file, "PRAGMA journal_mode=WAL", "SELECT count(*) FROM customer"):
        assert problem_of(convert, new_file, key, ignore) is FileProblem.LOCKED
        assert [entry.name for entry in new_file.parent.iterdir() if "partial" in entry.name] == []
    assert len(new_file.read_bytes()) == len(before)


def test_what_a_killed_decryption_left_is_removed_at_the_next_opening(encrypted):
    leftover = encrypted.with_name(f"{encrypted.name}.partial-999999999-abcdef")
    leftover.write_bytes(NAME.encode())

    open_database(encrypted).close()

    assert not leftover.exists()


def test_a_key_is_told_to_nobody_by_accident(encrypted, key):
    database = open_database(encrypted)

    assert key.hex() not in repr(database)
    assert repr(key) not in repr(database)
    database.close()


@pytest.mark.parametrize("name", ["b.deskbook.gz", "b.deskbook"])
def test_a_backup_and_what_is_restored_from_it_have_the_passphrase(encrypted, key, name, tmp_path):
    passphrases.keep(encrypted, key, "anvil quartz penguin lantern")
    backup = back_up(encrypted, tmp_path / name)
    restore(backup, tmp_path / "restored.deskbook")
    aside = restore(backup, encrypted, replace=True)

    for path in (backup, tmp_path / "restored.deskbook", encrypted, aside):
        assert passphrases.unwrap(path, keys.header_of(key), "anvil quartz penguin lantern") == key


def test_a_file_whose_key_is_lost_is_what_one_restores_over(new_file, tmp_path):
    backup = back_up(new_file, tmp_path / "b.deskbook.gz")
    key = encrypt_elsewhere(new_file, "anvil quartz penguin lantern")

    aside = restore(backup, new_file, replace=True)

    assert check_place(new_file) == ()
    assert passphrases.unwrap(aside, keys.header_of(key), "anvil quartz penguin lantern") == key
    assert not passphrases.is_kept(new_file, keys.header_of(key))
    keys.remember(key)
    assert check_place(aside) == ()


HOLDS_ENCRYPTED = """\
import sys
from pathlib import Path
from app.store import keys
from app.store.database import open_database
from tests import factories
keys.remember(bytes.fromhex(sys.stdin.readline()))
factories.stored_customer(open_database(Path(sys.argv[1])))
print("held", flush=True)
sys.stdin.read()
"""


def test_an_encrypted_file_that_is_open_elsewhere_is_not_replaced_without_its_key(new_file, tmp_path):
    key = encrypt_elsewhere(new_file)
    make_file(tmp_path / "plain.deskbook")
    backup = back_up(tmp_path / "plain.deskbook", tmp_path / "b.deskbook.gz")
    command = [sys.executable, "-c", HOLDS_ENCRYPTED, str(new_file)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        holder.stdin.write(key.hex() + "\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "held\n"
        before = {entry.name for entry in tmp_path.iterdir()}

        assert problem_of(restore, backup, new_file, replace=True) is FileProblem.LOCKED
        assert {entry.name for entry in tmp_path.iterdir()} == before
        holder.kill()

    aside = restore(backup, new_file, replace=True)  # what was saved last is in its journal yet

    keys.remember(key)
    assert len(names(aside)) == 1
    assert check_place(new_file) == ()


def test_unsaved_text_can_still_be_read_when_the_file_is_no_longer_encrypted(encrypted, key, tmp_path):
    folder = tmp_path / "unsaved"
    with closing(open_database(encrypted)) as opened, opened.reading() as connection:
        number = connection.exec_driver_sql("SELECT number FROM node").scalar()
    text = Kept(
        "customer", "external", 7, 1, 2, 0, "Ada", str(encrypted), datetime.now(UTC), {"name": "Ada"}, ("name",)
    )
    typist = recovery_for(folder, number, key)
    typist.keep("aa", text)
    typist.close()

    decrypt(encrypted, folder, ignore)

    assert [entry.kept for entry in recovery_for(folder, number, None).left(encrypted)] == [text]
    assert names(encrypted) == [NAME]
