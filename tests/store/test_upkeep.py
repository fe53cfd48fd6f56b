"""What is done after a save, so that the next one need not do it."""

from contextlib import closing

import pytest

from app.models.queries import ListQuery
from app.services.checks import check_place
from app.store.database import open_database
from app.store.listing import first_ids
from app.store.upkeep import tidy
from tests import factories


@pytest.fixture
def database(file_database):
    """Only files have these."""
    return file_database


SAVES = 60
PIECES = "SELECT count(DISTINCT segid) FROM customer_index_idx"
FEW = 8
"""As many pieces of one size make a save merge them itself (migration 0008)."""


def pieces(database):
    with database.reading() as connection:
        return connection.exec_driver_sql(PIECES).scalar_one()


def waiting_pages(database):
    """Pages of the log that are not in the file yet; SQLite has the save bring them in from 1,000 on."""
    with database.reading() as connection:
        _, logged, brought_in = connection.exec_driver_sql("PRAGMA wal_checkpoint(NOOP)").one()
    return logged - brought_in


def test_no_save_finds_much_left_to_do(database):
    with closing(open_database(database.path)) as untidied_too:  # a second window, which only reads
        for number in range(SAVES):
            customer = factories.stored_customer(database, factories.customer_content(f"Zuckmayer {number}"))
            tidy(database)

            assert pieces(untidied_too) < FEW
            assert waiting_pages(untidied_too) < 600

    with database.reading() as connection:
        assert len(first_ids(connection, ListQuery("customer", words="zuckmayer"), 100)) == SAVES
        assert first_ids(connection, ListQuery("customer", words=f"mayer {SAVES - 1}"), 5) == [customer.id]
    database.close()
    assert check_place(database.path) == ()


def test_a_file_that_cannot_be_written_is_left_alone(database):
    customer = factories.stored_customer(database, factories.customer_content("Zuckmayer"))
    database.close()
    before = database.path.read_bytes()

    with closing(open_database(database.path, frozen=True)) as frozen:
        tidy(frozen)
        with frozen.reading() as connection:
            assert first_ids(connection, ListQuery("customer", words="zuckmayer"), 5) == [customer.id]
    assert database.path.read_bytes() == before
