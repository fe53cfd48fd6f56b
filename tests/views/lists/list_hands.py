"""What a person sees of a list, and does to it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from app.models.queries import ListQuery
from app.store import listing
from tests.crowds import CROWD


def expected_ids(database, sort="display_name", descending=False, words="", filters=()):
    with database.reading() as connection:
        return listing.first_ids(connection, ListQuery("customer", sort, descending, words, filters), CROWD + 100)


def shown_ids(shown):
    first, last = shown.table.visible_rows()
    return [shown.model.row(row).id for row in range(first, last + 1)]


def press(qtbot, shown, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        qtbot.keyClick(shown.table, key, modifier)


def click_header(qtbot, shown, name):
    header = shown.table.horizontalHeader()
    x = header.sectionViewportPosition(shown.model.column_of(name)) + 10
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 5))


def click_row(qtbot, shown, row, modifier=Qt.KeyboardModifier.NoModifier):
    where = QPoint(20, shown.table.rowViewportPosition(row) + 5)
    qtbot.mouseClick(shown.table.viewport(), Qt.MouseButton.LeftButton, modifier, where)


def selected_rows(shown):
    return sorted(index.row() for index in shown.table.selectionModel().selectedRows())
