"""Killed at any moment, the program loses nothing that it confirmed."""

import random

from app.models.customer import CUSTOMER
from app.services.checks import check_place
from app.store.database import open_database
from app.store.records import read_records
from tests.processes import start_saver

KILLS = 5
SAVES = 1000


def confirmed_before_kill(path, saves):
    """Start a process that saves, kill it after so many confirmed saves, and return the version of each by id."""
    confirmed = {}
    with start_saver(path, 10 * saves) as saver:
        for _ in range(saves):
            record_id, version = map(int, saver.stdout.readline().split())
            confirmed[record_id] = version
        saver.kill()  # SIGKILL; by now it is somewhere in the middle of the next save
        for line in saver.stdout:  # what it had confirmed when it died; the last line may be half a line
            if line.endswith("\n"):
                record_id, version = map(int, line.split())
                confirmed[record_id] = version
    assert saver.returncode != 0
    return confirmed


def test_every_confirmed_save_survives_being_killed(new_file):
    confirmed = {}
    for part in random.Random(7).sample(range(SAVES // KILLS - 80, SAVES // KILLS + 80), KILLS):
        confirmed |= confirmed_before_kill(new_file, part)

        database = open_database(new_file)
        with database.reading() as connection:
            stored = read_records(connection, CUSTOMER, list(confirmed))
        database.close()
        assert {record_id: stored[record_id].version >= version for record_id, version in confirmed.items()} == (
            dict.fromkeys(confirmed, True)
        )

    assert check_place(new_file) == ()
