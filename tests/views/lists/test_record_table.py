"""The table that paints whole rows: texts, marks, placeholders, and a repaint that stays cheap."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QPalette

from app.models.customer import CUSTOMER
from app.models.rows import ListRow
from app.views.lists.record_model import RecordModel
from app.views.lists.record_table import RecordTable

COLUMNS = ("display_name", "customer_code")


class CountingModel(RecordModel):
    """Counts how often the table asks for a cell."""

    asked = 0

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        self.asked += 1
        return super().data(index, role)


@pytest.fixture
def table(qtbot):
    table = RecordTable()
    qtbot.addWidget(table)
    table.setModel(CountingModel(CUSTOMER, table))
    table.resize(500, 400)
    shown = [table.record_model().column_of(name) for name in COLUMNS]
    for column in range(table.model().columnCount()):
        table.setColumnHidden(column, column not in shown)
    table.show()
    return table


def fill(table, count, *, spans=(), text="Ada Lovelace"):
    rows = [ListRow(number + 1, (text, f"C{number}"), spans) for number in range(min(count, 100))]
    table.record_model().start(COLUMNS, rows, count)


def colors(table, row=0, left=0):
    image = table.viewport().grab().toImage()
    top = table.rowViewportPosition(row)
    ratio = image.devicePixelRatio()
    area = ((x, y) for x in range(left, left + 150) for y in range(top + 2, top + table.rowHeight(row) - 2))
    return [QColor(image.pixelColor(int(x * ratio), int(y * ratio))).name() for x, y in area]


def test_an_empty_table_shows_no_row(table):
    assert table.visible_rows() == (0, -1)
    table.viewport().repaint()
    fill(table, 0)
    assert table.visible_rows() == (0, -1)


def test_what_is_visible_is_told_once(qtbot, table):
    told = []
    table.looked_at.connect(lambda first, last: told.append((first, last)))
    fill(table, 1_000)
    table.viewport().repaint()
    table.viewport().repaint()
    first, last = table.visible_rows()
    assert (first, told) == (0, [(0, last)])
    assert 5 < last < 40
    table.scroll_to_row(600)
    table.viewport().repaint()
    assert told[1:] == [(600, 600 + last)]


def test_a_repaint_asks_for_no_cell(table):
    fill(table, 1_000)
    table.viewport().repaint()
    table.record_model().asked = 0
    for _ in range(5):
        table.viewport().repaint()
    assert table.record_model().asked == 0


def test_texts_are_painted_and_cut_to_their_column(table):
    fill(table, 3, text="")
    empty = set(colors(table, 1))
    fill(table, 3)
    assert len(set(colors(table, 1))) > len(empty)
    fill(table, 3, text="W" * 500)
    assert len(set(colors(table, 1))) > len(empty)


def test_rows_on_their_way_are_quiet_bars(table):
    fill(table, 3, text="")
    empty = set(colors(table, 1))
    table.record_model().start(COLUMNS, [], 3)
    assert set(colors(table, 1)) - empty


def test_what_was_searched_is_marked(table):
    fill(table, 3)
    plain = colors(table, 1)
    fill(table, 3, spans=(((0, 3),), ()))
    marked = colors(table, 1)
    assert sum(one != other for one, other in zip(plain, marked, strict=True)) > 50


def marked_columns(table, text, spans):
    """The pixel columns that a mark changes; the cut of the row from top to bottom is one list."""
    fill(table, 3, text=text)
    plain = colors(table, 1)
    fill(table, 3, text=text, spans=(spans, ()))
    changed = [one != other for one, other in zip(plain, colors(table, 1), strict=True)]
    height = len(changed) // 150
    return [x for x in range(150) if any(changed[x * height : (x + 1) * height])]


def test_a_mark_stands_where_the_letters_are_drawn(table):
    """From right to left the first word is the rightmost one, and an emoji is two units of Qt's."""
    first, last = marked_columns(table, "שלום עולם", ((0, 4),)), marked_columns(table, "שלום עולם", ((5, 4),))
    assert first[0] >= last[-1]
    fox = marked_columns(table, "🦊 Fox", ((2, 3),))
    metrics = table.fontMetrics()
    assert abs((fox[-1] - fox[0] + 1) - metrics.horizontalAdvance("Fox")) <= 2
    assert fox[0] >= metrics.horizontalAdvance("🦊")


def test_the_reason_is_marked_as_well(table):
    model = table.record_model()
    table.resize(800, 400)
    table.setColumnHidden(model.why_column, False)
    table.setColumnWidth(model.why_column, 250)
    left = table.columnViewportPosition(model.why_column)
    pictures = []
    for spans in ((), ((10, 5),)):
        rows = [ListRow(number, ("A", "C"), ((), ()), "Nickname: Whale", spans) for number in range(3)]
        model.start(COLUMNS, rows, 3)
        pictures.append(colors(table, 1, left))
    assert sum(one != other for one, other in zip(*pictures, strict=True)) > 50


@pytest.mark.parametrize("dark", [False, True])
def test_a_selected_row_is_seen(qtbot, table, dark):
    palette = QPalette(QColor("#202020") if dark else QColor("#f0f0f0"))
    table.setPalette(palette)
    fill(table, 20)
    plain = colors(table, 2)
    table.select_only(2)
    assert colors(table, 2) != plain


def test_hovering_is_told_and_ends(qtbot, table):
    fill(table, 20)
    told = []
    table.hovered.connect(told.append)
    qtbot.mouseMove(table.viewport(), QPoint(5, table.rowViewportPosition(3) + 3))
    qtbot.waitUntil(lambda: told == [3])
    table.leaveEvent(QEvent(QEvent.Type.Leave))
    assert told == [3, -1]


def test_a_larger_font_makes_higher_rows(table):
    fill(table, 20)
    before = table.rowHeight(0)
    font = table.font()
    font.setPointSize(font.pointSize() * 2)
    table.setFont(font)
    assert table.rowHeight(0) > before
    table.viewport().repaint()


def test_keys_without_a_current_row_do_nothing_wrong(qtbot, table):
    opened = []
    table.opened.connect(opened.append)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == []


def test_only_records_are_shown(qtbot):
    table = RecordTable()
    qtbot.addWidget(table)
    with pytest.raises(TypeError):
        table.record_model()


def test_a_row_is_selected_where_the_window_is_read_from_the_right(crowd_list):
    table = crowd_list.table
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    table.select_only(2)
    assert table.currentIndex().row() == 2
    assert [index.row() for index in table.selectionModel().selectedRows()] == [2]
    assert table.currentIndex().data() == crowd_list.model.row(2).texts[0]


def test_texts_begin_at_the_right_where_one_reads_from_there(table):
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    fill(table, 1, text="Ada")
    column = table.record_model().column_of("display_name")
    left, width = table.columnViewportPosition(column), table.columnWidth(column)
    image = table.viewport().grab().toImage()
    ratio, middle = image.devicePixelRatio(), table.rowViewportPosition(0) + table.rowHeight(0) // 2
    ground = QColor(image.pixelColor(int((left + width // 2) * ratio), int(middle * ratio))).name()
    rows = range(middle - 4, middle + 4)
    inked = [
        x
        for x in range(left + 2, left + width - 2)
        if any(QColor(image.pixelColor(int(x * ratio), int(y * ratio))).name() != ground for y in rows)
    ]
    assert min(inked) > left + width // 2
