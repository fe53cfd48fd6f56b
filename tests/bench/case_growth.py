"""How the same acts cost more with 1,000,000 customers than with 10,000."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.services import lists
from app.store.database import open_database
from tests.bench.case_jump import Jumper
from tests.bench.case_open import RECORDS, Opener
from tests.bench.case_save import SAVES, Save, Saver
from tests.bench.files import copy_of, database_of, plain_connection
from tests.bench.results import Result, p95
from tests.bench.samples import LISTED, customer_ids
from tests.bench.timing import collector_off, interleaved, timed

BAR = 1.5
FEW = 10_000
_OPENINGS = 60


def run(rows: int) -> Iterator[Result]:
    """Act by act in turns; the floor is the small database."""
    _application = QApplication.instance() or QApplication([])
    yield _opening(rows)
    yield _jumping(rows)
    yield _showing(rows)
    yield _saving(rows)


def _result(act: str, rows: int, many: list[float], few: list[float]) -> Result:
    return Result(f"growth of {act}", rows, p95(many), p95(few), "ms", BAR, f"floor: {FEW:,} customers")


def _opening(rows: int) -> Result:
    """The file opened, and the first page of its list as text."""

    def first_page(path: Path) -> Callable[[int], None]:
        def act(_: int) -> None:
            with closing(open_database(path)) as database, database.reading() as connection:
                lists.opened(connection, ListQuery(CUSTOMER.name), LISTED)

        return act

    times = interleaved(range(_OPENINGS), first_page(database_of(rows)), first_page(database_of(FEW)))
    return _result("the first page", rows, times.ours, times.floor)


def _jumping(rows: int) -> Result:
    with ExitStack() as stack:
        many, few = (Jumper(_reading(stack, database_of(size))) for size in (rows, FEW))
        pairs = list(zip(many.places(), few.places(), strict=True))
        times = interleaved(pairs, lambda pair: many.jump(pair[0]), lambda pair: few.jump(pair[1]))
    return _result("jump", rows, times.ours, times.floor)


def _showing(rows: int) -> Result:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        paths = [database_of(size) for size in (rows, FEW)]
        many, few = (Opener(_reading(stack, path), path, folder) for path in paths)
        pairs = list(zip(*(_ids(stack, path) for path in paths), strict=True))
        times = interleaved(pairs, lambda pair: many.open_to_read(pair[0]), lambda pair: few.open_to_read(pair[1]))
        for opener in (many, few):
            opener.close()
    return _result("open", rows, times.ours, times.floor)


def _saving(rows: int) -> Result:
    with ExitStack() as stack:
        savers = []
        for size in (rows, FEW):
            (path,) = stack.enter_context(copy_of(size))
            savers.append(Saver(stack.enter_context(closing(open_database(path)))))
        pairs = zip(*(saver.saves(SAVES) for saver in savers), strict=True)
        with collector_off():
            taken = [[_saved(saver, save) for saver, save in zip(savers, pair, strict=True)] for pair in pairs]
    return _result("save", rows, [each[0] for each in taken], [each[1] for each in taken])


def _saved(saver: Saver, save: Save) -> float:
    taken = timed(saver.save, save)
    saver.tidy()
    return taken


def _reading(stack: ExitStack, path: Path) -> Any:
    return stack.enter_context(stack.enter_context(closing(open_database(path))).reading())


def _ids(stack: ExitStack, path: Path) -> list[int]:
    return customer_ids(stack.enter_context(closing(plain_connection(path))).cursor(), RECORDS)
