"""The tab that tells everything that happened with a customer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.interaction import INTERACTION
from app.settings import TIMELINE_LEFT_OUT
from app.store.database import Database
from app.views.timeline.timeline_tab import TimelineTab
from tests.factories import customer_content, stored_customer
from tests.stage import Stage, until
from tests.views.test_desk import saved

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def shown_timeline(stage: Stage, customer_id: int) -> TimelineTab:
    stage.view(customer_id)
    tabs = stage.window.customers.pane.pages.tabs
    tab = next(each for each in tabs.tabs if isinstance(each, TimelineTab))
    tabs.setCurrentWidget(tab)
    until(lambda: tab.model.rowCount() > 0)
    stage.settle()
    return tab


def titles(tab: TimelineTab) -> list[str]:
    found = (tab.model.entry(row) for row in range(tab.model.rowCount()))
    return [entry.title for entry in found if entry is not None and entry.title]


def test_what_happened_is_read_narrowed_and_opened(stage: Stage, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    call = saved(database, "interaction", customer_id=ada.id, at=NOON, task="Call", details="It blinks")
    saved(database, "contract", customer_id=ada.id, title="Support", starts_on=NOON.date() - timedelta(days=9))
    stage.window.refresh()
    tab = shown_timeline(stage, ada.id)
    assert titles(tab) == ["Call", "Support"]
    said = [tab.model.index(row).data() for row in range(tab.model.rowCount())]
    assert said[0].startswith("Today")
    assert said[1].startswith("Customer created")
    assert "Interaction" in said[3]
    assert "Contract: start" in said[5]

    tab.filters.chips["contract"].click()
    until(lambda: titles(tab) == ["Call"])
    assert stage.settings.get(TIMELINE_LEFT_OUT) == ["contract"]
    QTest.keyClicks(tab.filters.words_edit, "modem")
    until(lambda: tab.model.rowCount() == 0)
    assert tab.empty_label.isVisible()
    tab.filters.words_edit.setText("blinks")
    until(lambda: titles(tab) == ["Call"])

    tab.list.setFocus()
    QTest.keyClick(tab.list, Qt.Key.Key_Down)
    QTest.keyClick(tab.list, Qt.Key.Key_Down)
    QTest.keyClick(tab.list, Qt.Key.Key_Return)
    until(lambda: stage.window.desk.page("interaction").pane.record_id() == call.id)


def test_what_others_save_moves_nothing_that_is_looked_at(stage: Stage, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    for number in range(150):
        saved(database, INTERACTION.name, customer_id=ada.id, at=NOON - timedelta(days=number), task=f"Call {number}")
    stage.window.refresh()
    tab = shown_timeline(stage, ada.id)
    bar = tab.list.verticalScrollBar()
    while tab.model.has_more:
        bar.setValue(bar.maximum())
        stage.settle()
    assert titles(tab) == [f"Call {number}" for number in range(150)]
    bar.setValue(bar.maximum() // 2)
    stage.settle()
    top = tab.list.indexAt(tab.list.viewport().rect().topLeft())
    before, height = top.data(), tab.list.visualRect(top).top()
    chosen = tab.model.index(next(row for row in range(top.row() + 2, 400) if tab.model.entry(row)))  # no day
    tab.list.setCurrentIndex(chosen)
    said = chosen.data()

    for days in (-5, 200):
        saved(database, INTERACTION.name, customer_id=ada.id, at=NOON - timedelta(days=days), task="Between")
    until(lambda: "Between" in titles(tab))
    stage.settle()
    top = tab.list.indexAt(tab.list.viewport().rect().topLeft())
    assert (top.data(), tab.list.visualRect(top).top()) == (before, height)
    assert tab.list.currentIndex().data() == said

    tab.filters.add_button.click()
    interactions = stage.window.desk.page(INTERACTION.name)
    until(lambda: interactions.pane.is_editing())
    assert interactions.pane.form is not None
    assert interactions.pane.form.content(everything=True).values["customer_id"] == ada.id
