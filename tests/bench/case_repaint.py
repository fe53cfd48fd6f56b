"""A full list painted anew, after a jump to another place whose rows are at hand."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.models.rows import ListRow
from app.services import lists
from app.settings import Settings
from app.store.database import open_database
from app.store.labels import Labels
from app.views.lists.columns import Columns
from app.views.lists.record_model import RecordModel
from app.views.lists.record_table import RecordTable
from tests.bench.files import database_of
from tests.bench.results import Result
from tests.bench.samples import SEED
from tests.bench.timing import interleaved

BAR = 2.0
SIZES = (QSize(1200, 800), QSize(1600, 1000))
ROWS = 5_000
ACTS = 220


def run(rows: int) -> Iterator[Result]:
    """The same texts in the same columns, ours and in a plain view of standard items."""
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        ours = _our_table(rows, Path(folder))
        floor = _plain_table(ours)
        for size in SIZES:
            for table in (ours, floor):
                table.resize(size)
                table.show()
            application.processEvents()
            chance = random.Random(SEED)
            places = [chance.randrange(ROWS - 100) for _ in range(ACTS)]
            times = interleaved(places, lambda place: _paint(ours, place), lambda place: _paint(floor, place))
            note = f"{times.typical()}, {len(_visible(ours))} rows"
            yield times.result(f"repaint {size.width()}x{size.height()}", rows, BAR, note)
            same = interleaved([0] * ACTS, lambda _: ours.viewport().repaint(), lambda _: floor.viewport().repaint())
            yield same.result(f"repaint {size.width()}x{size.height()}, unmoved", rows, BAR, same.typical())
        for table in (ours, floor):
            table.close()


def _paint(table: QTableView, place: int) -> None:
    table.verticalScrollBar().setValue(place)
    table.viewport().repaint()


def _visible(table: QTableView) -> range:
    return range(table.rowAt(0), table.rowAt(table.viewport().height() - 1) + 1)


def _our_table(rows: int, folder: Path) -> RecordTable:
    table = RecordTable()
    model = RecordModel(CUSTOMER, table)
    table.setModel(model)
    columns = Columns(table, model, Settings(folder / "settings.json"), CUSTOMER.name).shown()
    model.start(columns, _rows(rows, columns), ROWS)
    return table


def _rows(rows: int, columns: Sequence[str]) -> tuple[ListRow, ...]:
    query = ListQuery(CUSTOMER.name)
    with closing(open_database(database_of(rows))) as database, database.reading() as connection:
        whole = lists.outline(connection, query)
        return lists.page_at(connection, query, whole, columns, Labels(connection), 0, ROWS).rows


def _plain_table(ours: RecordTable) -> QTableView:
    table = QTableView()
    header = ours.horizontalHeader()
    shown = [header.logicalIndex(visual) for visual in range(header.count())]
    shown = [column for column in shown if not header.isSectionHidden(column)]
    model = QStandardItemModel(ROWS, len(shown), table)
    model.setHorizontalHeaderLabels([ours.record_model().fields[column].label for column in shown])
    for number in range(ROWS):
        for place, column in enumerate(shown):
            text = ours.record_model().index(number, column).data(Qt.ItemDataRole.DisplayRole)
            model.setItem(number, place, QStandardItem(text))
    table.setModel(model)
    for place, column in enumerate(shown):
        table.setColumnWidth(place, ours.columnWidth(column))
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(ours.verticalHeader().defaultSectionSize())
    return table
