"""The list by mouse and keyboard, on a real file with thousands of customers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.models.customer import CUSTOMER
from app.settings import SORTING
from app.store.records import read_record
from tests.crowds import CROWD
from tests.views.lists.list_hands import click_header, click_row, expected_ids, press, selected_rows, shown_ids


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
    crowd_list.place.step(-1)
    crowd_list.place.step(1)
    crowd_list.place.step(1)
    assert crowd_list.current_id() == expected[-1]
    crowd_list.place.step(-1)
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


def test_why_a_row_was_found_is_said_where_no_column_says_it(qtbot, crowd_list):
    why = crowd_list.model.why_column
    with qtbot.waitSignal(crowd_list.count_changed):
        crowd_list.set_words("lovelace account")
    rows = range(len(shown_ids(crowd_list)))
    assert rows
    assert all("Tags: key account" in crowd_list.model.index(row, why).data() for row in rows)


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


def test_copying_where_nothing_is_selected_leaves_the_clipboard(crowd_list, settle):
    crowd_list.set_words("no such thing")
    settle(crowd_list)
    QGuiApplication.clipboard().setText("kept")
    crowd_list.copy_rows()
    settle(crowd_list)
    assert QGuiApplication.clipboard().text() == "kept"
