"""Keystroke to hits: the first page of a search, ready as text, without painting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from app.models.queries import ListQuery
from app.services import lists
from app.store.database import open_database
from tests.bench.files import database_of, forget_cached, plain_connection
from tests.bench.plain_search import PlainSearch
from tests.bench.results import Result, p95, tell
from tests.bench.samples import LISTED, list_queries
from tests.bench.timing import Times, collector_off, interleaved, timed

BAR, MOST_MS = 2.0, 100.0
_COLD = 12


def run(rows: int) -> Iterator[Result]:
    """The main list."""
    yield from measured("search", rows, LISTED)


def measured(case: str, rows: int, columns: tuple[str, ...]) -> Iterator[Result]:
    """Over 200 queries, each against the best plain plan for the same first hits in the same order.

    Args:
        case: what the results are called.
        rows: how many customers the database has.
        columns: what the list shows of each.
    """
    path = database_of(rows)
    with closing(plain_connection(path)) as plain, closing(open_database(path)) as database:
        queries = list_queries(plain.cursor())
        floor = PlainSearch(plain, columns, lists.PAGE)
        with database.reading() as connection:
            plans = {query: floor.best(query) for query in queries}
            for query in queries:
                found = lists.opened(connection, query, columns).page.rows
                if [row.id for row in found] != [row[0] for row in plans[query]()]:
                    raise AssertionError(f"other hits than the plain plan's: {query}")
            times = interleaved(
                queries, lambda query: lists.opened(connection, query, columns), lambda query: plans[query]()
            )
            why = explained_ms(connection, queries, columns)
    cold = _cold(path, queries, columns)
    _tell_slowest(queries, times)
    yield times.result(case, rows, BAR, f"{len(queries)} queries, {times.typical()}{cold}")
    yield Result(f"{case}, absolute", rows, p95(times.ours), None, "ms", MOST_MS)
    yield Result(
        f"{case}, why found", rows, p95(why), None, "ms", None, f"behind the hits, median {median(why):.3g} ms"
    )


def explained_ms(connection: sa.Connection, queries: Sequence[ListQuery], columns: tuple[str, ...]) -> list[float]:
    """What it takes to say why the hits were found, which is asked when they are there; of each query the second time."""
    found = []
    with collector_off():
        for query in queries:
            opened = lists.opened(connection, query, columns)
            taken = [
                timed(lambda query, of=opened: lists.explained(connection, query, of.labels, of.page.rows), query)
                for _ in range(2)
            ]
            found.append(taken[-1])
    return found


def _tell_slowest(queries: list[ListQuery], times: Times) -> None:
    worst = sorted(zip(times.ours, times.floor, queries, strict=True), key=lambda each: -each[0])[:5]
    for ours, floor, query in worst:
        tell(f"  slow: {ours:.1f} ms (floor {floor:.1f}) {query.words!r} by {query.sort}")


def _cold(path: Path, queries: list[ListQuery], columns: tuple[str, ...]) -> str:
    """The same with a new connection and a file that the system has forgotten."""
    found = []
    for query in queries[:: max(1, len(queries) // _COLD)]:
        if not forget_cached(path):
            return ""
        with closing(open_database(path)) as database, database.reading() as connection:
            found.append(timed(lambda query, at=connection: lists.opened(at, query, columns), query))
    return f", cold median {median(found):.3g} ms"
