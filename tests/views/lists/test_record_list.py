"""The list by mouse and keyboard, on a real file with thousands of customers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.models.customer import CUSTOMER
from app.models.queries import Filter, ListQuery, Operator
from app.models.values import Content
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.settings import SORTING
from app.store import listing
from app.store.database import open_database
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork
from tests.crowds import CROWD, make_crowd
from tests.factories import customer_content

ROWS = QItemSelectionModel.SelectionFlag.Rows | QItemSelectionModel.SelectionFlag.Select
LAST_NAME = "~~~ last of all"


@pytest.fixture
def other_window(crowd_file):
    """The same file, opened by somebody else."""
    database = open_database(crowd_file)
    yield database
    database.close()


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


def test_the_first_rows_and_the_count(qtbot, crowd_list, other_window):
    assert shown_ids(crowd_list) == expected_ids(other_window)[: len(shown_ids(crowd_list))]
    assert crowd_list.model.rowCount() == CROWD
    assert crowd_list.current_id() == expected_ids(other_window)[0]
    with qtbot.waitSignal(crowd_list.count_changed) as counted:
        crowd_list.show_list()
    assert counted.args == [f"{CROWD:,} customers"]


def test_scrolling_anywhere_loads_the_rows(crowd_list, other_window, settle):
    expected = expected_ids(other_window)
    bar = crowd_list.table.verticalScrollBar()
    for place in (bar.maximum(), 1_000, 2_345, 37, 0, bar.maximum() // 2):
        bar.setValue(place)
        settle(crowd_list)
        first, last = crowd_list.table.visible_rows()
        assert first in (place, place - 1)  # at the end the first row is cut
        assert shown_ids(crowd_list) == expected[first : last + 1]


def test_the_keyboard_reaches_every_row(qtbot, crowd_list, other_window, settle):
    expected = expected_ids(other_window)
    currents = []
    crowd_list.current_changed.connect(currents.append)
    press(qtbot, crowd_list, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert currents == [expected[1], expected[2], expected[1]]
    press(qtbot, crowd_list, Qt.Key.Key_End, modifier=Qt.KeyboardModifier.ControlModifier)
    settle(crowd_list)
    assert crowd_list.current_id() == currents[-1] == expected[-1]
    crowd_list.step(-1)
    crowd_list.step(1)
    crowd_list.step(1)
    assert crowd_list.current_id() == expected[-1]
    crowd_list.step(-1)
    assert currents[-1] == expected[-2]


def test_enter_f2_and_delete(qtbot, crowd_list, other_window):
    expected = expected_ids(other_window)
    press(qtbot, crowd_list, Qt.Key.Key_Down)
    for key, signal, args in (
        (Qt.Key.Key_Return, crowd_list.view_wanted, [expected[1]]),
        (Qt.Key.Key_Enter, crowd_list.view_wanted, [expected[1]]),
        (Qt.Key.Key_F2, crowd_list.edit_wanted, [expected[1]]),
        (Qt.Key.Key_Delete, crowd_list.trash_wanted, [(expected[1],)]),
    ):
        with qtbot.waitSignal(signal) as emitted:
            press(qtbot, crowd_list, key)
        assert emitted.args == args
    with qtbot.waitSignal(crowd_list.trash_wanted):
        press(qtbot, crowd_list, Qt.Key.Key_Backspace, modifier=Qt.KeyboardModifier.ControlModifier)


def test_a_double_click_opens(qtbot, crowd_list, other_window):
    where = QPoint(20, crowd_list.table.rowViewportPosition(4) + 5)
    click_row(qtbot, crowd_list, 4)
    with qtbot.waitSignal(crowd_list.view_wanted) as emitted:
        qtbot.mouseDClick(crowd_list.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert emitted.args == [expected_ids(other_window)[4]]


def test_a_click_on_a_header_sorts_and_is_remembered(qtbot, crowd_list, make_list, other_window, settle, settings):
    for descending in (False, True, False):
        click_header(qtbot, crowd_list, "business_name")
        settle(crowd_list)
        expected = expected_ids(other_window, "business_name", descending)
        assert shown_ids(crowd_list) == expected[: len(shown_ids(crowd_list))]
        header = crowd_list.table.horizontalHeader()
        assert header.sortIndicatorSection() == crowd_list.model.column_of("business_name")
        assert (header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder) is descending
        assert settings.get(SORTING) == {"customer": ["business_name", descending]}
    click_header(qtbot, crowd_list, "sla_level")
    settle(crowd_list)
    assert shown_ids(make_list()) == shown_ids(crowd_list)


@pytest.mark.parametrize("remembered", [["nothing", True], ["display_name"], "x", 5, None, ["phones", False], [1, 2]])
def test_a_remembered_sorting_that_makes_no_sense(qtbot, settings, make_list, remembered, other_window):
    settings.set(SORTING, {"customer": remembered})
    assert make_list().current_id() == expected_ids(other_window)[0]


def test_many_are_selected_and_copied(qtbot, crowd_list, other_window, crowd_tasks):
    expected = expected_ids(other_window)
    click_row(qtbot, crowd_list, 2)
    click_row(qtbot, crowd_list, 4, Qt.KeyboardModifier.ShiftModifier)
    click_row(qtbot, crowd_list, 8, Qt.KeyboardModifier.ControlModifier)
    assert selected_rows(crowd_list) == [2, 3, 4, 8]
    with qtbot.waitSignal(crowd_list.trash_wanted) as emitted:
        press(qtbot, crowd_list, Qt.Key.Key_Delete)
    chosen = [*expected[2:5], expected[8]]
    assert emitted.args == [tuple(chosen)]

    QGuiApplication.clipboard().clear()
    crowd_list.copy_rows()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "")
    lines = QGuiApplication.clipboard().text().split("\n")
    with other_window.reading() as connection:
        records = [read_record(connection, CUSTOMER, record_id) for record_id in chosen]
    names = [line.split("\t")[0] for line in lines]
    assert names == [record.values["display_name"] for record in records]
    assert all(len(line.split("\t")) == len(crowd_list.columns.shown()) for line in lines)
    crowd_list.copy_cell()
    assert QGuiApplication.clipboard().text() == records[-1].values["display_name"]


def test_all_are_selected_and_found(qtbot, crowd_list, other_window):
    press(qtbot, crowd_list, Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    found = []
    crowd_list.selected_ids(found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert list(found[0]) == expected_ids(other_window)


@pytest.mark.parametrize("sort", ["display_name", "first"])
def test_what_is_looked_at_stays_when_others_add_records(qtbot, crowd_list, other_window, settle, sort):
    if sort == "first":
        crowd_list.table.horizontalHeader().setSectionHidden(crowd_list.model.column_of("first"), False)
        click_header(qtbot, crowd_list, "first")
        settle(crowd_list)
    crowd_list.table.verticalScrollBar().setValue(1_500)
    settle(crowd_list)
    click_row(qtbot, crowd_list, 1_503)
    click_row(qtbot, crowd_list, 1_505, Qt.KeyboardModifier.ControlModifier)
    before, current = shown_ids(crowd_list), crowd_list.current_id()
    currents = []
    crowd_list.current_changed.connect(currents.append)

    make_crowd(other_window, (customer_content("000", first="000") for _ in range(30)))
    crowd_list.refresh()
    qtbot.waitUntil(lambda: crowd_list.model.rowCount() == CROWD + 30)
    settle(crowd_list)

    assert shown_ids(crowd_list) == before
    assert crowd_list.table.visible_rows()[0] == 1_530
    assert crowd_list.current_id() == current
    assert selected_rows(crowd_list) == [1_533, 1_535]
    assert currents == []


def test_a_current_record_far_away_stays_so(qtbot, crowd_list, other_window, settle):
    press(qtbot, crowd_list, Qt.Key.Key_Down)
    current = crowd_list.current_id()
    crowd_list.table.verticalScrollBar().setValue(3_000)
    settle(crowd_list)
    currents = []
    crowd_list.current_changed.connect(currents.append)
    make_crowd(other_window, [customer_content("000")])
    crowd_list.refresh()
    qtbot.waitUntil(lambda: crowd_list.model.rowCount() == CROWD + 1)
    settle(crowd_list)
    assert currents == []
    crowd_list.table.scrollTo(crowd_list.table.currentIndex())
    settle(crowd_list)
    assert (crowd_list.current_id(), currents) == (current, [])


def test_rows_that_went_away(qtbot, crowd_list, other_window, settle):
    crowd_list.table.verticalScrollBar().setValue(1_500)
    settle(crowd_list)
    click_row(qtbot, crowd_list, 1_500)
    gone = shown_ids(crowd_list)[:3]
    currents = []
    crowd_list.current_changed.connect(currents.append)
    with other_window.writing() as connection:
        move_to_trash(connection, CUSTOMER, gone, actor=current_actor(connection))
    crowd_list.refresh()
    qtbot.waitUntil(lambda: crowd_list.model.rowCount() == CROWD - 3)
    settle(crowd_list)
    first, last = crowd_list.table.visible_rows()
    assert shown_ids(crowd_list) == expected_ids(other_window)[first : last + 1]
    assert crowd_list.current_id() not in gone
    assert currents == [crowd_list.current_id()]


def test_the_record_just_saved_is_selected_wherever_it_stands(qtbot, crowd_list, other_window, settle):
    (made,) = make_crowd(other_window, [customer_content(LAST_NAME)])
    crowd_list.refresh(wanted=made)
    qtbot.waitUntil(lambda: crowd_list.current_id() == made)
    settle(crowd_list)
    assert made in shown_ids(crowd_list)
    assert selected_rows(crowd_list) == [expected_ids(other_window).index(made)]


@pytest.mark.parametrize("hide", ["words", "filters"])
def test_the_record_just_saved_stays_though_it_would_be_hidden(qtbot, crowd_list, other_window, settle, hide):
    """The watcher notices one's own save too and has the list read again."""
    if hide == "words":
        crowd_list.set_words("lovelace")
    else:
        crowd_list.set_filters([Filter("sla_level", Operator.IS, "gold")])
    settle(crowd_list)
    rows = crowd_list.model.rowCount()
    (made,) = make_crowd(other_window, [customer_content("Hidden Person")])

    crowd_list.refresh(wanted=made)
    crowd_list.refresh()  # before the first is answered
    qtbot.waitUntil(lambda: crowd_list.current_id() == made)
    settle(crowd_list)
    assert (crowd_list.model.rowCount(), crowd_list.table.currentIndex().row()) == (rows + 1, 0)
    crowd_list.refresh()
    settle(crowd_list)
    assert (crowd_list.current_id(), shown_ids(crowd_list)[0], selected_rows(crowd_list)) == (made, made, [0])

    with qtbot.waitSignal(crowd_list.view_wanted) as emitted:
        press(qtbot, crowd_list, Qt.Key.Key_Return)
    assert emitted.args == [made]
    found = []
    press(qtbot, crowd_list, Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    crowd_list.selected_ids(found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert (found[0][0], len(found[0])) == (made, rows + 1)

    crowd_list.set_words("muller")
    settle(crowd_list)
    assert crowd_list.model.extra_id == 0


def test_a_pinned_record_that_goes_to_the_trash_leaves_the_list(qtbot, crowd_list, other_window, settle):
    crowd_list.set_words("lovelace")
    settle(crowd_list)
    (made,) = make_crowd(other_window, [customer_content("Hidden Person")])
    crowd_list.refresh(wanted=made)
    qtbot.waitUntil(lambda: crowd_list.model.extra_id == made)
    with other_window.writing() as connection:
        move_to_trash(connection, CUSTOMER, [made], actor=current_actor(connection))
    crowd_list.refresh()
    qtbot.waitUntil(lambda: crowd_list.model.extra_id == 0)


def test_scrolling_while_the_list_is_read_again(qtbot, crowd_list, other_window, settle, crowd_tasks):
    """The list as it was stays readable until the new one is there."""
    failures = []
    crowd_tasks.failed.connect(failures.append)
    crowd_list.set_words("example")
    settle(crowd_list)
    (made,) = make_crowd(other_window, [customer_content("Aaa", emails=[])])
    for place in (500, 1_500, 2_500):
        crowd_list.refresh(wanted=made)
        crowd_list.table.verticalScrollBar().setValue(place)
        crowd_list.table.viewport().repaint()
        settle(crowd_list)
    assert failures == []


@pytest.mark.parametrize("keys", [[Qt.Key.Key_Down] * 3, [Qt.Key.Key_PageDown], [Qt.Key.Key_End]])
def test_moving_on_while_the_list_is_read_again(qtbot, crowd_list, other_window, settle, keys):
    click_row(qtbot, crowd_list, 2)
    make_crowd(other_window, [customer_content("000", first="000")])
    crowd_list.refresh()
    press(qtbot, crowd_list, *keys)
    moved = crowd_list.table.currentIndex().row()
    qtbot.waitUntil(lambda: crowd_list.model.rowCount() == CROWD + 1)
    settle(crowd_list)
    current = crowd_list.table.currentIndex().row()
    assert current == (CROWD - 1 if keys == [Qt.Key.Key_End] else moved + 1)
    assert crowd_list.current_id() == expected_ids(other_window)[current]
    first, last = crowd_list.table.visible_rows()
    assert first <= current <= last
    press(qtbot, crowd_list, Qt.Key.Key_Up)
    assert (crowd_list.table.currentIndex().row(), selected_rows(crowd_list)) == (current - 1, [current - 1])


def test_selecting_while_the_list_is_read_again(qtbot, crowd_list, other_window, settle):
    click_row(qtbot, crowd_list, 2)
    click_row(qtbot, crowd_list, 3, Qt.KeyboardModifier.ControlModifier)
    make_crowd(other_window, [customer_content("000", first="000")])
    crowd_list.refresh()
    click_row(qtbot, crowd_list, 5)
    click_row(qtbot, crowd_list, 7, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: crowd_list.model.rowCount() == CROWD + 1)
    settle(crowd_list)
    assert selected_rows(crowd_list) == [6, 8]


def test_whoever_moves_on_is_not_brought_back_to_what_was_saved(qtbot, crowd_list, other_window, settle):
    (made,) = make_crowd(other_window, [customer_content(LAST_NAME)])
    crowd_list.refresh(wanted=made)
    crowd_list.step(1)
    current = crowd_list.current_id()
    qtbot.waitUntil(lambda: crowd_list.model.rowCount() == CROWD + 1)
    settle(crowd_list)
    assert (crowd_list.current_id(), selected_rows(crowd_list)) == (current, [1])


def test_a_change_before_the_list_is_counted_is_not_missed(qtbot, crowd_list, other_window, settle):
    crowd_list.set_words("lovelace")
    make_crowd(other_window, [customer_content("Aaa Lovelace")])
    crowd_list.refresh()
    settle(crowd_list)
    assert crowd_list.model.rowCount() == len(expected_ids(other_window, words="lovelace"))


def test_a_changed_record_is_shown_as_it_is_now(qtbot, crowd_list, other_window, settle):
    with other_window.writing() as connection:
        record = read_record(connection, CUSTOMER, crowd_list.current_id())
        content = Content({**record.values, "business_name": "Changed meanwhile"}, record.items)
        UnitOfWork(connection, current_actor(connection)).update(CUSTOMER, record, content)
    crowd_list.refresh()
    column = crowd_list.model.column_of("business_name")
    qtbot.waitUntil(lambda: crowd_list.model.index(0, column).data() == "Changed meanwhile")


def test_typing_fast_shows_the_last_words(qtbot, crowd_list, other_window, settle):
    for words in ("l", "lo", "lov", "love", "lovel", "lovelace 1"):
        crowd_list.set_words(words)
    settle(crowd_list)
    expected = expected_ids(other_window, words="lovelace 1")
    assert (crowd_list.model.rowCount(), crowd_list.current_id()) == (len(expected), expected[0])


def test_nothing_found_says_what_to_do(qtbot, crowd_list, settle):
    currents = []
    crowd_list.current_changed.connect(currents.append)
    crowd_list.set_words("no such thing")
    settle(crowd_list)
    assert crowd_list.empty_label.isVisible()
    assert not crowd_list.table.isVisible()
    assert "fewer or shorter words" in crowd_list.empty_label.text()
    assert (crowd_list.current_id(), currents) == (0, [0])
    crowd_list.set_words("")
    settle(crowd_list)
    assert crowd_list.table.isVisible()


def test_a_row_offers_its_acts_to_the_mouse(qtbot, crowd_list, other_window):
    expected = expected_ids(other_window)
    viewport = crowd_list.table.viewport()
    qtbot.mouseMove(viewport, QPoint(30, crowd_list.table.rowViewportPosition(3) + 5))
    qtbot.waitUntil(crowd_list.row_actions.isVisible)
    for button, signal, args in (
        (crowd_list.row_actions.view_button, crowd_list.view_wanted, [expected[3]]),
        (crowd_list.row_actions.edit_button, crowd_list.edit_wanted, [expected[3]]),
        (crowd_list.row_actions.trash_button, crowd_list.trash_wanted, [(expected[3],)]),
    ):
        with qtbot.waitSignal(signal) as emitted:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert emitted.args == args
    assert (crowd_list.current_id(), selected_rows(crowd_list)) == (expected[3], [3])
    crowd_list.table.verticalScrollBar().setValue(10)
    assert not crowd_list.row_actions.isVisible()


def test_the_acts_of_a_row_go_along_and_go_away(qtbot, crowd_list, settle):
    viewport, buttons = crowd_list.table.viewport(), crowd_list.row_actions
    where = QPoint(60, crowd_list.table.rowViewportPosition(4) + 7)  # not where the mouse may stand already
    qtbot.mouseMove(viewport, where)
    qtbot.waitUntil(buttons.isVisible)
    crowd_list.resize(700, 500)
    qtbot.waitUntil(lambda: buttons.geometry().right() == viewport.width() - 1)
    crowd_list.set_words("lovelace")
    settle(crowd_list)
    assert not buttons.isVisible()
    qtbot.mouseMove(viewport, where + QPoint(1, 0))
    qtbot.waitUntil(buttons.isVisible)


def test_the_context_menu(qtbot, crowd_list, other_window):
    crowd_list.table.customContextMenuRequested.emit(QPoint(20, 20))
    menu = next(child for child in crowd_list.findChildren(QMenu) if child.isVisible())
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["View", "Edit", "Move to trash…", "Copy cell", "Copy rows"]
    with qtbot.waitSignal(crowd_list.edit_wanted) as emitted:
        menu.actions()[1].trigger()
    assert emitted.args == [expected_ids(other_window)[0]]
    with qtbot.waitSignal(menu.destroyed):
        menu.close()
