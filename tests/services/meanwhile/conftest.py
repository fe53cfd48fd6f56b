"""Two people on a server: what the second one begins while the first one isn't done has to wait."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from app.models.values import Content
from app.services import records
from app.store.database import open_database
from tests import factories

PATIENCE_SECONDS = 20
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'test' AND wait_event_type = 'Lock'"


@pytest.fixture
def database(shared_database):
    """In a file whoever writes waits at the door."""
    return shared_database


@pytest.fixture
def other(database):
    """The same database over another person's connection."""
    with closing(open_database(database.place)) as other:
        yield other


@pytest.fixture
def meanwhile(database, other, server):
    """Do two acts, the second one while the first one isn't committed; it has to wait. Returns what the second returns."""

    def within(act):
        with other.writing() as connection:
            return act(connection)

    def meanwhile(first, second):
        with ThreadPoolExecutor(1) as second_person, database.writing() as connection:
            first(connection)
            done = second_person.submit(within, second)
            give_up = time.monotonic() + PATIENCE_SECONDS
            while server.execute(WAITING) == [(0,)]:
                assert not done.done(), f"it did not wait: {done.result()}"
                assert time.monotonic() < give_up
        return done.result()

    return meanwhile


@pytest.fixture
def customer(database):
    return factories.stored_customer(database)


@pytest.fixture
def save(actor):
    """An act that saves somebody or something of the settings."""

    def save(type_name, base=None, **values):
        return lambda connection: (
            records.save_record(connection, type_name, None, base, Content(values), actor=actor).record
        )

    return save
