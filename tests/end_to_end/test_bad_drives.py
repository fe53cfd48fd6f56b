"""Drives that are full, read-only or on the network, and folders without rights: real ones, on Linux.

Each test mounts what it needs in a process of its own, with mounts that vanish with it.
"""

import pytest

from app.errors import FileProblem
from tests.processes import run_script, with_own_mounts, without_root

HELPERS = """\
import os, subprocess, sys
from pathlib import Path
from app.errors import FileError
from app.services.files import new_file
from app.store.database import open_database
from tests import factories

folder = Path(sys.argv[1])
path = folder / "a.deskbook"

def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)

def fill():
    with open(folder / "filling", "ab", buffering=0) as filling:
        try:
            while True:
                filling.write(bytes(4096))
        except OSError:
            pass

def attempt(act, *arguments):
    try:
        return act(*arguments)
    except FileError as error:
        print(error.problem, error.path)

def count(database):
    with database.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM customer").scalar()

def names():
    return sorted(entry.name for entry in folder.iterdir())
"""

FULL = """
mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder))
fill()
attempt(new_file, path)
print(names())
(folder / "filling").unlink()
new_file(path)

fill()
attempt(open_database, path)
(folder / "filling").unlink()

database = open_database(path)
factories.stored_customer(database)
fill()
saved = 1
while attempt(factories.stored_customer, database):
    saved += 1
print(count(database) == saved)
(folder / "filling").unlink()
factories.stored_customer(database)
print(count(database) == saved + 1)
with database.reading() as connection:
    print(connection.exec_driver_sql("PRAGMA integrity_check").scalar())
database.close()
"""


def test_a_full_drive_takes_nothing_that_was_there_and_goes_on_when_there_is_room(tmp_path):
    said = run_script(HELPERS + FULL, tmp_path, prefix=with_own_mounts()).splitlines()

    full = f"{FileProblem.DISK_FULL} {tmp_path / 'a.deskbook'}"
    assert said == [full, "['filling']", full, full, "True", "True", "ok"]


FULL_FOR_A_BACKUP = """
from app.services.backups import back_up
new_file(path)
drive = folder / "drive"
drive.mkdir()
mount("-t", "tmpfs", "-o", "size=200k", "tmpfs", str(drive))
for name in ("a.deskbook.gz", "a.deskbook"):
    attempt(back_up, path, drive / name)
print([entry.name for entry in drive.iterdir()])
"""


def test_a_backup_that_does_not_fit_leaves_nothing(tmp_path):
    said = run_script(HELPERS + FULL_FOR_A_BACKUP, tmp_path, prefix=with_own_mounts()).splitlines()

    drive = tmp_path / "drive"
    full = [f"{FileProblem.DISK_FULL} {drive / name}" for name in ("a.deskbook.gz", "a.deskbook")]
    assert said == [*full, "[]"]


READ_ONLY_DRIVE = """
new_file(path)
mount("--bind", str(folder), str(folder))
mount("-o", "remount,ro,bind", str(folder))
database = open_database(path)
print(database.read_only, count(database))
attempt(factories.stored_customer, database)
database.close()
attempt(new_file, folder / "b.deskbook")
from app.services.checks import check_file
print(check_file(path), names())
"""


def test_a_read_only_drive_can_be_read(tmp_path):
    said = run_script(HELPERS + READ_ONLY_DRIVE, tmp_path, prefix=with_own_mounts()).splitlines()

    assert said == [
        "True 0",
        f"{FileProblem.READ_ONLY} {tmp_path / 'a.deskbook'}",
        f"{FileProblem.READ_ONLY} {tmp_path / 'b.deskbook'}",
        "() ['a.deskbook']",
    ]


READ_ONLY_RIGHTS = """
new_file(path)
path.chmod(int(sys.argv[2], 8))
folder.chmod(int(sys.argv[3], 8))
try:
    database = open_database(path)
    print(database.read_only, count(database))
    attempt(factories.stored_customer, database)
    database.close()
except FileError as error:
    print(error.problem)
folder.chmod(0o700)
"""


@pytest.mark.parametrize(
    ("file_rights", "folder_rights", "expected"),
    [
        ("0400", "0700", ["True 0", "{READ_ONLY}"]),
        ("0400", "0500", ["True 0", "{READ_ONLY}"]),
        ("0600", "0500", ["True 0", "{READ_ONLY}"]),
        ("0000", "0700", ["no_permission"]),
    ],
    ids=["file", "both", "folder", "not even readable"],
)
def test_without_the_right_to_write(file_rights, folder_rights, expected, tmp_path):
    script = HELPERS + READ_ONLY_RIGHTS
    said = run_script(script, tmp_path, file_rights, folder_rights, prefix=without_root()).splitlines()

    refused = f"{FileProblem.READ_ONLY} {tmp_path / 'a.deskbook'}"
    assert said == [line.format(READ_ONLY=refused) for line in expected]


NETWORK = """
channel = os.open("/dev/fuse", os.O_RDWR)
options = f"fd={channel},rootmode=40000,user_id=0,group_id=0,subtype=sshfs"
subprocess.run(["mount", "-i", "-t", "fuse", "-o", options, "host:/", str(folder)], check=True, pass_fds=[channel])
os.close(channel)  # as if the other computer had gone
attempt(open_database, path)
attempt(new_file, path)
"""


def test_a_network_drive_is_refused_without_touching_it(tmp_path):
    said = run_script(HELPERS + NETWORK, tmp_path, prefix=with_own_mounts()).splitlines()

    assert said == [f"{FileProblem.NETWORK_DRIVE} {tmp_path / 'a.deskbook'}"] * 2
