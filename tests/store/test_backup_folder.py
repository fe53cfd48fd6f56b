"""The folder of automatic backups: made when due, by one process, within a share of the disk."""

import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.errors import CancelledError, FileError, FileProblem
from app.locks import FileLock
from app.services.backups import restore
from app.services.checks import check_place
from app.store.backup_folder import all_backups, automatic_backups, folder_for, is_due, make_backup, require_readable
from tests.processes import ROOT

NODE = 0x1234
WIDE = 0.9

DIES_HALFWAY = """\
import os, signal, sys
from pathlib import Path
from app.store.backup_folder import make_backup

def die(done, total):
    if done > total / 2:
        os.kill(os.getpid(), signal.SIGTERM)

make_backup(Path(sys.argv[1]), Path(sys.argv[2]), 0.9, die, only_if_due=False)
"""


def make(path, folder, share=WIDE, *, only_if_due=False):
    """One more backup."""
    return make_backup(path, folder, share, lambda done, total: None, only_if_due=only_if_due)


@pytest.fixture
def folder(tmp_path, new_file):
    return folder_for(tmp_path / "backups", new_file, NODE)


def aged(folder, path, *days):
    """Copies of a backup, as if made so many days ago."""
    for number in days:
        at = datetime.now() - timedelta(days=number)
        shutil.copy(path, folder / f"test {at:%Y-%m-%d %H%M%S}.deskbook.gz")


def test_the_folder_is_named_by_the_file_and_the_database(folder, new_file, tmp_path):
    made = make(new_file, folder)

    assert re.fullmatch("test [0-9a-f]{6} 001234", made.path.parent.name)
    assert made.path.name.startswith(f"test {datetime.now():%Y-%m-%d }")
    assert made.is_within_share
    restore(made.path, tmp_path / "restored.deskbook")
    assert check_place(tmp_path / "restored.deskbook") == ()


def test_one_is_due_when_the_latest_is_a_day_old(folder, new_file):
    now = datetime.now()
    assert is_due(folder, now)
    assert make(new_file, folder, only_if_due=True)
    assert not is_due(folder, now + timedelta(hours=23))
    assert is_due(folder, now + timedelta(hours=25))
    assert make(new_file, folder, only_if_due=True) is None
    assert len(automatic_backups(folder)) == 1
    assert is_due(folder, now - timedelta(days=400))  # the clock was wrong when it was made


def test_two_windows_do_not_make_two(folder, new_file):
    make(new_file, folder)
    other = FileLock(folder / ".lock")
    assert other.take()
    assert make(new_file, folder) is None
    other.release()
    assert make(new_file, folder)


def test_old_ones_go_by_days_and_weeks(folder, new_file):
    aged(folder, make(new_file, folder).path, *range(1, 60))
    make(new_file, folder)

    days = {backup.at.date() for backup in automatic_backups(folder)}
    assert 8 <= len(days) <= 11
    assert len(automatic_backups(folder)) == len(days) + 1  # two of today


def test_within_a_small_share_the_oldest_go_and_the_last_one_stays(folder, new_file):
    first = make(new_file, folder)
    aged(folder, first.path, 1, 2, 3)

    last = make(new_file, folder, share=1e-9)

    assert [backup.path for backup in automatic_backups(folder)] == [last.path]
    assert not last.is_within_share


def test_without_room_nothing_is_begun_and_all_stay(folder, new_file, monkeypatch):
    aged(folder, make(new_file, folder).path, 1, 2)
    free = new_file.stat().st_size // 2  # too little even if the older ones went
    full = shutil.disk_usage(folder)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: full)
    with pytest.raises(FileError) as refused:
        make(new_file, folder)

    assert refused.value.problem is FileProblem.DISK_FULL
    assert len(automatic_backups(folder)) == 3


def test_as_many_of_the_oldest_go_as_make_room(folder, new_file, monkeypatch):
    first = make(new_file, folder)
    aged(folder, first.path, 1, 2, 3)
    size, needed = first.path.stat().st_size, 1.4 * new_file.stat().st_size

    def nearly_full_drive(_):
        taken = sum(backup.size for backup in automatic_backups(folder))
        return SimpleNamespace(free=needed + 2.5 * size - taken)

    monkeypatch.setattr(shutil, "disk_usage", nearly_full_drive)
    last = make(new_file, folder)

    left = automatic_backups(folder)
    assert [backup.path for backup in left[1:]] == [first.path, last.path]
    assert (datetime.now() - left[0].at).days == 1


def test_a_stopped_backup_leaves_nothing_and_the_next_one_is_made(folder, new_file):
    def stop(done, total):
        raise CancelledError

    with pytest.raises(CancelledError):
        make_backup(new_file, folder, WIDE, stop, only_if_due=False)
    assert automatic_backups(folder) == ()
    assert make(new_file, folder)


def test_what_a_killed_backup_left_goes_with_the_next_one(folder, new_file):
    killed = subprocess.run([sys.executable, "-c", DIES_HALFWAY, new_file, folder], cwd=ROOT, check=False)
    assert killed.returncode in (-signal.SIGTERM, signal.SIGTERM)
    for leftover in folder.glob("*.partial-*"):  # of another day than the next one
        leftover.rename(
            folder / f"test 2020-01-01 120000.deskbook.gz.partial-{leftover.name.partition('.partial-')[2]}"
        )
    assert list(folder.glob("*.plain"))

    made = make(new_file, folder)

    assert {entry.name for entry in folder.iterdir()} == {".lock", made.path.name}


def test_a_read_only_file_is_backed_up_as_well(folder, new_file):
    new_file.chmod(0o400)
    assert make(new_file, folder)
    new_file.chmod(0o600)


def test_all_of_a_database_are_listed_under_every_name_that_it_had(folder, new_file, tmp_path):
    made = make(new_file, folder)
    older = tmp_path / "backups" / "former name 001234"
    older.mkdir()
    former = shutil.copy(made.path, older / "former name 2020-01-01 1200.deskbook.gz")
    shutil.copytree(older, tmp_path / "backups" / "another 009999")
    beside = shutil.copy(made.path, tmp_path / "test 2021-02-03.deskbook.gz")

    found = all_backups(tmp_path / "backups", new_file, NODE)

    assert {str(backup.path) for backup in found} == {str(made.path), str(former), str(beside)}
    assert {str(backup.path) for backup in found if not backup.is_automatic} == {str(beside)}
    assert found[-1].at == datetime(2020, 1, 1, 12)


def test_what_lies_beside_is_known_by_its_whole_name(new_file, tmp_path):
    own = [
        "test",
        "test-2",
        "test 2026-11-28",
        "test 2026-11-28 0214",
        "test 2026-11-28 021459",
        "test 2026-11-28 0214-3",
    ]
    others = [
        "test2 2026-11-28 0214",
        "test 2",
        "test 2026-11-28 02145",
        "test of others",
        "test.before",
        "tests",
        "a test",
        "te.t",
    ]
    for name in own + others:
        (tmp_path / f"{name}.deskbook.gz").touch()
    (tmp_path / "test 2026-11-28 0214.deskbook-2.gz").touch()

    found = all_backups(tmp_path / "backups", new_file, NODE)

    assert {backup.path.name for backup in found} == {f"{name}.deskbook.gz" for name in own}
    assert {backup.at for backup in found if "0214" in backup.path.name and "59" not in backup.path.name} == {
        datetime(2026, 11, 28, 2, 14)
    }


def test_a_copy_in_another_folder_is_backed_up_as_well(folder, new_file, tmp_path):
    (tmp_path / "desk").mkdir()
    copy = Path(shutil.copy(new_file, tmp_path / "desk"))
    make(new_file, folder)
    others = folder_for(tmp_path / "backups", copy, NODE)

    assert is_due(others, datetime.now())
    assert make(copy, others, only_if_due=True)
    assert len(all_backups(tmp_path / "backups", new_file, NODE)) == 2


def test_damage_is_noticed(folder, new_file):
    made = make(new_file, folder)
    require_readable(made.path, lambda done, total: None)
    content = bytearray(made.path.read_bytes())
    for spoiled in (bytes(content[:-9]), bytes(content[:5000]) + os.urandom(9) + bytes(content[5009:]), b"no backup"):
        made.path.write_bytes(spoiled)
        with pytest.raises(FileError) as refused:
            require_readable(made.path, lambda done, total: None)
        assert refused.value.problem is FileProblem.DAMAGED
