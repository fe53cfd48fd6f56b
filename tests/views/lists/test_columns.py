"""Columns are shown, hidden, moved and sized by people, and remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from app.models.customer import CUSTOMER
from app.settings import COLUMNS
from app.views.dialogs.columns_dialog import ColumnsDialog

DELIVERED = tuple(field.name for field in CUSTOMER.listable_fields if field.listed)


def header(shown):
    return shown.table.horizontalHeader()


def action(shown, label):
    return next(found for found in shown.columns.menu().actions() if found.text() == label)


def remembered(qtbot, settings, condition):
    qtbot.waitUntil(lambda: condition(dict((name, rest) for name, *rest in settings.get(COLUMNS).get("customer", []))))


def test_as_delivered(crowd_list):
    assert crowd_list.columns.shown() == DELIVERED
    assert header(crowd_list).visualIndex(crowd_list.model.column_of("display_name")) == 0


def test_a_column_is_shown_and_hidden_from_the_menu(qtbot, crowd_list, settle, settings, make_list):
    action(crowd_list, "Nickname").setChecked(True)
    action(crowd_list, "Customer code").setChecked(False)
    settle(crowd_list)
    shown = crowd_list.columns.shown()
    assert set(shown) == {*DELIVERED, "nickname"} - {"customer_code"}
    assert crowd_list.source.columns == shown
    assert action(crowd_list, "Nickname").isChecked()
    remembered(qtbot, settings, lambda columns: columns.get("nickname", [0, 0])[1] is True)
    assert make_list().columns.shown() == shown


def test_columns_are_arranged_by_keyboard(qtbot, crowd_list, settle, settings, make_list):
    crowd_list.set_words("a")
    settle(crowd_list)
    dialog = ColumnsDialog(crowd_list.columns)
    qtbot.addWidget(dialog)
    dialog.show()
    first, second = DELIVERED[:2]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space):  # hide the second
        qtbot.keyClick(dialog.list, key)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    qtbot.mouseClick(dialog.down_button, Qt.MouseButton.LeftButton)
    settle(crowd_list)
    assert crowd_list.columns.shown() == (first, *DELIVERED[2:])
    assert [name for name, _, _ in crowd_list.columns.listed()][:2] == [second, first]
    assert not header(crowd_list).isSectionHidden(crowd_list.model.why_column)
    remembered(qtbot, settings, lambda columns: list(columns)[:2] == [second, first])
    assert make_list().columns.shown() == crowd_list.columns.shown()
    qtbot.mouseClick(dialog.reset_button, Qt.MouseButton.LeftButton)
    assert crowd_list.columns.shown() == DELIVERED


def test_the_last_column_cannot_be_hidden(crowd_list):
    for name in DELIVERED:
        action(crowd_list, CUSTOMER.by_name[name].label).setChecked(False)
    assert crowd_list.columns.shown() == DELIVERED[-1:]


def test_columns_are_moved_and_sized(qtbot, crowd_list, settings, make_list):
    header(crowd_list).moveSection(0, 3)
    city = crowd_list.model.column_of("city")
    header(crowd_list).resizeSection(city, 333)
    order = crowd_list.columns.shown()
    assert order != DELIVERED
    remembered(qtbot, settings, lambda columns: columns.get("city", [0])[0] == 333)
    again = make_list()
    assert again.columns.shown() == order
    assert header(again).sectionSize(city) == 333


def test_back_to_how_it_was_delivered(qtbot, crowd_list, settle):
    action(crowd_list, "Nickname").setChecked(True)
    header(crowd_list).moveSection(0, 3)
    action(crowd_list, "Columns as delivered").trigger()
    settle(crowd_list)
    assert crowd_list.columns.shown() == DELIVERED


@pytest.mark.parametrize(
    "entry",
    [
        None,
        5,
        "abc",
        {"a": 1},
        [],
        [["nickname"]],
        [["nickname", "wide", True]],
        [["nothing", 100, True]],
        [["nickname", 100, False]],
        [[]],
        [5],
    ],
)
def test_what_makes_no_sense_counts_as_nothing(settings, make_list, entry):
    settings.set(COLUMNS, {"customer": entry})
    assert make_list().columns.shown() == DELIVERED


def test_widths_out_of_bounds_are_brought_in(settings, make_list):
    settings.set(COLUMNS, {"customer": [["nickname", -5, True], ["city", 10**30, True], ["city", 50, True]]})
    shown = make_list()
    assert set(shown.columns.shown()) == {"nickname", "city"}
    assert 0 < header(shown).sectionSize(shown.model.column_of("nickname")) < 100


def test_the_menu_opens_on_the_header_and_goes_away(qtbot, crowd_list):
    header(crowd_list).customContextMenuRequested.emit(QPoint(5, 5))
    menu = next(child for child in header(crowd_list).children() if child.isWidgetType() and child.isWindow())
    assert menu.isVisible()
    with qtbot.waitSignal(menu.destroyed):
        menu.close()
