"""Where somebody stands in a list while it is read again, on a real file with thousands of customers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.models.customer import CUSTOMER
from app.models.queries import Filter, Operator
from app.models.values import Content
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork
from tests.crowds import CROWD, make_crowd
from tests.factories import customer_content
from tests.views.lists.list_hands import click_header, click_row, expected_ids, press, selected_rows, shown_ids

LAST_NAME = "~~~ last of all"


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
    crowd_list.place.step(1)
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
