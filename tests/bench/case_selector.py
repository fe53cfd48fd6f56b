"""The person selector: keystroke to hits as the main list's, and what the card beside them reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from app.models.customer import CUSTOMER
from app.services import forms
from app.store.database import open_database
from app.views.dialogs.people_list import PICKED_COLUMNS
from tests.bench.case_search import MOST_MS, measured
from tests.bench.files import database_of, plain_connection
from tests.bench.results import Result, p95
from tests.bench.samples import customer_ids
from tests.bench.timing import collector_off, timed

_PEOPLE = 220


def run(rows: int) -> Iterator[Result]:
    """The first hits with the selector's columns, then the card of whoever is highlighted."""
    yield from measured("selector", rows, PICKED_COLUMNS)
    path = database_of(rows)
    with closing(plain_connection(path)) as plain:
        ids = customer_ids(plain.cursor(), _PEOPLE)
    with closing(open_database(path)) as database, database.reading() as connection, collector_off():
        cards = [timed(lambda each: forms.read_sheet(connection, CUSTOMER.name, each), each) for each in ids]
    yield Result("selector, card", rows, p95(cards), None, "ms", MOST_MS, "read beside the hits, once they rest")
