"""One database in several windows at once."""

from app.models.customer import CUSTOMER
from app.services.checks import check_place
from app.store import sqlite
from app.store.records import read_records
from tests import factories
from tests.processes import start_saver

SAVES = 60


def confirmed_by(saver):
    """The ids that it confirmed, in order."""
    return [int(line.split()[0]) for line in saver.stdout]


def test_two_processes_saving_at_once_lose_nothing(database):
    own = factories.stored_customer(database)
    with start_saver(database.place, SAVES) as one, start_saver(database.place, SAVES) as other:
        assert (one.stdout.readline(), other.stdout.readline()) != ("", "")
        factories.stored_customer(database)
        confirmed = [confirmed_by(one), confirmed_by(other)]
    assert (one.returncode, other.returncode) == (0, 0)
    assert [len(ids) for ids in confirmed] == [SAVES - 1, SAVES - 1]
    assert not set(confirmed[0]) & set(confirmed[1])

    with database.reading() as connection:
        assert len(read_records(connection, CUSTOMER, [own.id, *confirmed[0], *confirmed[1]])) == (
            1 + len({*confirmed[0], *confirmed[1]})
        )
    database.close()
    assert check_place(database.place) == ()


def test_a_save_is_noticed_by_another_process_as_soon_as_it_is_confirmed(file_database):
    with file_database.reader.connect() as connection, start_saver(file_database.path, 20) as saver:
        seen = set()
        for _ in saver.stdout:
            seen.add(sqlite.data_version(connection))

    assert len(seen) > 1
