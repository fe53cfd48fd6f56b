"""The trash of whatever an administrator keeps: staff, teams, customer workgroups and roles, beside the customers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox

from app.models.customer import CUSTOMER
from app.models.desk_types import DESK_TYPES
from app.models.role import ROLE
from app.models.staff import STAFF
from app.models.team import TEAM
from app.models.values import Content, State
from app.services import people, records, trash
from app.services.staff import current_actor
from app.store.records import read_record
from app.views.dialogs.purge_question import PurgeQuestion
from tests import factories
from tests.stage import until


def store(database, type_name, base=None, **values):
    with database.writing() as connection:
        actor = current_actor(connection)
        return records.save_record(connection, type_name, None, base, Content(values), actor=actor).record


def throw_away(database, record_type, *records):
    with database.writing() as connection:
        ids = [record.id for record in records]
        trash.move_to_trash(connection, record_type, ids, actor=current_actor(connection))


def stored(database, record_type, record):
    with database.reading() as connection:
        return read_record(connection, record_type, record.id)


@pytest.fixture
def page(stage, database):
    """The trash with a customer and two teams."""
    throw_away(database, CUSTOMER, factories.stored_customer(database, factories.customer_content("Ada")))
    throw_away(database, TEAM, *(store(database, "team", name=name) for name in ("First line", "Second line")))
    stage.window.go_to("trash")
    page = stage.window.past.trash
    until(lambda: names(page) == ["Ada"])
    stage.settle()
    return page


def names(page):
    model = page.list.model
    return sorted(model.index(row, model.column_of("display_name")).data() for row in range(model.rowCount()))


def choose(stage, page, record_type, *found):
    page.types.setCurrentIndex(next(n for n in range(page.types.count()) if page.types.itemData(n) is record_type))
    until(lambda: names(page) == sorted(found))
    stage.settle()


def test_each_kind_says_how_many_there_are(stage, page):
    until(lambda: "(3)" in stage.window.sidebar._items["trash"].text(0))
    texts = [page.types.itemText(number) for number in range(page.types.count())]
    assert texts == [
        "Customers (1)",
        *(record_type.plural for record_type in list(DESK_TYPES.values())[1:]),
        *("Staff", "Teams (2)", "Customer workgroups", "Roles"),
    ]

    choose(stage, page, ROLE)
    assert page.list.empty_label.isVisible()
    assert not page.restore_button.isEnabled()


def test_one_of_another_kind_is_read_and_restored(stage, page, database, qtbot):
    choose(stage, page, TEAM, "First line", "Second line")
    page.list.table.select_only(0)
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    view = page.pane
    until(lambda: "line" in view.heading.full_text())
    name = view.heading.full_text()
    assert name in view.view.as_text()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.isHidden()

    page.list.table.select_only(0)
    qtbot.mouseClick(page.restore_button, Qt.MouseButton.LeftButton)
    until(lambda: len(names(page)) == 1)
    with database.reading() as connection:
        assert [row.name for row in people.list_people(connection, "team")] == [name]
    until(lambda: "(2)" in stage.window.sidebar._items["trash"].text(0))


def test_what_is_searched_is_searched_in_the_next_kind_too(stage, page, qtbot):
    qtbot.keyClicks(page.search_edit, "second")
    until(lambda: names(page) == [])
    choose(stage, page, TEAM, "Second line")
    page.search_edit.clear()
    until(lambda: names(page) == ["First line", "Second line"])
    choose(stage, page, CUSTOMER, "Ada")


def test_whoever_history_names_stays_and_it_is_said(stage, page, database, qtbot):
    grace = store(database, "staff", name="Grace", sign_in="grace")
    with database.writing() as connection:
        eve = factories.staff_actor(connection, "Eve")
        records.save_record(connection, "team", None, None, Content({"name": "Hers"}), actor=eve)
        both = [read_record(connection, STAFF, one) for one in (grace.id, eve.staff_id)]
    throw_away(database, STAFF, *both)
    choose(stage, page, STAFF, "Eve", "Grace")
    page.list.table.selectAll()
    qtbot.mouseClick(page.purge_button, Qt.MouseButton.LeftButton)
    until(lambda: bool(page.findChildren(PurgeQuestion)))
    (question,) = page.findChildren(PurgeQuestion)
    qtbot.keyClicks(question.count_edit, "2")
    question.findChild(QDialogButtonBox).accepted.emit()
    until(lambda: names(page) == ["Eve"])
    assert stored(database, STAFF, grace) is None
    assert "1 stays, since others name it" in stage.window.status.currentMessage()


def test_who_can_not_come_back_without_a_name_is_not_offered_to(stage, page, database, qtbot):
    grace = store(database, "staff", name="Grace Hopper", sign_in="grace")
    throw_away(database, STAFF, grace)
    store(database, "staff", name="Grace Kelly", sign_in="grace")
    choose(stage, page, STAFF, "Grace Hopper")
    page.list.table.select_only(0)
    qtbot.mouseClick(page.restore_button, Qt.MouseButton.LeftButton)
    until(lambda: any(box.isVisible() for box in page.findChildren(QMessageBox)))
    (box,) = page.findChildren(QMessageBox)
    assert "Grace Kelly" in box.informativeText() + box.text()
    assert [button.text().replace("&", "") for button in box.buttons()] == ["Cancel"]
    box.reject()
    assert stored(database, STAFF, grace).state is State.TRASHED


def test_what_can_only_be_read_is_not_restored(stage, page):
    choose(stage, page, TEAM, "First line", "Second line")
    page.list.table.select_only(0)
    assert page.restore_button.isEnabled()
    page.set_read_only(True)
    assert not page.restore_button.isEnabled()
    assert page.list.read_only


def test_what_comes_back_stands_in_the_dialog_that_is_open(stage, page, qtbot):
    stage.window.go_to("team")
    dialog = stage.window.dialogs.open["team"]
    until(lambda: dialog.form is not None and dialog.list.count() == 0)
    choose(stage, page, TEAM, "First line", "Second line")
    page.list.table.selectAll()
    qtbot.mouseClick(page.restore_button, Qt.MouseButton.LeftButton)
    until(lambda: dialog.list.count() == 2)
    dialog.reject()
