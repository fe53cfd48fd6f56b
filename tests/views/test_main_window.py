"""What the window lets people do while nothing is open, and once something is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.models.values import RecordKey
from app.store.database import Database
from app.views.dialogs.explain_dialog import ExplainDialog
from tests.factories import customer_content, stored_customer
from tests.stage import Stage, saved, staged, until

NEEDS_DATABASE = ("new", "new_internal", "edit", "trash", "find", "filter", "columns", "refresh", "backup", "check",
                  "companies", "pick_lists")  # fmt: skip
ALWAYS = ("new_file", "open_file", "connect", "create_shared", "restore", "palette", "keys", "about", "quit")
OF_A_FORM = ("save", "save_and_close", "save_draft", "revert")


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    """The window with nothing open."""
    with staged(tmp_path) as stage:
        yield stage


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
    window.open_place(tmp_path / "missing.deskbook")
    until(window.places.problem.isVisible)
    assert enabled(stage) == set(ALWAYS)
    assert not window.places.problem.back_button.isVisible()
    stage.open(new_file)
    window.open_place(tmp_path / "missing.deskbook")
    until(window.places.problem.isVisible)
    assert window.sidebar.currentItem() is None
    window.go_to("customer")
    assert window.customers.isVisible()


def test_from_a_file_that_cannot_be_opened_a_button_leads_back(stage: Stage, tmp_path: Path, new_file: Path) -> None:
    window = stage.window
    stage.open(new_file)
    window.open_place(tmp_path / "missing.deskbook")
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


@pytest.mark.parametrize("place", ["drafts", "trash"])
def test_keys_leave_the_hidden_customers_alone(
    stage: Stage, new_file: Path, database: Database, qtbot: QtBot, place: str
) -> None:
    stored_customer(database, customer_content("Ada"))
    stored_customer(database, customer_content("Grace"))
    stage.open(new_file)
    window, customers = stage.window, stage.window.customers
    stage.view(customers.list.current_id())
    shown = (customers.list.current_id(), customers.pane.record_id())
    window.go_to(place)
    window.activateWindow()
    until(window.isActiveWindow)
    stage.settle()
    focus = window.focusWidget()
    for keys in ("F2", "Ctrl+Down", "Ctrl+L", "Ctrl+Shift+O", "Ctrl+Shift+F", "Ctrl+Shift+G", "Ctrl+S"):
        qtbot.keySequence(window, keys)
        stage.settle()
    assert (customers.list.current_id(), customers.pane.record_id()) == shown
    assert window.focusWidget() is focus
    assert not customers.pane.is_editing()
    assert customers.windows == []
    assert "filters" not in customers.list.__dict__
    assert not window.actions_["trash"].isEnabled()
    assert window.actions_["edit"].isEnabled() == (place == "trash")
    assert not window.status.count_label.isVisible()
    window.go_to("customer")
    assert window.status.count_label.isVisible()
    qtbot.keySequence(window, "F2")
    until(customers.pane.is_editing)


def test_a_form_that_is_hidden_is_not_saved_by_key(stage: Stage, new_file: Path) -> None:
    stage.open(new_file)
    stage.new("external")
    QTest.keyClicks(stage.window.focusWidget(), "Ada")
    assert stage.window.actions_["save"].isEnabled()
    stage.window.go_to("drafts")
    assert not enabled(stage) & set(OF_A_FORM)
    stage.window.go_to("customer")
    assert stage.window.actions_["save"].isEnabled()


@pytest.fixture
def three(stage: Stage, new_file: Path, database: Database) -> list[int]:
    """A file with three customers, the first of them open for editing."""
    ids = [stored_customer(database, customer_content(name)).id for name in ("Ada", "Grace", "Hedy")]
    stage.open(new_file)
    stage.edit(ids[0])
    return ids


def stands_on(stage: Stage, record_id: int) -> bool:
    """Whether list and pane agree, and nothing is being edited."""
    customers = stage.window.customers
    is_same = customers.list.current_id() == customers.pane.record_id() == record_id
    return is_same and not customers.pane.is_editing()


def type_and_leave(stage: Stage, leave: Callable[[], None], answer: str) -> None:
    """Type a name that comes last, go elsewhere and answer the question."""
    QTest.keyClicks(stage.window.focusWidget(), "Zoe ")
    leave()
    box = next(box for box in stage.window.findChildren(QMessageBox) if box.isVisible())
    button = next(button for button in box.buttons() if button.text() == answer)
    QTest.keyClick(button, Qt.Key.Key_Space)


@pytest.mark.parametrize("answer", ["Save", "Discard"])
def test_the_next_record_comes_after_the_question(stage: Stage, three: list[int], answer: str) -> None:
    type_and_leave(stage, stage.window.actions_["next"].trigger, answer)
    until(lambda: stands_on(stage, three[1]))
    stage.settle()
    assert stands_on(stage, three[1])


def test_the_next_record_comes_though_a_form_is_open_or_about_to(stage: Stage, three: list[int]) -> None:
    stage.window.actions_["next"].trigger()
    until(lambda: stands_on(stage, three[1]))
    stage.window.actions_["edit"].trigger()
    stage.window.actions_["next"].trigger()
    until(lambda: stands_on(stage, three[2]))
    stage.new("external")
    stage.window.actions_["previous"].trigger()
    until(lambda: stands_on(stage, three[1]))


def test_another_row_is_opened_after_the_save(stage: Stage, three: list[int]) -> None:
    table = stage.window.customers.list.table

    def open_last() -> None:
        place = QPoint(20, table.rowViewportPosition(2) + 5)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    type_and_leave(stage, open_last, "Save")
    until(lambda: stands_on(stage, three[2]))
    stage.settle()
    assert stands_on(stage, three[2])


def move_to_trash(stage: Stage, asking: QWidget) -> None:
    """Say yes to the question that opens over a widget."""

    def boxes() -> list[QMessageBox]:
        return [box for box in asking.findChildren(QMessageBox) if box.isVisible()]

    until(lambda: bool(boxes()))
    yes = next(button for button in boxes()[0].buttons() if button.text() == "Move to trash")
    QTest.keyClick(yes, Qt.Key.Key_Space)
    stage.settle()


def test_the_record_stays_open_when_another_goes_to_the_trash(stage: Stage, new_file: Path, database: Database) -> None:
    ids = [stored_customer(database, customer_content(name)).id for name in ("Ada", "Grace", "Hedy")]
    stage.open(new_file)
    stage.view(ids[0])
    customers = stage.window.customers
    customers.list.trash_wanted.emit((ids[1],))
    move_to_trash(stage, customers)
    until(lambda: customers.list.model.rowCount() == 2)
    assert customers.pane.isVisible()

    customers.open_window(ids[2])
    own = customers.windows[0]
    until(lambda: own.pane.record_id() == ids[2])
    own.pane.acts.trash.trigger()
    move_to_trash(stage, own)
    until(lambda: customers.list.model.rowCount() == 1 and own.pane.acts.restore.isVisible())
    assert customers.pane.isVisible()
    customers.pane.acts.trash.trigger()
    move_to_trash(stage, customers)
    until(lambda: not customers.pane.isVisible())


def test_acts_of_the_menu_are_about_the_record_that_is_shown(stage: Stage, new_file: Path, database: Database) -> None:
    stage.open(new_file)
    customers, acts = stage.window.customers, stage.window.actions_
    acts["own_window"].trigger()
    assert customers.windows == []
    ids = [stored_customer(database, customer_content(name)).id for name in ("Ada", "Grace", "Hedy")]
    stage.window.refresh()
    until(lambda: customers.list.model.rowCount() == 3)
    stage.view(ids[1])
    customers.list.table.select_only(2)  # the pane follows in a moment
    acts["own_window"].trigger()
    until(lambda: customers.windows[0].pane.record_id() == ids[1])
    stage.view(ids[1])
    customers.list.table.select_only(2)
    acts["trash"].trigger()
    move_to_trash(stage, customers)
    until(lambda: customers.list.model.rowCount() == 2)
    customers.list.table.selectAll()
    acts["trash"].trigger()
    move_to_trash(stage, customers)
    until(lambda: customers.list.model.rowCount() == 0)


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
    chart.record_wanted.emit(boss.key)
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
    window.pane.pages.tabs.setCurrentIndex(2)
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


def test_f2_right_after_an_arrow_edits_where_the_list_stands(
    stage: Stage, new_file: Path, database: Database, qtbot: QtBot
) -> None:
    ada, grace = (stored_customer(database, customer_content(name)) for name in ("Ada", "Grace"))
    stage.open(new_file)
    customers = stage.window.customers
    stage.view(ada.id)
    stage.window.activateWindow()
    until(stage.window.isActiveWindow)
    customers.list.table.setFocus()
    qtbot.keyClick(customers.list.table, Qt.Key.Key_Down)
    qtbot.keySequence(stage.window, QKeySequence("F2"))
    until(customers.pane.is_editing)
    stage.settle()
    assert customers.pane.record_id() == customers.list.current_id() == grace.id


def test_without_a_database_the_palette_finds_acts_alone(stage: Stage) -> None:
    stage.window.actions_["palette"].trigger()
    palette = stage.window.dialogs.palette
    assert palette is not None
    assert any("Connect" in row.text for row in palette.model.rows)
    stage.settle()


def test_one_explanation_is_open_at_a_time(stage: Stage, new_file: Path) -> None:
    ids = [saved(new_file, customer_content(name)).id for name in ("Ada", "Grace")]
    stage.open(new_file)
    for record_id in (*ids, *ids):
        stage.window.dialogs.show_explanation(RecordKey("customer", record_id))
        until(lambda: len(stage.window.findChildren(ExplainDialog)) == 1)
        stage.settle()
    (dialog,) = stage.window.findChildren(ExplainDialog)
    assert stage.window.dialogs.open["explain"] is dialog
