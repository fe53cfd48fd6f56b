"""Drafts: kept with anything in them, gone on with, saved, and thrown away by key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMessageBox

from app.models.customer import EXTERNAL
from app.services.drafts import list_drafts
from app.services.staff import current_actor
from tests.stage import until


def keep_draft(stage, **texts):
    stage.new(EXTERNAL)
    pane = stage.window.customers.pane
    pane.form.show_texts(texts)
    pane.form.edited.emit()
    pane.save_as_draft()
    stage.settle()


def drafts_of(database):
    with database.writing() as connection:
        return list_drafts(connection, actor=current_actor(connection))


def test_a_draft_with_nonsense_is_promoted_once_it_is_right(stage, database, qtbot):
    keep_draft(stage, full_name="Ada Lovelace", last_survey_date="31.02.")
    stage.window.go_to("drafts")
    drafts = stage.window.drafts
    until(lambda: drafts.list.count() == 1)
    drafts.list.setCurrentRow(0)
    qtbot.keyClick(drafts.list, Qt.Key.Key_Return)
    pane = stage.window.customers.pane
    until(lambda: pane.form is not None and pane.form.texts()["last_survey_date"] == "31.02.")
    pane.save()
    stage.settle()
    assert len(drafts_of(database)) == 1
    pane.form.show_texts({"last_survey_date": "2026-01-31"})
    pane.form.edited.emit()
    with qtbot.waitSignal(pane.saved):
        pane.save()
    assert drafts_of(database) == ()


def test_drafts_are_deleted_by_key_one_after_the_other(stage, database, qtbot):
    keep_draft(stage, full_name="One")
    stage.window.customers.pane.session.end()
    keep_draft(stage, full_name="Two")
    stage.window.go_to("drafts")
    drafts = stage.window.drafts
    until(lambda: drafts.list.count() == 2)
    drafts.list.setFocus()
    qtbot.keyClick(drafts.list, Qt.Key.Key_Delete)
    qtbot.keyClick(question(drafts), Qt.Key.Key_Escape)
    stage.settle()
    assert drafts.list.count() == 2
    for left in (1, 0):
        stage.window.activateWindow()  # the platform without a screen doesn't, when a question goes
        until(drafts.list.hasFocus)
        qtbot.keyClick(drafts.list, Qt.Key.Key_Delete)
        yes = next(button for button in question(drafts).buttons() if button.text() == "Delete draft")
        qtbot.keyClick(yes, Qt.Key.Key_Space)
        until(lambda left=left: drafts.list.count() == left)
    assert drafts_of(database) == ()
    until(drafts.empty_label.isVisible)
    until(lambda: stage.window.focusWidget() is drafts.empty_label)


def question(drafts):
    return next(box for box in drafts.findChildren(QMessageBox) if box.isVisible())


def test_the_menu_of_a_draft_outlives_another_reading(stage, qtbot):
    keep_draft(stage, full_name="One")
    stage.window.go_to("drafts")
    drafts = stage.window.drafts
    until(lambda: drafts.list.count() == 1)
    drafts.list.customContextMenuRequested.emit(drafts.list.visualItemRect(drafts.list.item(0)).center())
    menu = next(menu for menu in drafts.findChildren(QMenu) if menu.isVisible())
    drafts.refresh()
    stage.settle()
    with qtbot.waitSignal(drafts.open_wanted):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Return)


def test_the_draft_that_was_chosen_stays_chosen_when_another_is_kept(stage):
    for name in ("One", "Two"):
        keep_draft(stage, full_name=name)
        stage.window.customers.pane.session.end()
    stage.window.go_to("drafts")
    drafts = stage.window.drafts
    until(lambda: drafts.list.count() == 2)
    drafts.list.setCurrentRow(1)
    keep_draft(stage, full_name="Three")
    until(lambda: drafts.list.count() == 3)
    assert drafts.list.currentItem().text().startswith("One")
