"""The tab of direct reports: counted on its head, listed when it is looked at, each opens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.models.values import Record
from app.store.database import Database
from app.views.forms.reports_tab import REPORT_COLUMNS, ReportsTab
from tests.crowds import make_crowd
from tests.factories import customer_content, phone, stored_customer
from tests.views.forms.conftest import Hands


def tab_of(hands: Hands) -> ReportsTab:
    tab = next(tab for tab in hands.pane.pages.tabs.tabs if isinstance(tab, ReportsTab))
    assert isinstance(tab, ReportsTab)
    return tab


def title_of(hands: Hands) -> str:
    tabs = hands.pane.pages.tabs
    return tabs.tabText(tabs.indexOf(tab_of(hands)))


def look(hands: Hands, rows: int) -> None:
    """Turn to the tab and wait for its list."""
    hands.pane.pages.tabs.setCurrentWidget(tab_of(hands))
    hands.qtbot.waitUntil(lambda: names_in(hands, rows) is not None)


def names_in(hands: Hands, rows: int) -> list[str] | None:
    shown = tab_of(hands).list
    if shown is None or shown.model.rowCount() != rows or not shown.source.is_counted:
        return None
    found = [shown.model.row(number) for number in range(rows)]
    return [row.texts[0] for row in found if row]


def crew(database: Database) -> tuple[Record, Record, Record]:
    boss = stored_customer(database, customer_content("Boss"))
    content = customer_content("Ada", manager_id=boss.id, title="Analyst", department="Sales", phones=[phone()])
    return (
        boss,
        stored_customer(database, content),
        stored_customer(database, customer_content("Zoë", manager_id=boss.id)),
    )


def test_reports_are_counted_at_once_and_listed_when_looked_at(hands: Hands, database: Database) -> None:
    boss, _, _ = crew(database)
    stored_customer(database, customer_content("Somebody else"))
    hands.open(boss)
    hands.qtbot.waitUntil(lambda: title_of(hands) == "Direct reports (2)")
    assert tab_of(hands).list is None
    look(hands, 2)
    assert names_in(hands, 2) == ["Ada", "Zoë"]
    shown = tab_of(hands).list
    assert shown is not None
    assert shown.columns.shown() == REPORT_COLUMNS
    row = shown.model.row(0)
    assert row is not None
    assert row.texts == ("Ada", "Analyst", "Sales", "+44 20 7946 0000")


def test_each_opens_by_double_click_and_by_enter(hands: Hands, qtbot: QtBot, database: Database) -> None:
    boss, ada, zoe = crew(database)
    hands.open(boss)
    look(hands, 2)
    shown = tab_of(hands).list
    assert shown is not None
    table = shown.table
    place = table.visualRect(shown.model.index(1, 0)).center()
    with qtbot.waitSignal(hands.pane.record_wanted) as wanted:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args == [zoe.key]
    with qtbot.waitSignal(hands.pane.record_wanted) as wanted:
        qtbot.keyClick(table, Qt.Key.Key_Up)
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert wanted.args == [ada.key]


def test_the_list_follows_the_record(hands: Hands, database: Database) -> None:
    boss, ada, _ = crew(database)
    hands.open(boss)
    look(hands, 2)
    stored_customer(database, customer_content("Newcomer", manager_id=boss.id))
    hands.pane.refresh()
    hands.qtbot.waitUntil(lambda: names_in(hands, 3) == ["Ada", "Newcomer", "Zoë"])
    hands.qtbot.waitUntil(lambda: title_of(hands) == "Direct reports (3)")
    hands.open(ada)
    hands.qtbot.waitUntil(lambda: names_in(hands, 0) == [])
    shown = tab_of(hands).list
    assert shown is not None
    assert shown.empty_label.text() == "Nobody reports to this person."
    hands.qtbot.waitUntil(lambda: title_of(hands) == "Direct reports")


def test_more_than_anybody_waits_for_are_listed_all_the_same(hands: Hands, database: Database) -> None:
    boss = stored_customer(database, customer_content("Boss"))
    make_crowd(database, (customer_content(f"P {number:04}", manager_id=boss.id) for number in range(1_100)))
    hands.open(boss)
    hands.qtbot.waitUntil(lambda: title_of(hands) == "Direct reports (1,000+)")
    hands.pane.pages.tabs.setCurrentWidget(tab_of(hands))
    hands.qtbot.waitUntil(lambda: tab_of(hands).count_label.text() == "1,100 customers")


def test_nothing_is_done_to_anybody_from_this_list(hands: Hands, qtbot: QtBot, database: Database) -> None:
    boss, _, _ = crew(database)
    hands.open(boss)
    look(hands, 2)
    shown = tab_of(hands).list
    assert shown is not None
    with qtbot.assertNotEmitted(shown.trash_wanted):
        qtbot.keyClick(shown.table, Qt.Key.Key_Delete)
    assert shown.table.contextMenuPolicy() is Qt.ContextMenuPolicy.DefaultContextMenu
