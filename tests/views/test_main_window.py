"""What the window lets people do while nothing is open, and once something is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.store.database import Database
from tests.factories import customer_content, stored_customer
from tests.stage import Stage, until

NEEDS_DATABASE = ("new", "new_internal", "edit", "trash", "find", "filter", "columns", "refresh", "backup", "check",
                  "companies", "pick_lists")  # fmt: skip
ALWAYS = ("new_file", "open_file", "restore", "palette", "keys", "about", "quit")
OF_A_FORM = ("save", "save_and_close", "save_draft", "revert")


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    """The window with nothing open."""
    stage = Stage(tmp_path)
    yield stage
    stage.close()


def enabled(stage: Stage) -> set[str]:
    return {name for name, action in stage.window.actions_.by_name.items() if action.isEnabled()}


def test_acts_wait_for_a_database(stage: Stage, new_file: Path) -> None:
    window = stage.window
    window.places.show_welcome()
    assert enabled(stage) == set(ALWAYS)
    assert not window.toolbar.search_edit.isEnabled()
    assert window.sidebar.currentItem() is None
    stage.open(new_file)
    assert enabled(stage) >= {*NEEDS_DATABASE, *ALWAYS}
    assert not enabled(stage) & set(OF_A_FORM)
    assert window.toolbar.search_edit.isEnabled()
    assert window.sidebar.currentItem() is not None


def test_a_file_that_cannot_be_opened_opens_nothing(stage: Stage, tmp_path: Path, new_file: Path) -> None:
    window = stage.window
    window.open_file(tmp_path / "missing.deskbook")
    until(window.places.problem.isVisible)
    assert enabled(stage) == set(ALWAYS)
    assert not window.places.problem.back_button.isVisible()
    stage.open(new_file)
    window.open_file(tmp_path / "missing.deskbook")
    until(window.places.problem.isVisible)
    assert window.sidebar.currentItem() is None
    window.go_to("customers")
    assert window.customers.isVisible()


def test_from_a_file_that_cannot_be_opened_a_button_leads_back(stage: Stage, tmp_path: Path, new_file: Path) -> None:
    window = stage.window
    stage.open(new_file)
    window.open_file(tmp_path / "missing.deskbook")
    until(window.places.problem.isVisible)
    back = window.places.problem.back_button
    assert back.text() == f"Back to {new_file.name}"
    back.click()
    assert window.customers.isVisible()
    assert window.sidebar.currentItem() is not None


def test_search_is_reached_in_a_narrow_window(stage: Stage, new_file: Path) -> None:
    stage.open(new_file)
    stage.window.resize(800, 600)
    stage.settle()
    stage.window.activateWindow()
    stage.window.actions_["find"].trigger()
    assert stage.window.toolbar.search_edit.isVisible()
    until(stage.window.toolbar.search_edit.hasFocus)


def test_the_record_is_never_squeezed(stage: Stage, new_file: Path) -> None:
    stage.open(new_file)
    stage.new("internal")
    page = stage.window.customers
    page.setSizes([page.width(), 1])
    assert page.pane.width() >= 40 * page.fontMetrics().averageCharWidth()


def test_the_chart_is_opened_from_the_menus_and_opens_records(stage: Stage, new_file: Path, database: Database) -> None:
    boss = stored_customer(database, customer_content("Boss"))
    report = stored_customer(database, customer_content("Report", manager_id=boss.id))
    stage.open(new_file)
    page = stage.window.customers
    stage.window.actions_["chart"].trigger()
    chart = page.chart
    assert chart is not None
    until(lambda: chart.person_id == boss.id)  # the list stands on the first
    stage.view(report.id)
    page.pane.acts.chart.trigger()
    until(lambda: chart.person_id == report.id)
    chart.record_wanted.emit(boss.id)
    until(lambda: page.pane.record_id() == boss.id)
    assert [window for window in page.windows if window.isVisible()] == []
    page.open_window(report.id)
    window = page.windows[0]
    until(lambda: window.pane.record_id() == report.id)
    window.pane.acts.chart.trigger()
    until(lambda: chart.person_id == report.id)


def test_a_record_window_leaves_nothing_in_the_database(stage: Stage, new_file: Path, database: Database) -> None:
    boss = stored_customer(database, customer_content("Boss"))
    stored_customer(database, customer_content("Report", manager_id=boss.id))
    stage.open(new_file)
    stage.window.customers.open_window(boss.id)
    window = stage.window.customers.windows[0]
    until(lambda: window.pane.record_id() == boss.id)
    window.pane.pages.tabs.setCurrentIndex(1)
    stage.settle()
    found: list[int] = []
    stage.tasks.read(stage.window, lists_written, found.append)
    until(lambda: found == [1])
    window.close()
    stage.settle()
    stage.tasks.read(stage.window, lists_written, found.append)
    until(lambda: found == [1, 0])


def lists_written(connection: sa.Connection) -> int:
    """How many lists the reading connection keeps."""
    names = sa.text("SELECT count(*) FROM temp.sqlite_master WHERE name LIKE 'list_%'")
    return int(connection.execute(names).scalar_one())


def test_a_link_opens_its_record_where_it_is_seen(
    stage: Stage, new_file: Path, database: Database, qtbot: QtBot
) -> None:
    boss = stored_customer(database, customer_content("Boss"))
    report = stored_customer(database, customer_content("Report", manager_id=boss.id))
    stage.open(new_file)
    main = stage.window
    page = main.customers
    page.open_window(report.id)
    window = page.windows[0]
    until(lambda: window.pane.record_id() == report.id)
    stage.settle()
    main.go_to("trash")
    window.activateWindow()
    until(window.isActiveWindow)
    view = window.pane.pages.view
    points = (QPoint(x, y) for y in range(0, view.viewport().height(), 4) for x in range(0, view.viewport().width(), 8))
    link = next(point for point in points if view.anchorAt(point).startswith("record:"))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=link)
    until(lambda: page.pane.record_id() == boss.id)
    assert page.pane.isVisible()
    until(main.isActiveWindow)


def test_the_chart_opens_a_record_where_it_is_seen(
    stage: Stage, new_file: Path, database: Database, qtbot: QtBot
) -> None:
    boss = stored_customer(database, customer_content("Boss"))
    stage.open(new_file)
    main = stage.window
    main.go_to("drafts")
    main.customers.show_chart(boss.id)
    chart = main.customers.chart
    assert chart is not None
    until(chart.open_button.isEnabled)
    qtbot.mouseClick(chart.open_button, Qt.MouseButton.LeftButton)
    until(lambda: main.customers.pane.record_id() == boss.id)
    assert main.customers.pane.isVisible()
    until(main.isActiveWindow)
