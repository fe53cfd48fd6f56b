"""What a person types is for nobody else on the same computer; where files have permissions."""

import os
import shutil

import pytest

from app.locks import FileLock
from app.services.backups import back_up, restore
from app.services.encryption import decrypt, encrypt, keep_key
from app.services.files import new_file as make_file
from app.store import keys
from app.store.database import REVISION
from app.store.migrations import SCRIPTS
from app.store.upgrade import upgrade_database
from tests.store.test_recovery import files, gone, kept


def test_nobody_else_can_read_what_is_kept(tmp_path):
    gone(tmp_path, kept())
    (piece,) = files(tmp_path)

    assert (piece.stat().st_mode & 0o777, piece.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_lock_that_was_tidied_away_is_taken_anew(tmp_path):
    path = tmp_path / "lock"
    first, second, third = FileLock(path), FileLock(path), FileLock(path)

    assert first.take()
    assert not second.take()
    first.release(remove=True)
    assert second.take(waiting=True)
    assert not third.take()
    second.release(remove=True)
    assert not path.exists()


@pytest.fixture
def generous():
    """What is made lets everybody read and write, unless it is said otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path):
    return path.stat().st_mode & 0o777


def test_a_new_file_is_for_its_own_person(generous, tmp_path):
    make_file(tmp_path / "a.deskbook")
    backup = back_up(tmp_path / "a.deskbook", tmp_path / "b.deskbook.gz")
    backup.chmod(0o777)  # as on a stick
    restore(backup, tmp_path / "c.deskbook")

    assert (mode(tmp_path / "a.deskbook"), mode(tmp_path / "c.deskbook")) == (0o600, 0o600)


@pytest.mark.parametrize("allowed", [0o600, 0o660, 0o644])
def test_whatever_is_made_of_a_file_is_for_whom_that_is_for(generous, allowed, new_file, tmp_path):
    new_file.chmod(allowed)
    seen = set()

    def look(done, total):
        seen.update(mode(path) for path in tmp_path.iterdir() if path.is_file() and path.name != "older.deskbook")

    key = keys.new_key()
    keep_key(new_file, key, "anvil quartz penguin lantern")
    encrypt(new_file, key, look)
    back_up(new_file, tmp_path / "encrypted.deskbook.gz", look)
    decrypt(new_file, look)
    for name in ("plain.deskbook.gz", "plain.deskbook"):
        back_up(new_file, tmp_path / name, look)
    restore(tmp_path / "plain.deskbook.gz", new_file, replace=True, on_progress=look)
    look(1, 1)

    assert seen <= {allowed, 0o600}
    assert {path.name: mode(path) for path in tmp_path.iterdir()} == {path.name: allowed for path in tmp_path.iterdir()}
    assert (tmp_path / "encrypted.deskbook.gz.key").exists()


def test_the_copy_that_an_upgrade_makes_is_for_whom_the_file_is_for(generous, new_file, tmp_path):
    new_file.chmod(0o640)
    scripts = shutil.copytree(SCRIPTS, tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9000_nothing.py").write_text(
        f'revision = "9000"\ndown_revision = "{REVISION}"\n\n\ndef upgrade():\n    pass\n', "utf-8"
    )

    copy = upgrade_database(new_file, scripts)

    assert (mode(new_file), mode(copy)) == (0o640, 0o640)
