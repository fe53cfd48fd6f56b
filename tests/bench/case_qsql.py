"""Beside what a Qt programmer would have picked: QSqlTableModel on a copy of the same file, in its own process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from statistics import mean, median

from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.services import lists
from app.store.database import open_database
from tests.bench.case_jump import Jumper
from tests.bench.children import child, heard, memory_of
from tests.bench.files import copy_of, database_of, plain_connection
from tests.bench.results import Result
from tests.bench.samples import LISTED, list_queries
from tests.bench.timing import timed

FASTER, SMALLER = 1 / 10, 1 / 5
SEARCHES = 12


def run(rows: int) -> Iterator[Result]:
    """Search and jump at least 10 times faster, a fifth of the memory once both were scrolled to the last row."""
    path = database_of(rows)
    with closing(plain_connection(path)) as plain:
        queries = [query for query in list_queries(plain.cursor()) if query.sort == "display_name"]
        active = plain.cursor().execute("SELECT count(*) FROM customer WHERE state = 'active'").fetchone()[0]
    queries = queries[:: len(queries) // SEARCHES]
    with (
        copy_of(rows) as (copy,),
        child("child_qsql", copy, json.dumps([each.words for each in queries]), active) as it,
    ):
        theirs = json.loads(heard(it, "times"))
        heard(it, "visited")
        their_memory = memory_of(it)
    searched, jumped = _ours(rows, queries)
    with child("child_window", "memory", path) as process:
        heard(process, "visited")
        memory = memory_of(process)
    note = f"floor: QSqlTableModel; mean of {len(queries)} searches; medians {median(searched):.3g} and "
    note += f"{median(theirs['search']):.3g} ms"
    yield Result("search, QSqlTableModel", rows, mean(searched), mean(theirs["search"]), "ms", FASTER, note)
    note = "floor: QSqlTableModel; medians"
    yield Result("jump, QSqlTableModel", rows, median(jumped), median(theirs["jump"]), "ms", FASTER, note)
    note = "floor: QSqlTableModel; both scrolled to the last row"
    yield Result("memory, QSqlTableModel", rows, memory, their_memory, "MB", SMALLER, note)


def _ours(rows: int, queries: list[ListQuery]) -> tuple[list[float], list[float]]:
    with closing(open_database(database_of(rows))) as database, database.reading() as connection:
        lists.opened(connection, ListQuery(CUSTOMER.name), LISTED)
        searched = [
            min(timed(lambda query: lists.opened(connection, query, LISTED), query) for _ in range(2))
            for query in queries
        ]
        jumper = Jumper(connection)
        return searched, [timed(jumper.jump, place) for place in jumper.places()]
