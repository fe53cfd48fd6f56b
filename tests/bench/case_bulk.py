"""The bulk door: new customers by the hundred, as an import hands them over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from statistics import mean
from typing import Any

import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.values import Actor, Content, Item, Record
from app.services.companies import list_companies
from app.services.staff import current_actor
from app.store.bulk import Common, create_in_bulk, open_batch
from app.store.database import Database, open_database
from app.store.records import read_records
from tests.bench.files import copy_of, plain_connection
from tests.bench.results import Result, p95
from tests.bench.samples import customer_ids
from tests.bench.timing import Times, collector_off, timed

BAR = 3.0
BATCH = 100
BATCHES = 60
_WARM = 5
_MODELS = 500


def new_contents(connection: sa.Connection, many: int) -> list[Content]:
    """Customers to create: some of those that are there again and again, with codes that nobody has."""
    known = read_records(connection, CUSTOMER, customer_ids(connection.connection.cursor(), min(many, _MODELS)))
    models = [_unstored(record) for record in known.values()]
    coded = zip(range(many), cycle(models))
    return [Content({**model.values, "customer_code": f"NEW-{number}"}, model.items) for number, model in coded]


def _unstored(record: Record) -> Content:
    own = {field.name for field in CUSTOMER.value_fields} - {"sam_account_name"}
    values = {name: value if name in own else None for name, value in record.values.items()}
    items = {name: tuple(Item(item.values) for item in children) for name, children in record.items.items()}
    return Content(values, items)


def common_of(connection: sa.Connection, actor: Actor) -> Common:
    """What an import's records have in common."""
    company = list_companies(connection)[0].id
    return Common(company, actor, open_batch(connection, "Bench", actor), datetime.now(UTC))


def run(rows: int) -> Iterator[Result]:
    """Each batch by the door, then its very rows by executemany on another copy of the file, both durable."""
    with copy_of(rows, 2) as (own, other), closing(open_database(own)) as database:
        times = _measured(database, other)
    rate = 1000 * BATCH / mean(times.ours)
    note = (
        f"mean of {BATCHES} batches of {BATCH}, {rate:,.0f} customers a second, p95 of a batch {p95(times.ours):.0f} ms"
    )
    yield Result("bulk", rows, mean(times.ours), mean(times.floor), "ms", BAR, note)


def _measured(database: Database, other: Path) -> Times:
    ours, floor = [], []
    with database.writing() as connection:
        contents = new_contents(connection, BATCH * (BATCHES + _WARM))
        common = common_of(connection, current_actor(connection, "import"))
    with closing(plain_connection(other, writes=True)) as plain:
        plain.cursor().execute("PRAGMA foreign_keys=OFF")  # the batch that the rows name is in the other copy only
        with collector_off():
            for number in range(BATCHES + _WARM):
                batch = contents[number * BATCH : (number + 1) * BATCH]
                statements: list[tuple[str, Any]] = []
                taken = timed(lambda found, new=batch: _create(database, new, common, found), statements)
                plainly = timed(lambda found: _insert(plain.cursor(), found), statements)
                if number >= _WARM:
                    ours.append(taken)
                    floor.append(plainly)
    return Times(ours, floor)


def _create(database: Database, contents: list[Content], common: Common, statements: list[tuple[str, Any]]) -> None:
    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.startswith("INSERT") and isinstance(parameters, list):
            statements.append((statement, parameters))

    sa.event.listen(database.writer, "before_cursor_execute", note)
    try:
        with database.writing() as connection:
            create_in_bulk(connection, CUSTOMER, contents, common)
    finally:
        sa.event.remove(database.writer, "before_cursor_execute", note)


def _insert(cursor: Any, statements: list[tuple[str, Any]]) -> None:
    cursor.execute("BEGIN IMMEDIATE")
    for sql, parameters in statements:
        cursor.executemany(sql, parameters)
    cursor.execute("COMMIT")
