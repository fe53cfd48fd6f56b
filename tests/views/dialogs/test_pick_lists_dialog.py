"""An administrator keeps a pick list: each change is stored as it is made."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from app.models.queries import ListQuery
from app.models.values import Content
from app.services import pick_lists
from app.services.companies import save_company
from app.store import sqlite
from app.store.listing import first_ids
from tests import factories
from tests.processes import SHORT_PATIENCE
from tests.views.dialogs.accessible import nameless

WAIT_MS = 20_000
LABEL = Qt.ItemDataRole.EditRole
TICK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def dialog(tasks, jobs, new_file, qtbot):
    from app.views.dialogs.pick_lists_dialog import PickListsDialog

    dialog = PickListsDialog(tasks, jobs, new_file)
    qtbot.addWidget(dialog)
    dialog.show()
    show_list(dialog, "customer_type", qtbot)
    return dialog


def show_list(dialog, name, qtbot):
    rows = range(dialog.lists.count())
    row = next(row for row in rows if dialog.lists.item(row).data(Qt.ItemDataRole.UserRole) == name)
    dialog.lists.setCurrentRow(row)
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)


def labels(dialog):
    return [value.label for value in dialog.model.values]


def stored(database, name="customer_type"):
    with database.reading() as connection:
        return [(value.label, value.active) for value in pick_lists.values_of(connection, name)]


def stored_labels(database, name="customer_type"):
    return [label for label, _ in stored(database, name)]


def test_a_value_is_added_at_the_end(dialog, elsewhere, qtbot):
    qtbot.keyClicks(dialog.new_edit, "Partner")
    with qtbot.waitSignal(dialog.changed):
        qtbot.keyClick(dialog.new_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: labels(dialog)[-1] == "Partner")

    assert stored_labels(elsewhere)[-1] == "Partner"
    assert dialog.new_edit.text() == ""
    assert dialog.view.currentIndex().row() == dialog.model.rowCount() - 1


def test_what_the_list_has_already_is_refused_and_stays_typed(dialog, qtbot):
    qtbot.keyClicks(dialog.new_edit, "vip")
    dialog.add_button.click()
    qtbot.waitUntil(dialog.message.isVisible)
    assert "vip" in dialog.message.text()
    assert dialog.new_edit.text() == "vip"


def test_a_value_is_renamed_in_place_by_keyboard(dialog, elsewhere, qtbot):
    dialog.view.setFocus()
    dialog.view.setCurrentIndex(dialog.model.index(0))
    qtbot.keyClick(dialog.view, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    with qtbot.waitSignal(dialog.changed):
        editor.setText("Lead")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert stored_labels(elsewhere)[0] == "Lead"


def test_a_name_that_is_taken_goes_back(dialog, elsewhere, qtbot):
    dialog.model.setData(dialog.model.index(0), "VIP", LABEL)
    qtbot.waitUntil(dialog.message.isVisible)
    qtbot.waitUntil(lambda: labels(dialog) == stored_labels(elsewhere))
    assert labels(dialog)[0] == "Prospect"


def test_a_value_is_retired_and_offered_again(dialog, elsewhere, qtbot):
    dialog.view.setFocus()
    dialog.view.setCurrentIndex(dialog.model.index(2))
    for is_offered in (False, True):
        with qtbot.waitSignal(dialog.changed):
            qtbot.keyClick(dialog.view, Qt.Key.Key_Space)
        assert stored(elsewhere)[2] == ("Regular", is_offered)
        qtbot.waitUntil(lambda wanted=is_offered: dialog.model.values[2].active is wanted)


def test_values_are_moved_by_button_key_and_drag(dialog, elsewhere, qtbot):
    dialog.view.setCurrentIndex(dialog.model.index(0))
    assert not dialog.up_button.isEnabled()
    with qtbot.waitSignal(dialog.changed):
        dialog.down_button.click()
    assert stored_labels(elsewhere)[:2] == ["New", "Prospect"]
    with qtbot.waitSignal(dialog.changed):
        qtbot.keyClick(dialog, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert stored_labels(elsewhere)[:2] == ["Prospect", "New"]

    root = dialog.view.rootIndex()
    with qtbot.waitSignal(dialog.changed):  # what the view does with a drop
        dialog.model.moveRow(root, 0, root, 5)
    assert stored_labels(elsewhere)[-1] == "Prospect"
    qtbot.waitUntil(lambda: dialog.view.currentIndex().row() == 4)


def test_records_follow_a_new_name(dialog, jobs, elsewhere, qtbot):
    content = factories.customer_content(kind="internal", department="Finance")
    record = factories.stored_customer(elsewhere, content)
    show_list(dialog, "department", qtbot)
    row = labels(dialog).index("Finance")

    dialog.model.setData(dialog.model.index(row), "Zahlungen", LABEL)
    qtbot.waitUntil(lambda: bool(jobs.unfinished()))
    qtbot.waitUntil(lambda: not jobs.unfinished(), timeout=WAIT_MS)

    with elsewhere.reading() as connection:
        assert list(first_ids(connection, ListQuery("customer", words="zahlungen"), 5)) == [record.id]


def test_a_file_that_cannot_be_written_says_so(dialog, elsewhere, tasks, qtbot, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", SHORT_PATIENCE)
    with elsewhere.writing() as connection:
        pick_lists.values_of(connection, "site")
        dialog.model.setData(dialog.model.index(0), Qt.CheckState.Unchecked, TICK)
        qtbot.waitUntil(dialog.message.isVisible, timeout=WAIT_MS)
    assert "Another window" in dialog.message.text()


def test_every_control_has_a_name(dialog):
    assert nameless(dialog) == []


def test_values_of_one_company(tasks, jobs, new_file, elsewhere, qtbot, actor):
    from app.views.dialogs.pick_lists_dialog import PickListsDialog

    with elsewhere.writing() as connection:
        save_company(connection, None, Content({"code": "B", "name": "Branch"}), actor=actor)
    dialog = PickListsDialog(tasks, jobs, new_file)
    qtbot.addWidget(dialog)
    dialog.show()
    show_list(dialog, "customer_type", qtbot)
    qtbot.waitUntil(dialog.company_box.isVisible)
    shared = labels(dialog)
    dialog.company_box.setCurrentText("Only for Branch")
    qtbot.waitUntil(lambda: labels(dialog) == [])
    qtbot.keyClicks(dialog.new_edit, "Partner")
    qtbot.keyClick(dialog.new_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: labels(dialog) == ["Partner"])
    dialog.company_box.setCurrentIndex(0)
    qtbot.waitUntil(lambda: labels(dialog) == shared)


def test_added_twice_a_value_is_added_once_and_nothing_is_refused(dialog, tasks, elsewhere, qtbot):
    dialog.new_edit.setFocus()
    qtbot.keyClicks(dialog.new_edit, "Twice")
    qtbot.keyClick(dialog.new_edit, Qt.Key.Key_Return)
    qtbot.keyClick(dialog.new_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Twice" in labels(dialog), timeout=20_000)
    qtbot.waitUntil(tasks.is_idle, timeout=20_000)
    assert dialog.message.text() == ""
    assert dialog.new_edit.text() == ""
