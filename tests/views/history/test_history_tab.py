"""The history tab as a person uses it, by mouse and by keyboard."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from app.models.customer import CUSTOMER
from app.models.merge import Side
from app.models.values import Content
from app.services.customers import save_customer
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.store.database import open_database
from app.views.records_page import FOLLOW_MS
from tests.factories import customer_content, email, first_company, phone, read_customer, staff_actor
from tests.stage import saved, until


@pytest.fixture
def ada(new_file):
    """A customer with three changes behind her."""
    first = saved(new_file, customer_content("Ada Lovelace", phones=[phone()], emails=[email()]))
    second = saved(new_file, Content({"nickname": "Countess", "title": "Analyst"}), first)
    return saved(new_file, Content({"nickname": "Enchantress"}, {"phones": ()}), second)


@pytest.fixture
def tab(stage, ada):
    """Her history, looked at."""
    return opened(stage, ada.id)


def opened(stage, record_id):
    stage.view(record_id)
    pane = stage.window.customers.pane
    pane.pages.tabs.setCurrentWidget(pane.pages.history)
    until(lambda: pane.pages.history.model.rowCount() > 0)
    stage.settle()
    return pane.pages.history


def rows(tab):
    model = tab.model
    return [model.index(number).data(Qt.ItemDataRole.ToolTipRole) for number in range(model.rowCount())]


def choose(tab, words):
    """Go to the first row that says so."""
    number = next(number for number, text in enumerate(rows(tab)) if words in text)
    tab.list.setCurrentIndex(tab.model.index(number))


def stored(database, record):
    with database.reading() as connection:
        return read_customer(connection, record.id)


def test_it_tells_what_was_when_and_who(tab):
    said = rows(tab)
    assert [text.count(" · ") for text in said if " · " in text] == [2, 2, 2]
    assert "Nickname: \u2068Countess\u2069 → \u2068Enchantress\u2069" in said
    assert "Phones: \u2068Work: +44 20 7946 0000\u2069 → (nothing)" in said
    assert said[-1].endswith("created")


def test_nothing_is_read_before_it_is_looked_at(stage, ada):
    stage.view(ada.id)
    assert stage.window.customers.pane.pages.history.model.rowCount() == 0


def test_one_value_comes_back(stage, tab, ada, database, qtbot):
    choose(tab, "Nickname: \u2068Countess")
    qtbot.mouseClick(tab.value_button, Qt.MouseButton.LeftButton)
    until(lambda: stored(database, ada).values["nickname"] == "Countess")
    assert stored(database, ada).items["phones"] == ()
    until(lambda: tab.model.rowCount() > 8)
    assert stage.window.customers.pane.pages.head.name_label.full_text() == "Ada Lovelace"


def test_a_child_row_comes_back(tab, ada, database, qtbot):
    choose(tab, "Phones")
    qtbot.mouseClick(tab.value_button, Qt.MouseButton.LeftButton)
    until(lambda: bool(stored(database, ada).items["phones"]))
    assert stored(database, ada).values["nickname"] == "Enchantress"


def test_a_head_has_no_value_to_restore(tab):
    tab.list.setCurrentIndex(tab.model.index(0))
    assert not tab.value_button.isEnabled()
    assert tab.change_button.isEnabled()


def test_one_change_is_taken_back(tab, ada, database, qtbot):
    tab.list.setCurrentIndex(tab.model.index(0))
    qtbot.mouseClick(tab.change_button, Qt.MouseButton.LeftButton)
    until(lambda: stored(database, ada).values["nickname"] == "Countess")
    assert len(stored(database, ada).items["phones"]) == 1
    until(lambda: any("by undo" in text for text in rows(tab)))


def test_what_was_taken_back_already_is_said_so(tab, ada, database, qtbot):
    tab.list.setCurrentIndex(tab.model.index(0))
    qtbot.mouseClick(tab.change_button, Qt.MouseButton.LeftButton)
    until(lambda: any("by undo" in text for text in rows(tab)))
    choose(tab, "Nickname: \u2068Countess\u2069 → \u2068Enchantress")
    with qtbot.waitSignal(tab.said) as said:
        qtbot.mouseClick(tab.change_button, Qt.MouseButton.LeftButton)
    assert said.args == ["There was nothing left to take back"]
    until(lambda: "found taken back already · by undo" in rows(tab)[0])
    tab.list.setCurrentIndex(tab.model.index(0))
    assert not tab.change_button.isEnabled()
    assert stored(database, ada).values["nickname"] == "Countess"


def test_a_change_that_others_wrote_over_asks(tab, ada, database, qtbot):
    choose(tab, "Job title")
    qtbot.mouseClick(tab.change_button, Qt.MouseButton.LeftButton)
    until(lambda: tab.taking_back.dialog is not None)
    dialog = tab.taking_back.dialog
    assert [conflict.field for conflict in dialog.conflicts] == ["nickname"]
    dialog.choose_all(Side.MINE)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    until(lambda: stored(database, ada).values["nickname"] is None)
    assert stored(database, ada).values["title"] is None


def test_giving_the_question_up_changes_nothing(tab, ada, database, qtbot):
    choose(tab, "Job title")
    qtbot.mouseClick(tab.change_button, Qt.MouseButton.LeftButton)
    until(lambda: tab.taking_back.dialog is not None)
    with qtbot.waitSignal(tab.said):
        qtbot.keyClick(tab.taking_back.dialog, Qt.Key.Key_Escape)
    assert stored(database, ada) == ada


def test_the_record_as_it_was_is_read_and_restored_by_keyboard(stage, tab, ada, database, qtbot):
    choose(tab, "created")
    tab.list.setFocus()
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    until(lambda: tab.stack.currentIndex() == 1)
    assert "As it was on" in tab.past.banner.text()
    assert "Enchantress" not in tab.past.view.toPlainText()
    assert "+44 20 7946 0000" in tab.past.view.toPlainText()
    assert not stage.window.customers.pane.pages.foot.isVisible()
    qtbot.keyClick(tab.past.view, Qt.Key.Key_Escape)
    assert stage.window.customers.pane.pages.foot.edit_button.isVisible()
    assert tab.stack.currentIndex() == 0
    tab.show_past()
    until(lambda: tab.stack.currentIndex() == 1)
    qtbot.mouseClick(tab.past.restore_button, Qt.MouseButton.LeftButton)
    until(lambda: stored(database, ada).values["nickname"] is None)
    assert len(stored(database, ada).items["phones"]) == 1
    until(lambda: tab.stack.currentIndex() == 0)


def test_as_of_a_day(tab, qtbot):
    for text, expected in (("today", 1), ("1 Jan 2001", 0), ("no day", 0)):
        tab.stack.setCurrentIndex(0)
        tab.day_edit.setText(text)
        if expected:
            qtbot.keyClick(tab.day_edit, Qt.Key.Key_Return)
            until(lambda: tab.stack.currentIndex() == 1)
        else:
            with qtbot.waitSignal(tab.said):
                qtbot.keyClick(tab.day_edit, Qt.Key.Key_Return)
            assert tab.stack.currentIndex() == 0


def test_filters_narrow_and_say_so_when_nothing_is_left(stage, tab, qtbot):
    box = tab.filters.field_box
    box.setCurrentIndex(box.findData("title"))
    until(lambda: len([text for text in rows(tab) if " · " in text]) == 1)
    box.setCurrentIndex(box.findData("site"))
    until(tab.empty_label.isVisible)
    box.setCurrentIndex(0)
    until(lambda: len([text for text in rows(tab) if " · " in text]) == 3)
    tab.filters.until_edit.setText((date.today() - timedelta(days=2)).isoformat())
    qtbot.keyClick(tab.filters.until_edit, Qt.Key.Key_Return)
    until(tab.empty_label.isVisible)
    tab.filters.until_edit.setText("nonsense")
    qtbot.keyClick(tab.filters.until_edit, Qt.Key.Key_Return)
    until(tab.list.isVisible)
    assert tab.filters.until_edit.text() == ""
    assert tab.filters.person_box.count() == 2


def test_rows_are_copied_as_text(tab, qtbot):
    choose(tab, "Job title")
    tab.list.setFocus()
    qtbot.keyClick(tab.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, line = QGuiApplication.clipboard().text().split("\n")
    assert head.endswith("changed")
    assert line == "Job title: (nothing) → \u2068Analyst\u2069"


def test_a_long_history_is_read_as_one_scrolls(stage, new_file):
    record = saved(new_file, customer_content("Much changed"))
    with closing(open_database(new_file)) as database, database.writing() as connection:
        actor = current_actor(connection)
        for number in range(320):
            content = Content({"floor": str(number)})
            record = save_customer(connection, record.values["company_id"], record, content, actor=actor).record
    tab = opened(stage, record.id)
    assert tab.model.rowCount() < 400
    until(lambda: tab.list.scrollToBottom() or not tab.model.has_more)
    assert [tab.model.entry(tab.model.index(row)).version for row in (0, tab.model.rowCount() - 1)] == [321, 1]


def test_somebody_who_is_chosen_but_not_in_the_next_history_narrows_it_no_longer(stage, ada, database):
    with database.writing() as connection:
        grace = staff_actor(connection)
        content, company = customer_content("Hers alone"), first_company(connection)
        hers = save_customer(connection, company, None, content, actor=grace).record
    tab = opened(stage, hers.id)
    box = tab.filters.person_box
    until(lambda: box.findData(grace.staff_id) > 0)
    box.setCurrentIndex(box.findData(grace.staff_id))
    stage.settle()
    assert rows(tab)

    table = stage.window.customers.list.table
    table.setCurrentIndex(table.model().index(1 - table.currentIndex().row(), 0))
    until(lambda: stage.window.customers.pane.record_id() == ada.id)
    until(lambda: box.currentText() == "Everybody")
    until(lambda: any("Enchantress" in text for text in rows(tab)))


def test_a_record_in_the_trash_is_read_only_with_a_way_back(stage, ada, database, qtbot):
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [ada.id], actor=current_actor(connection))
    tab = opened(stage, ada.id)
    pane = stage.window.customers.pane
    assert "In the trash since" in pane.pages.banner.text()
    assert not pane.pages.foot.edit_button.isEnabled()
    assert not tab.value_button.isEnabled()
    pane.pages.banner.link_clicked.emit()
    until(lambda: "In the trash" not in pane.pages.banner.text())
    until(pane.pages.foot.edit_button.isEnabled)


def test_a_record_in_the_trash_stays_in_view_when_an_empty_list_fills(stage, ada, new_file, database):
    customers = stage.window.customers
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [ada.id], actor=current_actor(connection))
    stage.window.refresh()
    until(lambda: customers.list.model.rowCount() == 0)
    stage.view(ada.id)
    saved(new_file, customer_content("Holder"))
    stage.window.refresh()
    until(lambda: customers.list.model.rowCount() == 1)
    QTest.qWait(2 * FOLLOW_MS)  # by then the pane would have followed the list
    stage.settle()
    assert customers.pane.record_id() == ada.id


def test_a_record_in_the_trash_stays_in_view_when_the_list_is_come_back_to(stage, ada, new_file, database):
    customers, search = stage.window.customers, stage.window.toolbar.search_edit
    table = customers.list.table
    other = saved(new_file, customer_content("Holder"))
    stage.window.refresh()
    until(lambda: customers.list.model.rowCount() == 2)
    stage.view(ada.id)
    stage.window.activateWindow()
    search.setFocus()
    until(search.hasFocus)
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [ada.id], actor=current_actor(connection))
    stage.window.refresh()
    until(lambda: customers.list.model.rowCount() == 1)
    stage.settle()

    table.setFocus(Qt.FocusReason.TabFocusReason)
    until(table.hasFocus)
    assert not table.currentIndex().isValid()
    assert customers.pane.record_id() == ada.id

    QTest.keyClick(table, Qt.Key.Key_Down)
    until(lambda: customers.pane.record_id() == other.id)


def test_a_code_given_away_asks_before_restoring(stage, ada, new_file, database, qtbot):
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [ada.id], actor=current_actor(connection))
    saved(new_file, customer_content("Holder", customer_code=ada.values["customer_code"]))
    stage.view(ada.id)
    pane = stage.window.customers.pane
    stage.settle()
    pane.acts.restore.trigger()
    until(lambda: any(box.isVisible() for box in stage.window.findChildren(QMessageBox)))
    box = next(box for box in stage.window.findChildren(QMessageBox) if box.isVisible())
    assert "Holder" in box.informativeText()
    texts = [button.text().replace("&", "") for button in box.buttons()]
    assert {"Restore with a new code", "Open the other"} <= set(texts)
    anew = next(button for button in box.buttons() if button.text() == "Restore with a new code")
    qtbot.mouseClick(anew, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    until(lambda: stored(database, ada).state == "active")
    assert stored(database, ada).values["customer_code"] != ada.values["customer_code"]


def test_the_chosen_change_stays_chosen_whoever_saves_meanwhile(stage, tab, ada, new_file, database, qtbot):
    choose(tab, "Phones")
    chosen = tab.list.currentIndex().data()
    saved(new_file, customer_content("Nothing To Do With It"))
    stage.window.refresh()
    stage.settle()
    assert tab.list.currentIndex().data() == chosen
    known = tab.model.rowCount()
    saved(new_file, Content({"tags": ("mathematician",)}), ada)
    stage.window.refresh()
    until(lambda: tab.model.rowCount() > known)
    assert "mathematician" in "".join(rows(tab)[: tab.model.rowCount() - known])
    assert tab.list.currentIndex().data() == chosen
    qtbot.mouseClick(tab.change_button, Qt.MouseButton.LeftButton)
    until(lambda: stored(database, ada).values["nickname"] == "Countess")
    assert stored(database, ada).values["tags"] == ("mathematician",)


def test_another_filter_starts_from_the_latest_change(stage, tab):
    choose(tab, "Phones")
    tab.filters.changed.emit()
    stage.window.refresh()
    stage.settle()
    assert tab.list.currentIndex().row() == 0
