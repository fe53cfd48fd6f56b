"""The matrix of a role's rights, and the rows of its field rules."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.models.catalogue import RECORD_TYPES
from app.models.role import ACTS, REACHES, ROLE
from app.models.values import Item
from app.views.forms.editor_kit import EditorKit
from app.views.forms.editors_rights import RightsEditor
from app.views.forms.field_rule_row import FieldRuleRow, record_options
from app.views.forms.rights_model import NONE

TYPES = len(RECORD_TYPES) + 1  # and all others


@pytest.fixture
def editor(qtbot):
    editor = RightsEditor(ROLE.by_name["rights"])
    qtbot.addWidget(editor)
    editor.resize(900, 400)
    editor.show()
    QAbstractItemModelTester(editor.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return editor


def right(record_type="customer", act="view", reach="all", row_id=0):
    return Item({"record_type": record_type, "act": act, "reach": reach}, row_id)


def cell(editor, record_type, act):
    row = [option.value for option in record_options()].index(record_type)
    return editor.model.index(row, [choice.value for choice in ACTS].index(act))


def pick(editor, reach):
    """Choose a reach in the menu that is open."""
    assert editor.table.menu.isVisible()
    action = next(action for action in editor.table.menu.actions() if action.data() == reach)
    editor.table.menu.close()
    action.trigger()


def click(editor, qtbot, index):
    place = editor.table.visualRect(index).center()
    qtbot.mouseClick(editor.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))


def test_stored_rights_stand_in_their_cells_and_keep_their_ids(editor):
    editor.show_items((right(row_id=7), right("staff", "bulk_edit", "own", 8)))
    assert editor.model.data(cell(editor, "customer", "view")) == "All"
    assert editor.model.data(cell(editor, "staff", "bulk_edit")) == "Own"
    assert editor.model.data(cell(editor, "staff", "view")) == "–"
    assert editor.items() == (right(row_id=7), right("staff", "bulk_edit", "own", 8))


def test_a_click_on_a_cell_offers_the_reaches(editor, qtbot):
    editor.show_items(())
    click(editor, qtbot, cell(editor, "customer", "edit"))
    with qtbot.waitSignals([editor.edited, editor.committed]):
        pick(editor, "team")
    assert editor.items() == (right(act="edit", reach="team"),)


def test_keys_move_choose_and_empty(editor, qtbot):
    editor.show_items((right(row_id=7),))
    table = editor.table
    table.setCurrentIndex(cell(editor, "customer", "view"))
    qtbot.keyClick(table, Qt.Key.Key_Right)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    pick(editor, "company")
    qtbot.keyClick(table, Qt.Key.Key_Left)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert editor.items() == (right(act="add", reach="company"),)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    pick(editor, "own")
    assert editor.items() == (right(act="add", reach="company"), right(reach="own", row_id=7))


def test_the_menu_stands_on_what_the_cell_has(editor, qtbot):
    editor.show_items((right(reach="team"),))
    editor.table.setCurrentIndex(cell(editor, "customer", "view"))
    editor.table.choose()
    assert [action.data() for action in editor.table.menu.actions()] == [reach.value for reach in REACHES]
    assert editor.table.menu.activeAction().data() == "team"
    editor.table.menu.close()


def test_several_cells_get_the_same_reach(editor, qtbot):
    editor.show_items(())
    editor.table.selectRow(cell(editor, "customer", "view").row())
    other = cell(editor, "staff", "view")
    editor.table.selectionModel().select(other, QItemSelectionModel.SelectionFlag.Select)
    editor.table.give("department")
    assert len(editor.items()) == len(ACTS) + 1
    editor.table.selectAll()
    editor.table.give(NONE)
    assert editor.items() == ()


def test_a_drag_over_cells_opens_no_menu(editor, qtbot):
    editor.show_items(())
    start, end = (editor.table.visualRect(cell(editor, "customer", act)).center() for act in ("view", "edit"))
    viewport = editor.table.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(viewport, end)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    assert not editor.table.menu.isVisible()


def test_what_is_shown_again_is_the_same(editor):
    rights = (right(row_id=7), right("spaceship", "view", "own", 9))
    editor.show_items(rights)
    raw = editor.raw()
    editor.show_items(())
    assert editor.model.rowCount() == TYPES
    editor.show_raw(raw)
    assert (editor.items(), editor.model.rowCount()) == (rights, TYPES + 1)
    editor.show_raw("damaged")
    assert editor.items() == ()


def test_what_holds_for_all_others_is_shown_of_each_until_something_is_said_of_it(editor):
    stored = (right("*", "view", "company"), right("customer", "edit", "none"))
    editor.show_items(stored)
    assert editor.model.data(cell(editor, "*", "view")) == "Company"
    assert editor.model.data(cell(editor, "staff", "view")) == "(Company)"
    assert editor.model.data(cell(editor, "customer", "view")) == "–"
    assert editor.items() == stored

    editor.model.set_reach([cell(editor, "team", "edit")], "own")
    assert editor.model.data(cell(editor, "team", "view")) == "Company"
    editor.model.set_reach([cell(editor, "team", "view"), cell(editor, "team", "edit")], NONE)
    assert {item.values["reach"] for item in editor.items() if item.values["record_type"] == "team"} == {NONE}


def test_cells_are_read_out_whole(editor):
    editor.show_items((right(),))
    index = cell(editor, "customer", "view")
    assert editor.model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Customers, View: All"
    assert editor.table.accessibleName() == "Rights"


@pytest.fixture
def rule(basis, tasks, qtbot):
    kit = EditorKit(basis, tasks)
    row = FieldRuleRow(ROLE.by_name["field_rules"].items, kit)
    kit.setParent(row)
    qtbot.addWidget(row)
    return row


def choose(row, part, value):
    box = row.boxes[part].editor.box
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def offered(row):
    box = row.boxes["field"].editor.box
    return [box.itemData(number) for number in range(box.count())]


def test_a_rule_offers_the_fields_of_the_records_that_it_is_about(rule):
    rule.show_new(is_first=True)
    assert (offered(rule), rule.is_blank()) == ([], True)
    choose(rule, "record_type", "customer")
    assert {"vat_number", "phones", "manager_id"} <= set(offered(rule))
    choose(rule, "field", "department")
    choose(rule, "access", "masked")
    choose(rule, "record_type", "staff")
    assert rule.item().values == {"record_type": "staff", "field": "department", "access": "masked"}
    choose(rule, "record_type", "team")
    assert rule.item().values["field"] is None


def test_a_stored_rule_is_shown_and_given_back(rule):
    stored = Item({"record_type": "customer", "field": "vat_number", "access": "hidden"}, 5)
    rule.show_item(stored)
    assert rule.item() == stored
    raw = rule.raw()
    rule.show_new(is_first=True)
    rule.show_raw(raw)
    assert rule.item() == stored


def test_a_rule_may_be_about_every_field_of_every_type(rule):
    stored = Item({"record_type": "*", "field": "*", "access": "editable"}, 5)
    rule.show_item(stored)
    assert rule.item() == stored
    assert offered(rule) == ["*"]


def test_a_rule_about_what_only_a_newer_program_knows_stays(rule):
    stored = Item({"record_type": "spaceship", "field": "thrust", "access": "hidden"}, 5)
    rule.show_item(stored)
    assert rule.item() == stored
