"""The model of a list: what it shows, what it lacks, and that Qt finds no fault with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.models.customer import CUSTOMER
from app.models.pick_lists import PICK_VALUE
from app.models.rows import ListRow
from app.views.lists.record_model import BLOCK, KEPT_BLOCKS, RecordModel

COLUMNS = ("display_name", "customer_code")
_FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def rows(first, count):
    return [ListRow(number + 1, (f"Name {number}", f"C{number}")) for number in range(first, first + count)]


@pytest.fixture
def model(qapp):
    return RecordModel(CUSTOMER)


def text(model, row, name="display_name"):
    return model.index(row, model.column_of(name)).data()


def test_qt_finds_no_fault_with_it(qapp):
    """The tester looks at every cell at every signal, so this one has few of them."""
    model = RecordModel(PICK_VALUE)
    QAbstractItemModelTester(model, _FATAL, model)
    model.start(("label",), [ListRow(1, ("a",))], 1)
    model.set_count(130)
    model.add_rows(100, [ListRow(number, (str(number),)) for number in range(101, 131)])
    model.add_rows(0, [ListRow(number, (str(number),)) for number in range(1, 101)])
    model.set_count(3)
    model.start(("label",), [ListRow(1, ("a",))], 5, extra=ListRow(9, ("extra",)))
    model.set_count(7)
    model.add_rows(0, [ListRow(number, (str(number),)) for number in range(1, 8)])
    model.set_count(0)
    model.start((), [], 0)


def test_an_empty_list(model):
    assert (model.rowCount(), model.columnCount(), model.row(0)) == (0, len(CUSTOMER.listable_fields) + 1, None)
    assert model.missing(0, 20) is None
    assert model.index(0, 0).data() is None
    model.start(COLUMNS, [], 0)
    model.set_count(0)
    model.add_rows(0, [])


def test_rows_are_texts_by_column(model):
    model.start(COLUMNS, rows(0, 60), 60)
    assert (text(model, 3), text(model, 3, "customer_code"), text(model, 3, "city")) == ("Name 3", "C3", "")
    index = model.index(59, model.column_of("display_name"))
    assert index.data(RecordModel.ROW_ROLE) == rows(59, 1)[0]
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Name 59"
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.rowCount(index) == model.columnCount(index) == 0
    assert model.index(60, 0) == QModelIndex()
    found = ListRow(1, ("Ada", "C"), (((0, 1),), ()), "Nickname: Ada", ((10, 3),))
    model.start(COLUMNS, [found], 1)
    assert model.index(0, model.why_column).data() == "Nickname: Ada"
    marks = [model.spans(found, model.place(column)) for column in (model.column_of("city"), model.why_column)]
    assert marks == [(), ((10, 3),)]
    labels = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert labels == [*(field.label for field in CUSTOMER.listable_fields), "Found in"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_the_count_grows_and_shrinks_around_the_rows_at_hand(model, qtbot):
    model.start(COLUMNS, rows(0, 60), 60)
    with qtbot.waitSignals([model.rowsAboutToBeInserted, model.rowsInserted]):
        model.set_count(1_000_000)
    assert (model.rowCount(), text(model, 3), text(model, 60)) == (1_000_000, "Name 3", "")
    place = QPersistentModelIndex(model.index(999_999, 0))
    with qtbot.waitSignals([model.rowsAboutToBeRemoved, model.rowsRemoved]):
        model.set_count(50)
    assert (model.rowCount(), place.isValid(), text(model, 49)) == (50, False, "Name 49")
    with qtbot.assertNotEmitted(model.rowsInserted):
        model.set_count(50)


def test_what_is_missing_is_asked_for_in_blocks(model):
    model.start(COLUMNS, rows(0, 60), 60)
    assert model.missing(0, 59) is None
    model.set_count(1_000)
    assert model.missing(0, 30) == (0, BLOCK)  # the first block is known in part only
    assert model.missing(150, 160) == (100, BLOCK)
    assert model.missing(150, 250) == (100, 2 * BLOCK)
    assert model.missing(990, 2_000) == (900, BLOCK)
    assert model.missing(2_000, 3_000) is None
    model.add_rows(100, rows(100, 100))
    assert model.missing(50, 250) == (0, 3 * BLOCK)
    model.add_rows(0, rows(0, 100))
    assert (model.missing(0, 199), model.missing(0, 200)) == (None, (200, BLOCK))


def test_rows_that_arrive_are_announced(model, qtbot):
    model.start(COLUMNS, rows(0, 60), 60)
    model.set_count(250)
    with qtbot.waitSignal(model.dataChanged) as announced:
        model.add_rows(200, rows(200, 100))  # the list got shorter meanwhile
    first, last = announced.args[:2]
    assert (first.row(), last.row(), last.column()) == (200, 249, model.columnCount() - 1)
    assert text(model, 249) == "Name 249"
    with qtbot.assertNotEmitted(model.dataChanged):
        model.add_rows(300, rows(300, 10))


def test_a_page_from_the_middle(model):
    model.start(COLUMNS, rows(130, 60), 1_000, 130)
    assert [text(model, row) for row in (129, 130, 189, 190)] == ["", "Name 130", "Name 189", ""]
    model.add_rows(100, rows(100, 100))
    assert (text(model, 100), model.missing(100, 199)) == ("Name 100", None)


def test_far_rows_are_forgotten(model):
    model.start(COLUMNS, rows(0, 100), 1_000_000)
    for block in range(1, KEPT_BLOCKS + 20):
        model.add_rows(block * BLOCK, rows(block * BLOCK, BLOCK))
    assert (text(model, 0), text(model, (KEPT_BLOCKS + 19) * BLOCK)) == ("", f"Name {(KEPT_BLOCKS + 19) * BLOCK}")
    assert model.missing(0, 10) == (0, BLOCK)


def test_an_extra_row_stands_above_the_list(model):
    extra = ListRow(99, ("Just saved", "X"))
    model.start(COLUMNS, rows(0, 60), 60, extra=extra)
    assert (model.rowCount(), text(model, 0), text(model, 1), text(model, 60)) == (
        61,
        "Just saved",
        "Name 0",
        "Name 59",
    )
    assert (model.extra_id, model.rank(0), model.rank(1), model.row_of_rank(0)) == (99, -1, 0, 1)
    model.set_count(200)
    assert model.missing(0, 200) == (0, 2 * BLOCK)
    model.add_rows(100, rows(100, 100))
    assert (model.rowCount(), text(model, 200), text(model, 101)) == (201, "Name 199", "Name 100")
    model.set_count(0)
    assert (model.rowCount(), text(model, 0)) == (1, "Just saved")
    model.start(COLUMNS, [], 0)
    assert (model.rowCount(), model.extra_id) == (0, 0)


def test_another_list_brings_other_columns(model, qtbot):
    model.start(COLUMNS, rows(0, 2), 2)
    with qtbot.waitSignal(model.modelReset):
        model.start(("customer_code",), [ListRow(1, ("C",))], 1)
    assert (text(model, 0), text(model, 0, "customer_code")) == ("", "C")
    assert model.place(model.column_of("display_name")) == -1
