"""The tab of accesses as a person uses it, and what the window has noted by itself."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from PySide6.QtGui import QGuiApplication

from app.models.accesses import AccessAct
from app.models.tables import access, staff
from app.services import access_log
from app.services.access_log import Entry, LogRules
from app.store.database import open_database
from app.views.accesses.words import act_words
from tests.desk import SERVES, make_customer, make_role, make_staff
from tests.stage import staged, until


@pytest.fixture(params=["file", "server"])
def database(request):
    """On either, where it is switched on."""
    return request.getfixturevalue("file_database" if request.param == "file" else "shared_database")


@pytest.fixture
def ada(database, actor):
    """A customer in a database that logs, whose network ID is masked for Bob."""
    with database.writing() as connection:
        access_log.set_rules(connection, LogRules(is_on=True))
        masked = [("customer", "network_id", "masked")]
        make_staff(connection, "bob", make_role(connection, "Desk", SERVES, masked))
        return make_customer(connection, "Ada Lovelace")


@pytest.fixture
def shown(database, ada, tmp_path, qtbot):
    with staged(tmp_path, database.place) as stage:
        yield stage


def tab_of(stage):
    return stage.window.customers.pane.pages.accesses


def is_offered(stage):
    tabs = stage.window.customers.pane.pages.tabs
    return tabs.isTabVisible(tabs.indexOf(tab_of(stage)))


def noted(database):
    with database.reading() as connection:
        return [(row.act, row.record_id) for row in connection.execute(sa.select(access).order_by(access.c.id))]


def open_tab(stage):
    stage.window.customers.pane.pages.tabs.setCurrentWidget(tab_of(stage))
    stage.settle()


def test_whoever_opens_a_record_is_noted_once(shown, database, ada):
    for _ in range(2):
        shown.view(ada.id)
        shown.window.customers.pane.refresh()
        shown.settle()
    assert noted(database) == [("opened", ada.id)]


def test_nothing_is_read_before_the_tab_is_looked_at(shown, ada, actor):
    shown.view(ada.id)
    assert is_offered(shown)
    assert tab_of(shown).model.rowCount() == 0
    open_tab(shown)
    until(lambda: tab_of(shown).model.rowCount() == 1)
    text = tab_of(shown).model.index(0).data()
    assert text.endswith(f" · \u2068{actor.name}\u2069 · opened it")


def test_more_is_read_as_one_scrolls_and_filters_narrow(shown, database, ada):
    with database.writing() as connection:
        for _ in range(4 * access_log.WINDOW):
            access_log.note_unmasked(connection, "customer", ada.id, "network_id")
    shown.view(ada.id)
    open_tab(shown)
    tab = tab_of(shown)
    assert tab.model.rowCount() < 4 * access_log.WINDOW
    for _ in range(4):
        tab.list.scrollToBottom()
        shown.settle()
    assert tab.model.rowCount() == 4 * access_log.WINDOW + 1
    tab.filters.until_edit.setText("1 Jan 2020")
    tab.filters.until_edit.editingFinished.emit()
    until(tab.empty_label.isVisible)
    assert not tab.list.isVisible()


def test_what_is_looked_at_stays_in_place_when_others_save_or_look(shown, database, ada):
    with database.writing() as connection:
        for _ in range(2 * access_log.WINDOW):
            access_log.note_unmasked(connection, "customer", ada.id, "network_id")
    shown.view(ada.id)
    open_tab(shown)
    tab = tab_of(shown)
    until(lambda: tab.model.rowCount() >= access_log.WINDOW)
    tab.list.scrollToBottom()
    shown.settle()
    known, place = tab.model.rowCount(), tab.list.verticalScrollBar().value()
    with database.writing() as connection:
        access_log.note_unmasked(connection, "customer", ada.id, "network_id")
    shown.window.customers.pane.refresh()
    until(lambda: tab.model.rowCount() == known + 1)
    assert tab.list.verticalScrollBar().value() >= place > 0


def test_what_is_copied_is_noted_before_it_is_on_the_clipboard(shown, database, ada):
    QGuiApplication.clipboard().clear()
    shown.window.customers.list.table.selectAll()
    shown.window.customers.list.copy_rows()
    until(lambda: "Ada Lovelace" in QGuiApplication.clipboard().text())
    assert ("exported", ada.id) in noted(database)


def test_where_nothing_is_logged_there_is_no_tab(shown, database, ada):
    with database.writing() as connection:
        access_log.set_rules(connection, LogRules(is_on=False))
    shown.view(ada.id)
    assert not is_offered(shown)
    assert noted(database) == []


def test_what_is_shown_is_noted_as_soon_as_it_is_to_be(shown, database, ada):
    with database.writing() as connection:
        access_log.set_rules(connection, LogRules(is_on=False))
    shown.view(ada.id)
    shown.settle()
    with database.writing() as connection:
        access_log.set_rules(connection, LogRules(is_on=True))
    shown.window.customers.pane.refresh()
    until(lambda: is_offered(shown))
    shown.settle()
    assert noted(database) == [("opened", ada.id)]


def test_the_tab_comes_and_goes_with_the_eyes_that_one_looks_through(shown, database, ada):
    with database.reading() as connection:
        bob = connection.scalar(sa.select(staff.c.id).where(staff.c.sign_in == "bob"))
    shown.view(ada.id)
    until(lambda: is_offered(shown))
    shown.window.rights.view_as(bob)
    until(lambda: not is_offered(shown))
    shown.window.rights.view_as(0)
    until(lambda: is_offered(shown))
    shown.settle()
    assert noted(database) == [("opened", ada.id)]


def test_nor_for_whoever_may_not_see_roles_who_is_noted_all_the_same(database, ada, sign_in, tmp_path, qtbot):
    place = sign_in("bob").place
    with staged(tmp_path, place) as stage:
        stage.view(ada.id)
        assert not is_offered(stage)
        assert noted(database) == [("opened", ada.id)]


@pytest.mark.parametrize(
    ("act", "named", "words"),
    [
        (AccessAct.EXPORTED, {"rows": "1"}, "copied it from the list"),
        (AccessAct.EXPORTED, {"rows": "5"}, "copied it from the list, together with 4 others"),
        (AccessAct.EXPORTED, {"rows": "2"}, "copied it from the list, together with another one"),
        (AccessAct.EXPORTED, {"rows": "5000", "is_named": False}, "copied 5,000 records from the list, perhaps this one among them"),
        (AccessAct.EXPORTED, {"rows": "77", "is_named": False, "is_whole": True}, "copied all that they may see into a file: 77 rows"),
        (AccessAct.UNMASKED, {"field": "Network ID"}, "saw the whole of \u2068Network ID\u2069"),
    ],
)  # fmt: skip
def test_accesses_are_said(act, named, words):
    assert act_words(Entry((datetime.now(UTC), 1), "", "Bob", act, **named)) == words


def test_administrators_set_it_in_the_window(shown, database):
    shown.window.together.show_dialog()
    until(lambda: shown.window.together.dialog is not None)
    rules = shown.window.together.dialog.access_rules
    until(lambda: rules.log_box.isChecked() and rules.log_box.isEnabled())
    shown.window.together.dialog.tabs.setCurrentWidget(rules)
    rules.log_box.click()
    shown.settle()
    with closing(open_database(database.place)) as other, other.reading() as connection:
        assert not access_log.rules(connection).is_on
    shown.window.together.dialog.close()
