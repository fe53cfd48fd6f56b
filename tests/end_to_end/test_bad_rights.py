"""Files and folders that one may not write, or not even read."""

import pytest

from app.errors import FileProblem
from tests.processes import DRIVE_HELPERS, run_script, without_root

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


AS_ON_WINDOWS = """
asked = os.access
os.access = lambda path, mode: path.is_dir() or asked(path, mode)  # of folders it says so whatever their rights are
"""


@pytest.mark.parametrize("system", ["", AS_ON_WINDOWS], ids=["asked", "tried"])
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
def test_without_the_right_to_write(file_rights, folder_rights, expected, system, tmp_path):
    script = DRIVE_HELPERS + system + READ_ONLY_RIGHTS
    said = run_script(script, tmp_path, file_rights, folder_rights, prefix=without_root()).splitlines()

    refused = f"{FileProblem.READ_ONLY} {tmp_path / 'a.deskbook'}"
    assert said == [line.format(READ_ONLY=refused) for line in expected]


BACKUP_OF_READ_ONLY = """
from app.services.backups import back_up
home = folder / "home"
home.mkdir()
new_file(home / "a.deskbook")
home.chmod(0o500)
print(back_up(home / "a.deskbook", folder / "b.deskbook.gz").name, os.listdir(home))
home.chmod(0o700)
"""


@pytest.mark.parametrize("system", ["", AS_ON_WINDOWS], ids=["asked", "tried"])
def test_a_file_in_a_read_only_folder_can_be_backed_up(system, tmp_path):
    said = run_script(DRIVE_HELPERS + system + BACKUP_OF_READ_ONLY, tmp_path, prefix=without_root())

    assert said == "b.deskbook.gz ['a.deskbook']\n"
