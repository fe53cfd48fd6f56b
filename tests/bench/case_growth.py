"""How the same acts cost more with 1,000,000 customers than with 10,000."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import sqlalchemy as sa
from PySide6.QtWidgets import QApplication

from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.models.servers import Place
from app.services import lists
from app.store.database import open_database
from tests.bench.case_jump import Jumper
from tests.bench.case_open import RECORDS, Opener
from tests.bench.case_save import SAVES, WARM, Save, Saver
from tests.bench.files import copy_of, database_of
from tests.bench.results import Result, p95
from tests.bench.samples import LISTED, customer_ids
from tests.bench.timing import collector_off, interleaved, timed

BAR = 1.5
FEW = 10_000
_OPENINGS = 60


def run(rows: int) -> Iterator[Result]:
    """Act by act in turns; the floor is the small database."""
    yield from grown("growth", rows, [database_of(size) for size in (rows, FEW)])
    with copy_of(rows) as many, copy_of(FEW) as few:
        yield grown_saves("growth", rows, [*many, *few])


def grown(case: str, rows: int, places: Sequence[Place]) -> Iterator[Result]:
    """What is read, of many customers and of few."""
    _application = QApplication.instance() or QApplication([])
    yield _opening(case, rows, places)
    with ExitStack() as stack:
        connections = [_reading(stack, place) for place in places]
        yield _jumping(case, rows, connections)
        yield _showing(case, rows, places, connections)


def grown_saves(case: str, rows: int, places: Sequence[Place]) -> Result:
    """What is written, into the places themselves."""
    with ExitStack() as stack:
        savers = [Saver(stack.enter_context(closing(open_database(place)))) for place in places]
        pairs = zip(*(saver.saves(SAVES + WARM) for saver in savers), strict=True)
        with collector_off():
            taken = [[_saved(saver, save) for saver, save in zip(savers, pair, strict=True)] for pair in pairs][WARM:]
    return _result(case, "save", rows, [each[0] for each in taken], [each[1] for each in taken])


def _result(case: str, act: str, rows: int, many: list[float], few: list[float]) -> Result:
    return Result(f"{case} of {act}", rows, p95(many), p95(few), "ms", BAR, f"floor: {FEW:,} customers")


def _opening(case: str, rows: int, places: Sequence[Place]) -> Result:
    """The database opened, and the first page of its list as text."""

    def first_page(place: Place) -> Callable[[int], None]:
        def act(_: int) -> None:
            with closing(open_database(place)) as database, database.reading() as connection:
                lists.opened(connection, ListQuery(CUSTOMER.name), LISTED)

        return act

    times = interleaved(range(_OPENINGS), *map(first_page, places))
    return _result(case, "the first page", rows, times.ours, times.floor)


def _jumping(case: str, rows: int, connections: Sequence[sa.Connection]) -> Result:
    many, few = map(Jumper, connections)
    pairs = list(zip(many.places(), few.places(), strict=True))
    times = interleaved(pairs, lambda pair: many.jump(pair[0]), lambda pair: few.jump(pair[1]))
    return _result(case, "jump", rows, times.ours, times.floor)


def _showing(case: str, rows: int, places: Sequence[Place], connections: Sequence[sa.Connection]) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        many, few = (
            Opener(connection, place, Path(folder)) for connection, place in zip(connections, places, strict=True)
        )
        ids = (customer_ids(connection.connection.cursor(), RECORDS) for connection in connections)
        pairs = list(zip(*ids, strict=True))
        times = interleaved(pairs, lambda pair: many.open_to_read(pair[0]), lambda pair: few.open_to_read(pair[1]))
        for opener in (many, few):
            opener.close()
    return _result(case, "open", rows, times.ours, times.floor)


def _saved(saver: Saver, save: Save) -> float:
    taken = timed(saver.save, save)
    saver.tidy()
    return taken


def _reading(stack: ExitStack, place: Place) -> sa.Connection:
    return stack.enter_context(stack.enter_context(closing(open_database(place))).reading())
