"""Jumping: 50 rows anywhere in a list, ready as text, without painting."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.services import lists
from app.services.lists import Page
from app.store.database import open_database
from app.store.labels import Labels
from tests.bench.files import database_of, forget_cached, plain_connection
from tests.bench.results import Result
from tests.bench.samples import LISTED, SEED
from tests.bench.timing import interleaved, timed

BAR = 3.0
COUNT = 50
PLACES = 220
_COLD = 12
ORDERS = (("display_name", False), ("customer_code", False), ("email", False), ("changed_at", True))
_PLAIN = f"SELECT id, {', '.join(LISTED)} FROM customer WHERE id IN ({', '.join('?' * COUNT)})"


class Jumper:
    """Jumps about in one list over one connection."""

    def __init__(self, connection: sa.Connection, sort: str = "display_name", descending: bool = False) -> None:
        self._connection = connection
        self._query = ListQuery(CUSTOMER.name, sort, descending)
        self._labels = Labels(connection)
        self._outline = lists.outline(connection, self._query)

    def places(self) -> list[int]:
        """Random first rows, the same for lists of the same length."""
        chance = random.Random(SEED)
        return [chance.randrange(max(1, self._outline.rows - COUNT)) for _ in range(PLACES)]

    def jump(self, place: int) -> Page:
        """50 rows from there."""
        return lists.page_at(self._connection, self._query, self._outline, LISTED, self._labels, place, COUNT)


def run(rows: int) -> Iterator[Result]:
    """At each of several orders, against the same rows by primary key."""
    path = database_of(rows)
    for sort, descending in ORDERS:
        with ExitStack() as stack:
            plain = stack.enter_context(closing(plain_connection(path)))
            jumper = Jumper(
                stack.enter_context(stack.enter_context(closing(open_database(path))).reading()), sort, descending
            )
            places = jumper.places()
            ids = {place: [row.id for row in jumper.jump(place).rows] for place in places}
            times = interleaved(places, jumper.jump, _plain_rows(plain.cursor(), ids))
        note = f"{PLACES} places, {times.typical()}{_cold(path, sort, descending, places)}"
        yield times.result(f"jump by {sort}", rows, BAR, note)


def _plain_rows(cursor: Any, ids: dict[int, list[int]]) -> Any:
    def fetch(place: int) -> list[Any]:
        rows: list[Any] = cursor.execute(_PLAIN, ids[place]).fetchall()
        return rows

    return fetch


def _cold(path: Path, sort: str, descending: bool, places: list[int]) -> str:
    found = []
    for place in places[:_COLD]:
        with closing(open_database(path)) as outlined, outlined.reading() as connection:
            jumper = Jumper(connection, sort, descending)
            if not forget_cached(path):
                return ""
            connection.exec_driver_sql("PRAGMA shrink_memory")
            found.append(timed(jumper.jump, place))
    return f", cold median {median(found):.3g} ms"
