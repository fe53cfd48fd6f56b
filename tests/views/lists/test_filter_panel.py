"""Conditions are added, filled in and taken away; the list follows."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.fields import Kind
from app.models.queries import Filter, Operator, operators_for
from app.views.lists.filter_panel import FilterPanel
from app.views.lists.filter_row import FilterRow, operator_words


@pytest.fixture
def panel(qtbot, tasks):
    panel = FilterPanel(CUSTOMER, tasks)
    qtbot.addWidget(panel)
    panel.open()
    return panel


def choose(row, name, operator):
    row.choose_field(name)
    row.operator_box.setCurrentIndex(operators_for(row.field).index(operator))


def test_opening_offers_one_condition(qtbot, panel):
    assert (len(panel.rows), panel.filters()) == (1, ())
    panel.open()
    assert len(panel.rows) == 1
    qtbot.mouseClick(panel.add_button, Qt.MouseButton.LeftButton)
    assert len(panel.rows) == 2


@pytest.mark.parametrize(
    ("name", "operator", "typed", "operand"),
    [
        ("full_name", Operator.CONTAINS, " Ada ", "Ada"),
        ("full_name", Operator.IS, "  ", None),
        ("last_survey_date", Operator.AFTER, "2024-02-29", date(2024, 2, 29)),
        ("last_survey_date", Operator.AFTER, "31.02.", None),
        ("created_at", Operator.IS, "2024-02-29", date(2024, 2, 29)),
        ("phones", Operator.CONTAINS, "7946", "7946"),
        ("tags", Operator.CONTAINS, "key", "key"),
        ("manager_id", Operator.IS, "Ada", "Ada"),
    ],
)
def test_what_is_typed_is_compared(panel, name, operator, typed, operand):
    (row,) = panel.rows
    choose(row, name, operator)
    row.text_edit.setText(typed)
    expected = () if operand is None else (Filter(name, operator, operand),)
    assert panel.filters() == expected


def test_what_is_no_date_is_said(panel):
    (row,) = panel.rows
    choose(row, "last_survey_date", Operator.AFTER)
    row.text_edit.setText("31.02.")
    assert "narrows nothing" in row.text_edit.accessibleDescription()
    row.text_edit.setText("2024-02-28")
    assert not row.text_edit.accessibleDescription()


def test_several_values_are_ticked(qtbot, panel):
    (row,) = panel.rows
    panel.show()
    choose(row, "sla_level", Operator.ONE_OF)
    assert panel.filters() == ()
    row.values_button.menu().popup(row.values_button.mapToGlobal(row.values_button.rect().bottomLeft()))
    qtbot.waitUntil(row.values_button.list.isVisible)
    for key in ("g", Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Space):  # Gold begins so, Silver stands above it
        qtbot.keyClick(row.values_button.list, key)
    assert panel.filters() == (Filter("sla_level", Operator.ONE_OF, ("silver", "gold")),)
    assert row.values_button.text() == "Silver, Gold"
    row.values_button.menu().close()


def test_the_panel_goes_with_its_conditions(qtbot, panel):
    panel.show()
    choose(panel.rows[0], "nickname", Operator.EMPTY)
    with qtbot.waitSignal(panel.changed) as heard:
        qtbot.mouseClick(panel.close_button, Qt.MouseButton.LeftButton)
    assert heard.args == [()]
    assert not panel.isVisible()


@pytest.mark.parametrize("typed", ["²", "--5", "٣", "1" * 40, "1.5", "", "-", "x"])
def test_a_number_that_is_none(qtbot, tasks, typed):
    row = FilterRow(COMPANY, tasks)
    qtbot.addWidget(row)
    choose(row, "code_start", Operator.IS)
    row.text_edit.setText(typed)
    assert row.filter() is None
    row.text_edit.setText("-12")
    assert row.filter() == Filter("code_start", Operator.IS, -12)


def test_coded_values_are_chosen_by_label(qtbot, panel):
    (row,) = panel.rows
    choose(row, "sla_level", Operator.IS)
    row.value_box.setCurrentText("Gold")
    assert panel.filters() == (Filter("sla_level", Operator.IS, "gold"),)
    choose(row, "accepts_marketing", Operator.IS)
    row.value_box.setCurrentText("No")
    assert panel.filters() == (Filter("accepts_marketing", Operator.IS, False),)
    choose(row, "country", Operator.IS)
    row.value_box.setCurrentText("Germany")
    assert panel.filters() == (Filter("country", Operator.IS, "DE"),)


def test_pick_values_come_from_the_file_once(qtbot, panel, tasks):
    (row,) = panel.rows
    for name in ("department", "site", "department"):
        row.choose_field(name)
    qtbot.waitUntil(tasks.is_idle)
    labels = [row.value_box.itemText(number) for number in range(row.value_box.count())]
    assert len(labels) == len(set(labels)) > 5
    row.value_box.setCurrentText("Finance")
    assert panel.filters() == (Filter("department", Operator.IS, "Finance"),)


def test_empty_and_filled_need_nothing(panel):
    (row,) = panel.rows
    for operator in (Operator.EMPTY, Operator.FILLED):
        choose(row, "nickname", operator)
        assert panel.filters() == (Filter("nickname", operator),)
        assert not row.text_edit.isVisible()
        assert not row.value_box.isVisible()


def test_every_field_and_operator_can_be_chosen(panel, qtbot, tasks):
    (row,) = panel.rows
    fields = [*CUSTOMER.listable_fields, *CUSTOMER.item_fields]
    offered = {row.field_box.itemText(number) for number in range(row.field_box.count())}
    assert len(offered) == len(fields)
    assert {"Any phone", "Phone", "Manager"} <= offered
    assert "Image" not in offered
    for field in fields:
        if field.kind is Kind.IMAGE:
            continue
        for operator in operators_for(field):
            choose(row, field.name, operator)
            assert (row.field, row.operator) == (field, operator)
            assert row.operator_box.currentText() == operator_words(operator, field)
            panel.filters()
    qtbot.waitUntil(tasks.is_idle)


def test_typing_is_waited_for_and_then_told_once(qtbot, panel):
    choose(panel.rows[0], "nickname", Operator.CONTAINS)
    told = []
    panel.changed.connect(told.append)
    qtbot.keyClicks(panel.rows[0].text_edit, "countess")
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1] == (Filter("nickname", Operator.CONTAINS, "countess"),)
    assert len(told) <= 2


def test_conditions_are_taken_away(qtbot, panel):
    choose(panel.rows[0], "nickname", Operator.EMPTY)
    choose(panel.add_row(), "site", Operator.FILLED)
    with qtbot.waitSignal(panel.changed) as changed:
        qtbot.mouseClick(panel.rows[0].remove_button, Qt.MouseButton.LeftButton)
    assert changed.args == [(Filter("site", Operator.FILLED),)]
    with qtbot.waitSignal(panel.changed) as changed:
        qtbot.mouseClick(panel.clear_button, Qt.MouseButton.LeftButton)
    assert (changed.args, panel.rows) == ([()], [])


def test_the_list_follows_the_conditions(qtbot, crowd_list, settle):
    crowd_list.filters.open()
    (row,) = crowd_list.filters.rows
    choose(row, "sla_level", Operator.IS)
    row.value_box.setCurrentText("Gold")
    qtbot.waitUntil(lambda: crowd_list.model.rowCount() < 2_000)
    settle(crowd_list)
    column = crowd_list.model.column_of("sla_level")
    first, last = crowd_list.table.visible_rows()
    assert {crowd_list.model.index(number, column).data() for number in range(first, last + 1)} == {"Gold"}
    crowd_list.filters.clear()
    qtbot.waitUntil(lambda: crowd_list.model.rowCount() == 3_500)


def test_a_condition_that_goes_leaves_the_keyboard_to_the_next(qtbot, panel):
    panel.add_row()
    first, second = panel.rows
    qtbot.waitUntil(second.isVisible)
    first.field_box.setFocus()
    passed = []
    for _ in range(12):
        passed.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert passed.index(first.remove_button) < passed.index(second.field_box) < passed.index(panel.add_button)
    first.remove_button.setFocus()
    qtbot.keyClick(first.remove_button, Qt.Key.Key_Space)
    assert second.remove_button.hasFocus()
    qtbot.keyClick(second.remove_button, Qt.Key.Key_Space)
    assert panel.add_button.hasFocus()
