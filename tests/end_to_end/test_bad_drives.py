"""Drives that are full or read-only: real ones, mounted by a process of its own, with which they vanish."""

from app.errors import FileProblem
from tests.processes import DRIVE_HELPERS, run_script, with_own_mounts

FULL = """
mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder))
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
    said = run_script(DRIVE_HELPERS + FULL, tmp_path, prefix=with_own_mounts()).splitlines()

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
    said = run_script(DRIVE_HELPERS + FULL_FOR_A_BACKUP, tmp_path, prefix=with_own_mounts()).splitlines()

    drive = tmp_path / "drive"
    full = [f"{FileProblem.DISK_FULL} {drive / name}" for name in ("a.deskbook.gz", "a.deskbook")]
    assert said == [*full, "[]"]


NO_ROOM_TO_ASK = """
from app.store.upgrade import upgrade_database
mount("-t", "tmpfs", "-o", "size=8m,nr_inodes=20", "tmpfs", str(folder))
new_file(path)
try:
    for number in range(20):
        (folder / str(number)).touch()
except OSError:
    pass
attempt(upgrade_database, path)
"""


def test_a_drive_without_room_to_ask_for_the_file_alone_is_full(tmp_path):
    said = run_script(DRIVE_HELPERS + NO_ROOM_TO_ASK, tmp_path, prefix=with_own_mounts()).splitlines()

    assert said == [f"{FileProblem.DISK_FULL} {tmp_path / 'a.deskbook'}"]


READ_ONLY_DRIVE = """
new_file(path)
mount("--bind", str(folder), str(folder))
mount("-o", "remount,ro,bind", str(folder))
database = open_database(path)
print(database.read_only, count(database))
attempt(factories.stored_customer, database)
database.close()
attempt(new_file, folder / "b.deskbook")
from app.services.checks import check_place
print(check_place(path), names())
"""


def test_a_read_only_drive_can_be_read(tmp_path):
    said = run_script(DRIVE_HELPERS + READ_ONLY_DRIVE, tmp_path, prefix=with_own_mounts()).splitlines()

    assert said == [
        "True 0",
        f"{FileProblem.READ_ONLY} {tmp_path / 'a.deskbook'}",
        f"{FileProblem.READ_ONLY} {tmp_path / 'b.deskbook'}",
        "() ['a.deskbook']",
    ]


FULL_WHILE_ENCRYPTING = """
from app.store import keys
from app.store.conversion import convert
mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder))
new_file(path)
database = open_database(path)
factories.stored_customer(database)
database.close()
fill()
before = names()
key = keys.new_key()
attempt(convert, path, key, lambda done, total: None)
print(names() == before)
(folder / "filling").unlink()
database = open_database(path)
print(count(database), database.key)
database.close()
convert(path, key, lambda done, total: None)
fill()
attempt(convert, path, None, lambda done, total: None)
(folder / "filling").unlink()
database = open_database(path)
print(count(database), database.key == key)
"""


def test_a_drive_that_is_full_keeps_the_file_in_the_form_that_it_has(tmp_path):
    said = run_script(DRIVE_HELPERS + FULL_WHILE_ENCRYPTING, tmp_path, prefix=with_own_mounts()).splitlines()

    full = f"{FileProblem.DISK_FULL} {tmp_path / 'a.deskbook'}"
    assert said == [full, "True", "1 None", full, "1 True"]
