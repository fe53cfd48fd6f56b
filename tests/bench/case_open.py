"""Opening a record: what the background reads and what the window does with it, up to the last pixel."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QScrollArea, QWidget

from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.models.fields import item_type
from app.models.servers import Place
from app.services import forms
from app.settings import Settings
from app.store.database import open_database
from app.views.forms.field_box import FieldBox
from app.views.forms.pane_actions import PaneActions
from app.views.forms.pane_pages import PanePages
from tests.bench.files import database_of, forget_cached, plain_connection
from tests.bench.results import Result, p95
from tests.bench.samples import customer_ids
from tests.bench.timing import interleaved, timed
from tests.stage import until

BAR, MOST_MS = 2.0, 50.0
RECORDS = 220
_SIZE = QSize(620, 900)
_COLD = 12


class Opener:
    """The record pane's pages over one connection, without the threads between; what is done behind goes on behind."""

    def __init__(self, connection: sa.Connection, place: Place, folder: Path) -> None:
        self._connection = connection
        self.window = QWidget()
        self.tasks = DatabaseTasks(self.window)
        self.tasks.open(self.window, place, lambda _: None, _fail)
        until(lambda: self.tasks.place == place)
        settings = Settings(folder / "settings.json")
        self.pages = PanePages(CUSTOMER, PaneActions(CUSTOMER, self.window), self.tasks, settings, self.window)
        self.pages.resize(_SIZE)
        _show(self.window)

    def read(self, record_id: int) -> forms.Sheet:
        """What the background does."""
        return forms.read_sheet(self._connection, CUSTOMER.name, record_id)

    def show_to_read(self, sheet: forms.Sheet) -> None:
        """What the window does with it."""
        self.pages.head.show_sheet(sheet)
        self.pages.tabs.show_sheet(sheet)
        self.pages.show_reading()
        _paint(self.window)

    def open_to_read(self, record_id: int) -> None:
        """From the click to the last pixel."""
        self.show_to_read(self.read(record_id))

    def open_to_edit(self, record_id: int) -> None:
        """The same for a form."""
        sheet = self.read(record_id)
        basis = forms.read_basis(self._connection, int(str(sheet.record.values["company_id"])))
        form = self.pages.form_for(str(sheet.record.values["kind"]), basis)
        form.show_content(sheet.record.content, sheet.references)
        self.pages.head.show_sheet(sheet)
        self.pages.show_form()
        _paint(self.window)

    def lines(self, record_id: int) -> int:
        """How many texts the record shows to read."""
        return sum(len(lines) for lines in self.read(record_id).lines.values())

    def editors(self, record_id: int) -> int:
        """How many fields its form shows, those of child rows included."""
        self.open_to_edit(record_id)
        area = self.pages.stack.currentWidget()
        return sum(box.isVisibleTo(area) for box in area.findChildren(FieldBox))

    def close(self) -> None:
        """Let the window and the database go."""
        self.window.close()
        self.tasks.close()


class PlainOpener:
    """The same rows by a raw cursor, and a plain form of line edits."""

    def __init__(self, connection: Any, fields: int) -> None:
        self._cursor = connection.cursor()
        self.window = QScrollArea()
        self.window.setWidgetResizable(True)
        # A bar that comes and goes has everything laid out twice: as high as the window, the form took 8 ms and not 4.
        self.window.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        inner = QWidget()
        layout = QFormLayout(inner)
        self._edits = [QLineEdit() for _ in range(fields)]
        for number, edit in enumerate(self._edits):
            layout.addRow(f"Field {number}", edit)
        self.window.setWidget(inner)
        _show(self.window)

    def read(self, record_id: int) -> list[Any]:
        """The record's row and its children's."""
        rows = self._cursor.execute("SELECT * FROM customer WHERE id = ?", (record_id,)).fetchall()
        for field in CUSTOMER.item_fields:
            sql = f"SELECT * FROM {item_type(field).name} WHERE customer_id = ? ORDER BY id"
            rows += self._cursor.execute(sql, (record_id,)).fetchall()
        return [value for row in rows for value in row if value is not None]

    def show(self, values: list[Any]) -> None:
        """Fill the form and paint it."""
        values += [""] * (len(self._edits) - len(values))
        for edit, value in zip(self._edits, values, strict=False):
            edit.setText(str(value))
        _paint(self.window)

    def open(self, record_id: int) -> None:
        """All of it."""
        self.show(self.read(record_id))


def _fail(error: Exception) -> None:
    """Nothing measured here may go wrong."""
    raise error


def _show(window: QWidget) -> None:
    window.resize(_SIZE)
    window.show()
    QApplication.processEvents()


def _take_bars_off(window: QWidget) -> None:
    """Painting a scroll bar takes 2 ms of either side, more than all fields of the plain form: this is what it hides."""
    areas = [window] if isinstance(window, QScrollArea) else window.findChildren(QScrollArea)
    for area in areas:
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _paint(window: QWidget) -> None:
    """Lay out and paint now what the event loop would in its next turn."""
    QCoreApplication.sendPostedEvents()
    window.repaint()


def run(rows: int) -> Iterator[Result]:
    """To read and to edit; reading the rows and showing them are told apart as well."""
    _application = QApplication.instance() or QApplication([])
    path = database_of(rows)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        plain = stack.enter_context(closing(plain_connection(path)))
        connection = stack.enter_context(stack.enter_context(closing(open_database(path))).reading())
        ids = customer_ids(plain.cursor(), RECORDS)
        ours = Opener(connection, path, folder)
        stack.callback(ours.close)
        reading = PlainOpener(plain, round(median(map(ours.lines, ids[:20]))))
        editing = PlainOpener(plain, round(median(map(ours.editors, ids[:20]))))
        yield from _compared("open to read", rows, ids, (ours.open_to_read, reading.open))
        yield from _compared("open to edit", rows, ids, (ours.open_to_edit, editing.open))
        for window in (ours.window, reading.window, editing.window):
            _take_bars_off(window)
        for case, acts in (
            ("open to read", (ours.open_to_read, reading.open)),
            ("open to edit", (ours.open_to_edit, editing.open)),
        ):
            times = interleaved(ids, *acts)
            yield times.result(f"{case}, no scroll bars", rows, None, times.typical())
        rows_alone = interleaved(ids, ours.read, reading.read)
        yield rows_alone.result("open, rows alone", rows, None, rows_alone.typical())
        for window in (reading.window, editing.window):
            window.close()
    yield Result("open, rows cold", rows, _cold(path, ids), None, "ms", None, "median of a new connection's first")


def _compared(
    case: str, rows: int, ids: list[int], acts: tuple[Callable[[int], None], Callable[[int], None]]
) -> Iterator[Result]:
    times = interleaved(ids, *acts)
    yield times.result(case, rows, BAR, f"{len(ids)} records, {times.typical()}")
    yield Result(f"{case}, absolute", rows, p95(times.ours), None, "ms", MOST_MS)


def _cold(path: Path, ids: list[int]) -> float:
    found = []
    for record_id in ids[:_COLD]:
        forget_cached(path)
        with closing(open_database(path)) as database, database.reading() as connection:
            found.append(timed(lambda each, at=connection: forms.read_sheet(at, CUSTOMER.name, each), record_id))
    return median(found)
