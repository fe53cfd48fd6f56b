"""A file that is replaced while somebody waits to open it; not on Windows, where nobody can replace an open file."""

import shutil
import time
from contextlib import closing

import psutil

from app.models.customer import CUSTOMER
from app.services.checks import check_place
from app.store import partials, sqlite
from app.store.database import open_database
from app.store.records import read_records
from tests.processes import start_saver


def wait_until_it_waits(saver, path):
    """Until a process has the file open without a break: it looks at it before, but never for so long."""
    process, since = psutil.Process(saver.pid), time.monotonic()
    while saver.poll() is None and time.monotonic() - since < 0.2:
        if str(path) not in [file.path for file in process.open_files()]:
            since = time.monotonic()


def test_who_waits_to_open_it_while_it_is_replaced_saves_nothing_into_the_old_one(new_file, tmp_path):
    other = shutil.copyfile(new_file, tmp_path / "other.deskbook")
    engine = sqlite.lone_engine(new_file)
    alone = engine.connect()
    with start_saver(new_file, 1) as saver:
        wait_until_it_waits(saver, new_file)
        partials.put_over(other, new_file)
        alone.close()
        engine.dispose()
        confirmed = saver.stdout.read()
    with closing(open_database(new_file)) as database, database.reading() as connection:
        saved = [int(line.split()[0]) for line in confirmed.splitlines()]
        assert set(read_records(connection, CUSTOMER, saved)) == set(saved)
    assert check_place(new_file) == ()
