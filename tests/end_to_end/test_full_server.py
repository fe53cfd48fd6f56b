"""A server whose disk is full: a real one, with its tables on a drive that vanishes with the process that mounted it."""

from app.errors import ServerProblem
from tests.processes import DRIVE_HELPERS, run_script, with_own_mounts

FULL = """
import shutil, tempfile
from app.errors import ServerError
from app.services.shared import new_shared
from tests import postgres

with tempfile.TemporaryDirectory() as drive, postgres.running() as server:
    mount("-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", drive)
    shutil.chown(drive, "nobody", "nogroup")
    server.execute(f"CREATE TABLESPACE small LOCATION '{drive}'")
    server.execute("CREATE DATABASE desk TEMPLATE template0 TABLESPACE small")
    new_shared(server.address("desk"), country="US")
    database = open_database(server.address("desk"))
    folder = Path(drive)
    fill()
    saved = 0
    try:
        while factories.stored_customer(database):
            saved += 1
    except ServerError as error:
        print(error.problem, error.is_of_connection)
    print(count(database) == saved)
    (folder / "filling").unlink()
    factories.stored_customer(database)
    print(count(database) == saved + 1)
    database.close()
    server.stop()
    subprocess.run(["umount", "--lazy", drive], check=True)
"""


def test_nothing_is_lost_and_it_goes_on_when_there_is_room(tmp_path):
    said = run_script(DRIVE_HELPERS + FULL, tmp_path, prefix=with_own_mounts()).splitlines()

    assert said == [f"{ServerProblem.DISK_FULL} False", "True", "True"]
