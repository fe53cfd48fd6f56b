"""A list of customers on a real file, shown and read."""

from __future__ import annotations

import pytest

from app.models.customer import CUSTOMER
from app.settings import Settings
from app.store.database import open_database
from app.views.lists.record_list import RecordList


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def make_list(qtbot, crowd_tasks, settings):
    """Builds a list of the crowd, shown and counted."""

    def make():
        made = RecordList(crowd_tasks, CUSTOMER, settings)
        qtbot.addWidget(made)
        made.resize(900, 500)
        made.show()
        made.show_list()
        wait_until_read(qtbot, made, crowd_tasks)
        return made

    return make


@pytest.fixture
def crowd_list(make_list):
    return make_list()


@pytest.fixture
def settle(qtbot, crowd_tasks):
    """Waits until a list has read and painted all that it wants."""
    return lambda shown: wait_until_read(qtbot, shown, crowd_tasks)


def wait_until_read(qtbot, shown, tasks):
    def is_read():
        first, last = shown.table.visible_rows()
        at_hand = all(shown.model.row(row) for row in range(first, last + 1))
        return tasks.is_idle() and shown.source.is_counted and at_hand

    shown.table.viewport().repaint()
    qtbot.waitUntil(is_read, timeout=10_000)


@pytest.fixture
def other_window(crowd_file):
    """The same file, opened by somebody else."""
    database = open_database(crowd_file)
    yield database
    database.close()
