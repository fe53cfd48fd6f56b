"""The acts of a desk on a PostgreSQL server, for people who see all customers, half of them, one in a hundred and few.

Each signs in as themselves, so that the server's policies hold; the floor is plain psycopg as the owner of the tables with
their reach as an explicit WHERE.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from PySide6.QtWidgets import QApplication

from app.models.customer import CUSTOMER
from app.models.fields import item_type
from app.models.queries import ListQuery
from app.services import lists
from app.store import listing
from app.store.database import Database, open_database
from tests.bench.case_jump import COUNT, Jumper
from tests.bench.case_open import RECORDS, Opener, PlainOpener
from tests.bench.case_save import SAVES, WARM, Saver
from tests.bench.case_search import explained_ms
from tests.bench.case_start import ROWS_BAR, RUNS, WINDOW_BAR, start_bare, start_ours
from tests.bench.children import child, heard, memory_of
from tests.bench.files import database_of, plain_connection
from tests.bench.plain_server import PlainServerSearch
from tests.bench.results import Result, p95, tell
from tests.bench.samples import LISTED, list_queries
from tests.bench.script import Replayer, Script
from tests.bench.servers import ALL, FEW, HALF, HUNDREDTH, Served, serving
from tests.bench.timing import Times, collector_off, interleaved, timed

SEARCH, SEARCH_MS, JUMP, OPEN, OPEN_MS, SAVE, SAVE_MORE_MS, MEMORY_MB = 2.0, 100.0, 3.0, 2.0, 50.0, 2.0, 10.0, 125.0
SHARES = (ALL, HALF, HUNDREDTH, FEW, "agent0")
_QUERIES = 200
_SAMPLED = 20
_PLAIN = f"SELECT id, {', '.join(LISTED)} FROM customer WHERE id = ANY(%s)"


class PlainServerOpener(PlainOpener):
    """The same rows by psycopg."""

    def read(self, record_id: int) -> list[Any]:
        """The record's row and its children's."""
        rows = self._cursor.execute("SELECT * FROM customer WHERE id = %s", (record_id,)).fetchall()
        for field in CUSTOMER.item_fields:
            sql = f"SELECT * FROM {item_type(field).name} WHERE customer_id = %s ORDER BY id"
            rows += self._cursor.execute(sql, (record_id,)).fetchall()
        return [value for row in rows for value in row if value is not None]


def run(rows: int) -> Iterator[Result]:
    """One person after the other."""
    _application = QApplication.instance() or QApplication([])
    with closing(plain_connection(database_of(rows))) as plain:
        queries = list_queries(plain.cursor())[:_QUERIES]
    with serving(rows) as served:
        with closing(_plain(served)) as floor:
            for share in SHARES:
                tell(f"{share} …")
                with closing(open_database(served.person(share))) as database:
                    yield from _lists(rows, share, database, floor, served.reach(share), queries)
                    yield from _opening(rows, share, database, floor)
        yield from _saving(rows, served)
        yield from _starting(rows, served)
        yield from _window(rows, served)
        yield Result("connections of a window", rows, *_connections(served), "", 2.0, "while it has a record open")


def _plain(served: Served) -> psycopg.Connection[Any]:
    connection = psycopg.connect(served.dsn(), autocommit=True)
    for setting in ("search_path = deskbook, public", "jit = off", "plan_cache_mode = force_custom_plan"):
        connection.execute(f"SET {setting}")
    return connection


def _lists(
    rows: int, share: str, database: Database, plain: Any, reach: str, queries: Sequence[ListQuery]
) -> Iterator[Result]:
    floor = PlainServerSearch(plain, reach, LISTED, lists.PAGE)
    with database.reading() as connection:
        plans = {query: floor.best(query) for query in queries}
        times = interleaved(
            queries, lambda query: lists.opened(connection, query, LISTED), lambda query: plans[query](), rounds=2
        )
        yield times.result(f"search, {share}", rows, SEARCH, f"{len(queries)} queries, {times.typical()}")
        yield Result(f"search, {share}, absolute", rows, p95(times.ours), None, "ms", SEARCH_MS)
        _tell_slowest(queries, times)
        why = explained_ms(connection, queries, LISTED)
        note = f"behind the hits, median {median(why):.3g} ms"
        yield Result(f"why found, {share}", rows, p95(why), None, "ms", None, note)
        jumper = Jumper(connection)
        places = jumper.places()
        ids = {place: [row.id for row in jumper.jump(place).rows] for place in places}
        times = interleaved(places, jumper.jump, lambda place: plain.execute(_PLAIN, (ids[place],)).fetchall())
        yield times.result(f"jump, {share}", rows, JUMP, f"{len(places)} places of {COUNT} rows, {times.typical()}")


def _tell_slowest(queries: Sequence[ListQuery], times: Times) -> None:
    worst = sorted(zip(times.ours, times.floor, queries, strict=True), key=lambda each: -each[0])[:4]
    for ours, floor, query in worst:
        tell(f"  slow: {ours:.1f} ms (floor {floor:.1f}) {query.words!r} by {query.sort}")


def _opening(rows: int, share: str, database: Database, plain: Any) -> Iterator[Result]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        connection = stack.enter_context(database.reading())
        ids = listing.first_ids(connection, ListQuery(CUSTOMER.name), RECORDS)
        ours = Opener(connection, database.place, folder)
        stack.callback(ours.close)
        acts = {"read": (ours.lines, ours.open_to_read), "edit": (ours.editors, ours.open_to_edit)}
        for act, (fields, open_it) in acts.items():
            floor = PlainServerOpener(plain, round(median(map(fields, ids[:_SAMPLED]))))
            times = interleaved(ids, open_it, floor.open)
            yield times.result(f"open to {act}, {share}", rows, OPEN, f"{len(ids)} records, {times.typical()}")
            yield Result(f"open to {act}, {share}, absolute", rows, p95(times.ours), None, "ms", OPEN_MS)
            floor.window.close()


def _saving(rows: int, served: Served) -> Iterator[Result]:
    """By whoever may edit all; the floor are the very statements on another copy of the database."""
    with served.spare() as spare, closing(open_database(served.person(ALL))) as database:
        saver, script = Saver(database), Script()
        script.follow(database.writer)
        replayer, ours, floor = Replayer(served.dsn(spare)), list[float](), list[float]()
        with collector_off():
            for save in saver.saves(SAVES + WARM):
                script.acts.clear()
                script.begin("save")
                ours.append(timed(saver.save, save))
                floor.append(1000 * replayer.act(script.acts[0][1]))
        replayer.close()
    ours, floor = ours[WARM:], floor[WARM:]
    bar = max(SAVE, (p95(floor) + SAVE_MORE_MS) / p95(floor))
    times = Times(ours, floor)
    yield times.result("save on a server", rows, bar, f"{SAVES} saves, {times.typical()}; 2 x or 10 ms more")


def _starting(rows: int, served: Served) -> Iterator[Result]:
    """In turns with a bare window, as on a file."""
    address = served.person(ALL)
    found = [(*start_ours(address), start_bare()) for _ in range(RUNS + 1)][1:]
    windows, first_rows, bare = zip(*found, strict=True)
    note = f"median of {RUNS} in turns"
    yield Result("start on a server, window", rows, median(windows), median(bare), "ms", WINDOW_BAR, note)
    yield Result("start on a server, first rows", rows, median(first_rows), median(bare), "ms", ROWS_BAR, note)


def _window(rows: int, served: Served) -> Iterator[Result]:
    address = served.person(ALL)
    with child("child_window", "memory", address) as window, child("child_bare", "memory", rows) as bare:
        for process in (window, bare):
            heard(process, "visited")
        ours, floor = memory_of(window), memory_of(bare)
    note = f"{ours - floor:+.0f} MB; the bare window + {MEMORY_MB:.0f}"
    yield Result("memory on a server", rows, ours, floor, "MB", (floor + MEMORY_MB) / floor, note)


def _connections(served: Served) -> tuple[float, None]:
    with child("child_window", "memory", served.person(ALL)) as window:
        heard(window, "visited")
        asked = f"SELECT count(*) FROM pg_stat_activity WHERE usename = '{served.person(ALL).user}'"
        return float(served.server.execute(asked)[0][0]), None
