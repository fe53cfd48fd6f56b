"""A customer with thousands of records that hang on them, opened beside one with ten; and many people who issue invoices at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from PySide6.QtWidgets import QApplication

from app.models.customer import CUSTOMER
from app.models.interaction import INTERACTION
from app.models.invoice import INVOICE
from app.models.queries import Filter, ListQuery, Operator
from app.models.servers import Place
from app.models.tables import table_of
from app.models.values import Content, Item, RecordKey, Value
from app.services import hanging, lists, timeline
from app.services.records import save_record
from app.services.staff import current_actor
from app.store.database import Database, open_database
from tests.bench.case_open import Opener
from tests.bench.files import copy_of
from tests.bench.invoice_writers import INVOICES, WRITERS, written
from tests.bench.results import Result, percentile
from tests.bench.servers import ALL, serving
from tests.bench.timing import interleaved

BAR, MOST_MS = 1.5, 50.0
MANY = {INTERACTION.name: 10_000, INVOICE.name: 1_000}
FEW = 10
OPENINGS = 220
"""So often each of the two is opened."""

WINDOWS = 5
"""So many have a file open at once: its lock is given to whoever asks next, and with fifty somebody asks in vain."""

_PORTION = 500
_SINCE = datetime(2024, 1, 1, 8, tzinfo=UTC)


def run(rows: int) -> Iterator[Result]:
    """In a file and on a server."""
    _application = QApplication.instance() or QApplication([])
    with copy_of(rows) as (path,):
        yield from _measured("in a file", rows, path)
    with copy_of(rows) as (path,):
        yield from _issued("in a file", rows, path, WINDOWS, INVOICES // 10)
    with serving(rows) as served:
        yield from _measured("on a server", rows, served.person(ALL))
        yield from _issued("on a server", rows, served.person(ALL), WRITERS, INVOICES)


def _measured(where: str, rows: int, place: Place) -> Iterator[Result]:
    """Opening to read, what is asked behind it, and the first rows of what is looked at then."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(closing(open_database(place)))
        many, few = _with_much_and_little(database)
        connection = stack.enter_context(database.reading())
        opener = Opener(connection, place, folder)
        stack.callback(opener.close)
        asked = {
            "open": opener.open_to_read,
            "counts, behind it": lambda one: hanging.read_counts(connection, RecordKey(CUSTOMER.name, one)),
            "tab of interactions": lambda one: _listed(connection, INTERACTION.name, one),
            "tab of invoices": lambda one: _listed(connection, INVOICE.name, one),
            "timeline": lambda one: timeline.read_page(connection, one),
        }
        for what, act in asked.items():
            times = interleaved(range(OPENINGS), lambda _, act=act: act(many), lambda _, act=act: act(few))
            bar = BAR if what == "open" else None
            yield times.result(f"{what}, {where}", rows, bar, f"floor: a customer with ten of each; {times.typical()}")
            if bar is None:
                yield Result(f"{what}, {where}, absolute", rows, percentile(times.ours, 95), None, "ms", MOST_MS)


def _listed(connection: sa.Connection, type_name: str, customer_id: int) -> None:
    """The first page of a tab, as it is read when somebody first looks at it."""
    filters = (Filter("customer_id", Operator.IS, customer_id),)
    lists.opened(connection, ListQuery(type_name, filters=filters), ("display_name",))


def _with_much_and_little(database: Database) -> tuple[int, int]:
    """Two customers, of whom one has had much to do with the desk."""
    with database.writing() as connection:
        actor = current_actor(connection)
        table = table_of(CUSTOMER)
        ours = sa.select(table.c.id, table.c.company_id).where(table.c.state == "active").order_by(table.c.id).limit(2)
        (many, company_id), (few, _) = connection.execute(ours).all()
    for type_name, count in MANY.items():
        for customer_id, so_many in ((many, count), (few, FEW)):
            for first in range(0, so_many, _PORTION):
                with database.writing() as connection:
                    for number in range(first, min(first + _PORTION, so_many)):
                        content = _content(type_name, customer_id, number)
                        save_record(connection, type_name, company_id, None, content, actor=actor)
    return many, few


def _content(type_name: str, customer_id: int, number: int) -> Content:
    values: dict[str, Value] = {"customer_id": customer_id}
    if type_name == INTERACTION.name:
        at = _SINCE + timedelta(hours=number)
        return Content(
            {**values, "at": at, "interaction_type": "Support", "channel": "Phone", "task": f"Call {number}"}
        )
    line = Item({"text": "Work", "unit_price": Decimal("9.99")})
    return Content({**values, "date": (_SINCE + timedelta(hours=10 * number)).date()}, {"lines": (line,)})


def _issued(where: str, rows: int, place: Place, writers: int, invoices: int) -> Iterator[Result]:
    """Numbers without a gap or a double, whoever fails; and what issuing one takes with so many at it."""
    with closing(open_database(place)) as database, database.reading() as connection:
        table = table_of(CUSTOMER)
        customer_id, company_id = connection.execute(sa.select(table.c.id, table.c.company_id).limit(1)).one()
    found = written(place, customer_id, company_id, writers=writers, invoices=invoices)
    note = f"{writers} writers, {len(found.numbers):,} numbers, every seventh save taken back"
    yield Result(f"numbers left out, {where}", rows, found.missing, None, "numbers", 0, note)
    yield Result(f"numbers given twice, {where}", rows, found.doubles, None, "numbers", 0, note)
    yield Result(f"confirmed and lost, {where}", rows, found.lost, None, "invoices", 0, note)
    taken = [1000 * seconds for seconds in found.taken]
    p50, p95 = (percentile(taken, part) for part in (50, 95))
    yield Result(
        f"an invoice issued, {where}",
        rows,
        p95,
        None,
        "ms",
        None,
        f"p50 {p50:.3g}; {invoices / found.seconds:.0f} a second",
    )
