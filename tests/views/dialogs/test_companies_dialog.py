"""An administrator keeps the operating companies."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QDialogButtonBox

from app.models.merge import Side
from app.models.values import Content
from app.services import companies
from app.services.staff import current_actor
from app.settings import Settings
from app.views.dialogs.companies_dialog import CompaniesDialog
from app.views.widgets.colors import READABLE, contrast
from tests import factories
from tests.views.dialogs.accessible import nameless
from tests.views.dialogs.kept_dialogs import WAIT_MS, answer, text, write


@pytest.fixture
def dialog(tasks, qtbot):
    dialog = CompaniesDialog(tasks, Settings())
    qtbot.addWidget(dialog, before_close_func=lambda dialog: dialog.form.accept_baseline())
    dialog.show()
    qtbot.waitUntil(lambda: dialog.form is not None and text(dialog, "code") == "MAIN", timeout=WAIT_MS)
    return dialog


def codes(database):
    with database.reading() as connection:
        return {row.code: row for row in companies.list_companies(connection)}


def test_a_company_is_edited(dialog, elsewhere, qtbot):
    assert not dialog.save_button.isEnabled()
    write(dialog, qtbot, name="Head office")
    with qtbot.waitSignal(dialog.changed):
        qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Head office" in dialog.list.item(0).text())
    assert codes(elsewhere)["MAIN"].name == "Head office"
    assert not dialog.is_dirty()
    assert dialog.heading.full_text() == "Head office"


def test_a_company_is_added_and_shown(dialog, elsewhere, qtbot):
    dialog.new_button.click()
    write(dialog, qtbot, code="EU", name="Europe")
    with qtbot.waitSignal(dialog.changed):
        dialog.save_button.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    assert set(codes(elsewhere)) == {"MAIN", "EU"}
    assert dialog.list.current_row().detail == "EU"


def test_what_is_wrong_stands_beside_its_field(dialog, elsewhere, qtbot):
    dialog.new_button.click()
    write(dialog, qtbot, code="main", name="Other")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: dialog.form.boxes["code"].problem is not None)
    assert dialog.message.isVisible()
    assert text(dialog, "name") == "Other"
    assert set(codes(elsewhere)) == {"MAIN"}


def test_the_last_active_company_stays_active(dialog, elsewhere, qtbot):
    dialog.active_button.click()
    qtbot.waitUntil(dialog.message.isVisible)
    assert "active" in dialog.message.text()
    assert codes(elsewhere)["MAIN"].active


def test_a_company_is_stopped_and_started(dialog, elsewhere, qtbot):
    add(elsewhere)
    for is_active in (False, True):
        with qtbot.waitSignal(dialog.changed):
            dialog.active_button.click()
        assert codes(elsewhere)["MAIN"].active is is_active
        words = "Deactivate" if is_active else "Activate"
        qtbot.waitUntil(lambda wanted=words: dialog.active_button.text().replace("&", "") == wanted)


def add(database, **values):
    given = {"code": "EU", "name": "Europe", **values}
    with database.writing() as connection:
        return companies.save_company(connection, None, Content(given), actor=current_actor(connection))


@pytest.mark.parametrize(("words", "stored"), [("Save", "Typed"), ("Discard", "My company")])
def test_leaving_asks_what_becomes_of_what_was_typed(dialog, elsewhere, qtbot, words, stored):
    add(elsewhere)
    dialog.active_button.click()  # any act that reads the list again
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    write(dialog, qtbot, name="Typed")
    dialog.list.setCurrentRow(0)
    assert dialog.list.current_row().detail == "MAIN"

    answer(dialog, words)

    qtbot.waitUntil(lambda: text(dialog, "code") == "EU")
    assert codes(elsewhere)["MAIN"].name == stored
    assert not dialog.is_dirty()


def test_closing_asks_too_and_can_be_thought_better_of(dialog, qtbot):
    write(dialog, qtbot, name="Typed")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    answer(dialog, "Keep editing")
    assert dialog.isVisible()
    assert text(dialog, "name") == "Typed"
    dialog.revert_button.click()
    dialog.close_button.click()
    assert not dialog.isVisible()


def test_two_people_who_change_the_same_field_choose(dialog, elsewhere, qtbot):
    with elsewhere.writing() as connection:
        base = companies.read_company(connection, factories.first_company(connection))
        theirs = Content({"name": "Theirs"})
        companies.save_company(connection, base, theirs, actor=current_actor(connection))
    write(dialog, qtbot, name="Mine")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: dialog.conflict is not None)

    dialog.conflict.choose_all(Side.MINE)
    with qtbot.waitSignal(dialog.changed):
        dialog.conflict.findChild(QDialogButtonBox).accepted.emit()

    assert codes(elsewhere)["MAIN"].name == "Mine"


def test_every_control_has_a_name(dialog):
    assert nameless(dialog) == []


def test_saved_twice_a_new_company_is_stored_once_and_nothing_is_refused(dialog, tasks, elsewhere, qtbot):
    dialog.new_button.click()
    write(dialog, qtbot, code="EU", name="Europe")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.list.count() == 2, timeout=WAIT_MS)
    qtbot.waitUntil(tasks.is_idle, timeout=WAIT_MS)
    assert dialog.message.text() == ""
    assert not dialog.is_dirty()


def test_closed_while_it_is_saved_it_closes_once_that_is_done(dialog, elsewhere, qtbot):
    write(dialog, qtbot, name="Head office")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT_MS)
    assert codes(elsewhere)["MAIN"].name == "Head office"


def test_what_is_typed_while_it_is_saved_stays_typed(dialog, tasks, elsewhere, qtbot):
    write(dialog, qtbot, name="Head office")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    write(dialog, qtbot, code="HEAD")
    qtbot.waitUntil(tasks.is_idle, timeout=WAIT_MS)
    assert codes(elsewhere)["MAIN"].name == "Head office"
    assert (text(dialog, "name"), text(dialog, "code")) == ("Head office", "HEAD")
    assert dialog.save_button.isEnabled()
    dialog.revert_button.click()


def test_what_is_typed_while_a_company_is_stopped_stays_typed(dialog, tasks, elsewhere, qtbot):
    add(elsewhere)
    qtbot.mouseClick(dialog.active_button, Qt.MouseButton.LeftButton)
    write(dialog, qtbot, name="Head office")
    qtbot.waitUntil(tasks.is_idle, timeout=WAIT_MS)
    assert not codes(elsewhere)["MAIN"].active
    assert text(dialog, "name") == "Head office"
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not dialog.is_dirty(), timeout=WAIT_MS)
    assert (codes(elsewhere)["MAIN"].name, codes(elsewhere)["MAIN"].active) == ("Head office", False)


def test_an_inactive_company_can_be_read_in_light_and_dark(dialog, elsewhere, qtbot):
    add(elsewhere)
    with qtbot.waitSignal(dialog.changed):
        dialog.active_button.click()
    qtbot.waitUntil(lambda: "not active" in dialog.list.currentItem().text())
    for window, letters in ((Qt.GlobalColor.white, Qt.GlobalColor.black), (Qt.GlobalColor.black, Qt.GlobalColor.white)):
        palette = dialog.palette()
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            palette.setColor(role, window)
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
            palette.setColor(role, letters)
        dialog.setPalette(palette)
        assert contrast(dialog.list.currentItem().foreground().color(), QColor(window)) >= READABLE
