"""A record of 10,000 changes opened at its history against one of 10; and a batch of 10,000 records taken back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QApplication

from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.models.tables import table_of
from app.models.values import Content, Record
from app.services import history, taking_back
from app.services.files import new_file
from app.services.forms import Sheet, read_sheet
from app.services.staff import current_actor
from app.settings import Settings
from app.store.bulk import open_batch
from app.store.database import Database, open_database
from app.store.records import read_records
from app.store.unit_of_work import UnitOfWork
from app.views.history.history_tab import HistoryTab
from tests.bench.files import copy_of
from tests.bench.results import Result
from tests.bench.timing import interleaved
from tests.factories import customer_content, first_company, phone
from tests.stage import until

BAR = 1.5
MANY, FEW = 10_000, 10
_OPENINGS = 100
_UNDONE = 10_000


def run(rows: int) -> Iterator[Result]:
    """The history first: it doesn't depend on how many customers there are."""
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.deskbook"
        new_file(path, country="US")
        yield from _opening(path, rows)
    application.processEvents()
    if rows >= _UNDONE:
        yield from _undoing(rows)


def _opening(path: Path, rows: int) -> Iterator[Result]:
    with closing(open_database(path)) as database:
        many, few = (_changed(database, changes) for changes in (MANY, FEW))
        with database.reading() as connection:
            times = interleaved(
                range(_OPENINGS), lambda _: _first_window(connection, many), lambda _: _first_window(connection, few)
            )
            yield times.result(f"history of {MANY:,} changes read", rows, BAR, f"floor: {FEW} changes")
            sheets = [read_sheet(connection, CUSTOMER.name, record.id) for record in (many, few)]
    yield from _showing(path, rows, sheets)


def _showing(path: Path, rows: int, sheets: list[Sheet]) -> Iterator[Result]:
    """From the click on the tab to the painted rows, through the background."""
    tasks = DatabaseTasks()
    opened: list[object] = []
    tasks.open(tasks, path, opened.append, opened.append)
    until(lambda: bool(opened))
    tab = HistoryTab(CUSTOMER, tasks, Settings())
    tab.resize(480, 700)
    tab.show()

    def open_at(sheet: Sheet) -> None:
        tab.show_sheet(sheet)
        until(lambda: tab.model.first_place() in latest[sheet.record.id])
        tab.grab()

    latest: dict[int, set[int]] = {}
    with closing(open_database(path)) as database, database.reading() as connection:
        for sheet in sheets:
            window = history.read_window(connection, CUSTOMER.name, sheet.record.id, limit=1)
            latest[sheet.record.id] = {window.entries[0].id}
    times = interleaved(range(_OPENINGS), lambda _: open_at(sheets[0]), lambda _: open_at(sheets[1]))
    yield times.result(f"history of {MANY:,} changes opened", rows, BAR, times.typical())
    until(tasks.is_idle)
    tasks.close()
    tab.close()


def _changed(database: Database, changes: int) -> Record:
    """A customer after so many changes, the creation included."""
    with database.writing() as connection:
        work = UnitOfWork(connection, current_actor(connection))
        record = work.create(CUSTOMER, first_company(connection), customer_content(phones=[phone()]))
        for number in range(changes - 1):
            values = {**record.values, "floor": str(number), "title": f"Title {number}"}
            record = work.update(CUSTOMER, record, Content(values, record.items))
    return record


def _first_window(connection: Any, record: Record) -> None:
    history.read_window(connection, CUSTOMER.name, record.id, limit=history.FIRST_WINDOW)


def _undoing(rows: int) -> Iterator[Result]:
    """Seconds, without a bar: moved to the trash, taken back, and a batch of edits taken back."""
    with copy_of(rows) as (path,):
        with closing(open_database(path)) as database, database.reading() as connection:
            table = table_of(CUSTOMER)
            ids = connection.scalars(sa.select(table.c.id).where(table.c.state == "active").limit(_UNDONE)).all()
        seconds, _ = _timed(lambda: taking_back.move_to_trash_in_parts(path, CUSTOMER.name, ids, on_progress=_silent))
        yield Result("10,000 to the trash", rows, seconds, None, "s", None)
        act = _next_undo(path)
        seconds, back = _timed(lambda: taking_back.take_back_in_parts(path, act, on_progress=_silent))
        yield Result("10,000 from the trash undone", rows, seconds, None, "s", None, f"{back.records:,} went back")
        act = _edit_all(path, ids)
        seconds, back = _timed(lambda: taking_back.take_back_in_parts(path, act, on_progress=_silent))
        yield Result("10,000 edits undone", rows, seconds, None, "s", None, f"{back.records:,} went back")


def _edit_all(path: Path, ids: Any) -> int:
    with closing(open_database(path)) as database, database.writing() as connection:
        actor = current_actor(connection)
        batch_id = open_batch(connection, "Bulk edit", actor)
        work = UnitOfWork(connection, actor, batch_id)
        for start in range(0, len(ids), 500):
            for record in read_records(connection, CUSTOMER, ids[start : start + 500]).values():
                work.update(CUSTOMER, record, Content({**record.values, "floor": "7"}, record.items))
    return batch_id


def _next_undo(path: Path) -> int:
    with closing(open_database(path)) as database, database.reading() as connection:
        act = taking_back.read_next(connection).undo
    if act is None:
        raise LookupError("nothing to undo")
    return act.id


def _timed(act: Any) -> tuple[float, Any]:
    began = perf_counter()
    answer = act()
    return perf_counter() - began, answer


def _silent(done: int, total: int) -> None:
    """Nobody watches."""
