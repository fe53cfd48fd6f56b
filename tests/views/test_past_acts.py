"""Undo, redo, their list and the trash in the window, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox

from app.models.customer import CUSTOMER, EXTERNAL
from app.models.values import Content, State
from app.services.records import save_record
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.store.changes import changes_of, latest_change
from app.store.records import read_records
from app.views.dialogs.purge_question import PurgeQuestion
from app.views.forms.editors import TextEditor
from app.views.taking_back import Wish
from tests.factories import customer_content, email
from tests.stage import Stage, saved, staged, until

UNDO = QKeySequence.StandardKey.Undo
REDO = QKeySequence.StandardKey.Redo


@pytest.fixture
def stage(new_file, tmp_path, qtbot) -> Iterator[Stage]:
    """The window on the file, ready for undo."""
    with staged(tmp_path, new_file) as stage:
        stage.window.activateWindow()
        stage.window.past.open(new_file, read_only=False)
        stage.settle()
        yield stage


@pytest.fixture
def people(new_file):
    """Three customers."""
    return [saved(new_file, customer_content(f"Person {n}", emails=[email(f"p{n}@x.test")])) for n in range(3)]


def stored(database, record):
    with database.reading() as connection:
        return read_records(connection, CUSTOMER, [record.id]).get(record.id)


def press(qtbot, stage, keys, widget=None):
    """A key as it comes to the window."""
    stage.settle()
    stage.window.activateWindow()
    until(stage.window.isActiveWindow)
    qtbot.keySequence(widget or stage.window, QKeySequence(keys))


def test_saved_acts_are_undone_and_done_again_by_key(stage, people, new_file, database, qtbot):
    saved(new_file, Content({"nickname": "Countess"}), people[0])
    stage.window.refresh()
    until(lambda: "Nickname" in stage.window.actions_["undo"].toolTip())
    press(qtbot, stage, UNDO)
    until(lambda: stored(database, people[0]).values["nickname"] is None)
    until(lambda: stage.window.actions_["redo"].isEnabled())
    press(qtbot, stage, REDO)
    until(lambda: stored(database, people[0]).values["nickname"] == "Countess")
    until(lambda: not stage.window.actions_["redo"].isEnabled())


def test_a_creation_that_is_done_again_is_told_as_such(stage, people, database, qtbot):
    stage.window.refresh()
    until(stage.window.actions_["undo"].isEnabled)
    press(qtbot, stage, UNDO)
    until(lambda: "Redo: " in stage.window.actions_["redo"].toolTip())
    assert stage.window.actions_["redo"].toolTip().endswith("restored from the trash")
    press(qtbot, stage, REDO)
    until(lambda: stage.window.status.currentMessage().startswith("Done again: "))
    assert stage.window.status.currentMessage().endswith("restored from the trash")
    stage.settle()


def test_undo_pressed_twice_takes_two_acts_back(stage, people, database, qtbot):
    stage.window.refresh()
    until(stage.window.actions_["undo"].isEnabled)
    press(qtbot, stage, UNDO)
    qtbot.keySequence(stage.window, QKeySequence(UNDO))
    until(lambda: all(stored(database, one).state is State.TRASHED for one in people[1:]))
    stage.settle()
    assert stored(database, people[0]).state is State.ACTIVE
    assert "nothing" not in stage.window.status.currentMessage()
    press(qtbot, stage, REDO)
    qtbot.keySequence(stage.window, QKeySequence(REDO))
    until(lambda: all(stored(database, one).state is State.ACTIVE for one in people))


def test_in_a_text_field_its_own_undo_wins(stage, people, new_file, database, qtbot):
    saved(new_file, Content({"nickname": "Countess"}), people[0])
    stage.edit(people[0].id)
    form = stage.window.customers.pane.form
    editor = form.boxes["nickname"].editor
    assert isinstance(editor, TextEditor)
    editor.line.setFocus()
    editor.line.end(False)
    qtbot.keyClicks(editor.line, "x")
    assert editor.line.text() == "Countessx"
    press(qtbot, stage, UNDO, editor.line)
    assert editor.line.text() == "Countess"
    stage.settle()
    assert stored(database, people[0]).values["nickname"] == "Countess"


def test_nothing_is_undone_of_a_file_that_nobody_has_worked_in(stage):
    until(lambda: not stage.window.actions_["undo"].isEnabled())
    assert not stage.window.actions_["redo"].isEnabled()


def test_in_a_file_that_is_only_looked_at_nothing_is_undone(stage, new_file):
    saved(new_file, customer_content("Ada"))
    stage.window.past.refresh()
    until(stage.window.actions_["undo"].isEnabled)
    stage.window.open_place(new_file, frozen=True)
    until(lambda: "read-only" in stage.window.status.state_label.text())
    until(lambda: "past" in vars(stage.window))
    stage.window.past.open(new_file, read_only=True)
    stage.settle()
    assert not stage.window.actions_["undo"].isEnabled()


def test_the_toolbar_takes_a_creation_back(stage, people, database, qtbot):
    stage.window.refresh()
    stage.settle()
    button = stage.window.toolbar.widgetForAction(stage.window.actions_["undo"])
    until(button.isEnabled)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    until(lambda: stored(database, people[2]).state is State.TRASHED)
    until(lambda: "(1)" in stage.window.sidebar._items["trash"].text(0))


def test_a_window_of_its_own_undoes_by_key(stage, people, database, qtbot):
    stage.window.refresh()
    until(stage.window.actions_["undo"].isEnabled)
    stage.window.customers.open_window(people[2].id)
    window = stage.window.customers.windows[0]
    until(lambda: window.pane.record_id() == people[2].id)
    stage.settle()
    window.activateWindow()
    window.pane.pages.view.setFocus()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.pane.pages.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(lambda: stored(database, people[2]).state is State.TRASHED)


def test_many_go_to_the_trash_and_back_as_one(stage, people, database, qtbot):
    window = stage.window
    window.refresh()
    stage.settle()
    window.customers.list.table.selectAll()
    qtbot.keyClick(window.customers.list.table, Qt.Key.Key_Delete)
    until(lambda: bool(window.findChildren(QMessageBox)))
    box = window.findChildren(QMessageBox)[0]
    move = next(button for button in box.buttons() if button.text().replace("&", "") == "Move to trash")
    qtbot.mouseClick(move, Qt.MouseButton.LeftButton)
    until(lambda: all(stored(database, one).state is State.TRASHED for one in people))
    until(lambda: "3 customers" in window.actions_["undo"].toolTip())
    press(qtbot, stage, UNDO)
    until(lambda: all(stored(database, one).state is State.ACTIVE for one in people))


def test_delete_pressed_twice_asks_once(stage, people, qtbot):
    window = stage.window
    window.refresh()
    stage.settle()
    table = window.customers.list.table
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    until(lambda: bool(window.findChildren(QMessageBox)))
    stage.settle()
    assert len(window.findChildren(QMessageBox)) == 1


def test_any_act_of_the_list_is_taken_back(stage, people, new_file, database, qtbot):
    saved(new_file, Content({"nickname": "Countess"}), people[0])
    saved(new_file, Content({"nickname": "Amazing"}), people[1])
    stage.window.actions_["undo_list"].trigger()
    dialog = stage.window.past.dialog
    until(lambda: dialog.list.count() == 5)
    assert "Person 1\u2069 changed: Nickname" in dialog.list.item(0).text()
    dialog.list.setCurrentRow(1)
    qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    until(lambda: stored(database, people[0]).values["nickname"] is None)
    assert stored(database, people[1]).values["nickname"] == "Amazing"
    until(lambda: dialog.list.count() == 6)
    assert "by undo" in dialog.list.item(0).text()
    assert dialog.list.item(2).text().endswith("taken back")
    dialog.list.setCurrentRow(2)
    assert not dialog.undo_button.isEnabled()
    dialog.list.setCurrentRow(0)
    assert dialog.undo_button.text() == "Do again"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    until(lambda: stored(database, people[0]).values["nickname"] == "Countess")
    dialog.close()


def trash_all(database, people):
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [one.id for one in people], actor=current_actor(connection))


@pytest.fixture
def trash(stage, people, database):
    """The trash with the three, looked at."""
    trash_all(database, people)
    stage.window.go_to("trash")
    page = stage.window.past.trash
    until(lambda: page.list.model.rowCount() == 3)
    stage.settle()
    return page


def test_the_trash_says_who_and_when(stage, trash):
    shown = trash.list.columns.shown()
    assert shown[:3] == ("display_name", "changed_at", "changed_by")
    header = trash.list.model.headerData(trash.list.model.column_of("changed_at"), Qt.Orientation.Horizontal)
    assert header == "Trashed"
    until(lambda: "(3)" in stage.window.sidebar._items["trash"].text(0))


def test_one_is_read_and_restored_by_keyboard(stage, trash, database, qtbot):
    trash.list.table.select_only(0)
    qtbot.keyClick(trash.list.table, Qt.Key.Key_Return)
    until(lambda: trash.pane.record_id() != 0)
    record_id = trash.pane.record_id()
    assert not trash.pane.pages.foot.edit_button.isEnabled()
    qtbot.keyClick(trash.list.table, Qt.Key.Key_F2)
    until(lambda: trash.list.model.rowCount() == 2)
    with database.reading() as connection:
        assert read_records(connection, CUSTOMER, [record_id])[record_id].state is State.ACTIVE


def test_all_are_restored_with_the_button(stage, trash, people, database, qtbot):
    trash.list.table.selectAll()
    qtbot.mouseClick(trash.restore_button, Qt.MouseButton.LeftButton)
    until(lambda: all(stored(database, one).state is State.ACTIVE for one in people))
    until(trash.list.empty_label.isVisible)


def test_purging_wants_the_number_typed(stage, trash, people, database, qtbot):
    trash.list.table.selectAll()
    qtbot.keyClick(trash.list.table, Qt.Key.Key_Delete)
    until(lambda: bool(trash.findChildren(PurgeQuestion)))
    question = trash.findChildren(PurgeQuestion)[0]
    assert not question.purge_button.isEnabled()
    qtbot.keyClicks(question.count_edit, "2")
    assert not question.purge_button.isEnabled()
    question.count_edit.clear()
    qtbot.keyClicks(question.count_edit, "3")
    qtbot.keyClick(question.count_edit, Qt.Key.Key_Return)
    until(lambda: all(stored(database, one) is None for one in people))
    until(trash.list.empty_label.isVisible)


def test_purge_pressed_twice_asks_once(stage, trash, qtbot):
    trash.list.table.selectAll()
    qtbot.keyClick(trash.list.table, Qt.Key.Key_Delete)
    qtbot.keyClick(trash.list.table, Qt.Key.Key_Delete)
    until(lambda: bool(trash.findChildren(PurgeQuestion)))
    stage.settle()
    assert len(trash.findChildren(PurgeQuestion)) == 1


def test_a_purge_is_given_up(stage, trash, people, database, qtbot):
    trash.list.table.select_only(1)
    qtbot.mouseClick(trash.purge_button, Qt.MouseButton.LeftButton)
    until(lambda: bool(trash.findChildren(PurgeQuestion)))
    question = trash.findChildren(PurgeQuestion)[0]
    cancel = question.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    stage.settle()
    assert all(stored(database, one) for one in people)


def test_the_trash_is_searched(stage, trash, qtbot):
    qtbot.keyClicks(trash.search_edit, "Person 1")
    until(lambda: trash.list.model.rowCount() == 1)


def test_what_is_typed_again_offers_to_restore_instead(stage, people, database, qtbot):
    trash_all(database, people[:1])
    stage.new(EXTERNAL)
    pane = stage.window.customers.pane
    box = pane.form.boxes["customer_code"]
    assert isinstance(box.editor, TextEditor)
    box.editor.line.setFocus()
    qtbot.keyClicks(box.editor.line, str(people[0].values["customer_code"]))
    until(lambda: box.problem is not None and box.problem.code == "in_trash")
    assert "in the trash" in box.message.text()
    box.message.link_clicked.emit()
    until(lambda: any(one.isVisible() for one in pane.findChildren(QMessageBox)))
    question = next(one for one in pane.findChildren(QMessageBox) if one.isVisible())
    discard = next(button for button in question.buttons() if button.text().replace("&", "") == "Discard")
    qtbot.mouseClick(discard, Qt.MouseButton.LeftButton)
    until(lambda: pane.record_id() == people[0].id)
    pane.pages.banner.link_clicked.emit()
    until(lambda: stored(database, people[0]).state is State.ACTIVE)


def test_the_act_that_was_chosen_stays_chosen_while_one_works(stage, people, new_file, qtbot):
    stage.window.actions_["undo_list"].trigger()
    dialog = stage.window.past.dialog
    until(lambda: dialog.list.count() == 3)
    dialog.list.setCurrentRow(1)
    chosen = dialog.current()
    saved(new_file, Content({"nickname": "Countess"}), people[0])
    until(lambda: dialog.list.count() == 4)
    assert dialog.current().id == chosen.id
    dialog.close()


def test_the_list_of_acts_tells_what_just_went_to_the_trash(stage, people):
    stage.window.actions_["undo_list"].trigger()
    dialog = stage.window.past.dialog
    until(lambda: dialog.list.count() == 3)
    stage.window.watcher.stop()
    stage.window.past.move_to_trash("customer", [people[0].id])
    until(lambda: dialog.list.count() == 4)
    dialog.close()


def test_one_of_several_comes_back_and_is_counted_as_one(stage, trash, people, new_file, qtbot):
    for one in people[1:]:
        saved(new_file, customer_content("Namesake", customer_code=one.values["customer_code"]))
    trash.list.table.selectAll()
    said = []
    trash.said.connect(said.append)
    qtbot.mouseClick(trash.restore_button, Qt.MouseButton.LeftButton)
    until(lambda: bool(said))
    assert said == ["1 record restored"]
    (box,) = (box for box in trash.findChildren(QMessageBox) if box.isVisible())
    assert box.text() == "1 record went back. 2 were left as they are."
    box.close()


def test_after_restoring_what_was_read_the_focus_is_in_the_list(stage, trash, qtbot):
    stage.window.activateWindow()
    until(stage.window.isActiveWindow)
    trash.list.table.setFocus()
    qtbot.keyClick(trash.list.table, Qt.Key.Key_Return)
    until(lambda: trash.pane.record_id() != 0)
    trash.pane.pages.view.setFocus()
    trash.pane.acts.restore.trigger()
    until(lambda: trash.list.model.rowCount() == 2)
    stage.settle()
    assert stage.window.focusWidget() is trash.list.table


def test_only_to_a_customer_leads_a_way(stage, database, people, qtbot):
    """Of a member of staff in the way, only the name is said: the window has no place for them."""
    customer = {"customer_code": people[0].values["customer_code"]}
    saved(database.place, Content({"customer_code": "OTHER"}), people[0])
    saved(database.place, Content(customer), people[1])
    with database.writing() as connection:
        actor = current_actor(connection)
        ada = save_record(
            connection, "staff", None, None, Content({"name": "Ada", "sign_in": "ada"}), actor=actor
        ).record
        save_record(connection, "staff", None, ada, Content({"sign_in": "lovelace"}), actor=actor)
        renamed = latest_change(connection)
        save_record(connection, "staff", None, None, Content({"name": "Other", "sign_in": "ada"}), actor=actor)
        moved = changes_of(connection, CUSTOMER, people[0].id)[0].id
    for type_name, change, ways in (("staff", renamed, set()), ("customer", moved, {"Open the other"})):
        stage.window.past.taking_back.take_back(Wish("Undone", type_name, change))
        until(lambda: any(box.isVisible() for box in stage.window.findChildren(QMessageBox)))
        box = next(box for box in stage.window.findChildren(QMessageBox) if box.isVisible())
        assert {button.text().replace("&", "") for button in box.buttons()} - {"Close"} == ways
        box.close()
        stage.settle()
