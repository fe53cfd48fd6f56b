"""Files and folders that one may not write, or not even read."""

import pytest

from app.errors import FileProblem
from tests.processes import DRIVE_HELPERS, run_script, without_root

RIGHTS = """
for number, (file_rights, folder_rights) in enumerate([(0o400, 0o700), (0o400, 0o500), (0o600, 0o500), (0o000, 0o700)]):
    inner = folder / str(number)
    inner.mkdir()
    path = inner / "a.deskbook"
    new_file(path)
    path.chmod(file_rights)
    inner.chmod(folder_rights)
    try:
        database = open_database(path)
        print(database.read_only, count(database))
        attempt(factories.stored_customer, database)
        database.close()
    except FileError as error:
        print(error.problem)
    inner.chmod(0o700)
"""
"""Of a file, of both, of the folder alone; and of a file that may not even be read."""

BACKUP_OF_READ_ONLY = """
from app.services.backups import back_up
home = folder / "home"
home.mkdir()
new_file(home / "a.deskbook")
home.chmod(0o500)
print(back_up(home / "a.deskbook", folder / "b.deskbook.gz").name, os.listdir(home))
home.chmod(0o700)
"""

AS_ON_WINDOWS = """
asked = os.access
os.access = lambda path, mode: path.is_dir() or asked(path, mode)  # of folders it says so whatever their rights are
"""


@pytest.mark.parametrize("system", ["", AS_ON_WINDOWS], ids=["asked", "tried"])
def test_without_the_right_to_write_it_is_read_and_backed_up(system, tmp_path):
    script = DRIVE_HELPERS + system + RIGHTS + BACKUP_OF_READ_ONLY

    said = run_script(script, tmp_path, prefix=without_root()).splitlines()

    refused = [f"{FileProblem.READ_ONLY} {tmp_path / str(number) / 'a.deskbook'}" for number in range(3)]
    opened = [line for refusal in refused for line in ("True 0", refusal)]
    assert said == [*opened, "no_permission", "b.deskbook.gz ['a.deskbook']"]
