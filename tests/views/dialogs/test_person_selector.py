"""The person selector, by keyboard and by mouse: searching, picking, those picked lately, somebody new in place."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.models.customer import INTERNAL
from app.models.values import Record
from app.services.forms import read_basis
from app.services.references import Reference
from app.settings import RECENT_PEOPLE, Settings
from app.store.database import Database
from app.views.dialogs.new_person import NewPersonDialog
from app.views.dialogs.person_selector import PersonSelector
from app.views.forms.editor_kit import EditorKit
from tests.crowds import make_crowd
from tests.factories import customer_content, email, first_company, read_customer, stored_customer
from tests.views.dialogs.accessible import nameless

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Desk:
    """A selector over a window, and whoever sits before it."""

    def __init__(self, qtbot: QtBot, database: Database, tasks: DatabaseTasks) -> None:
        self.qtbot, self.database, self.tasks = qtbot, database, tasks
        self.settings = Settings()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        with database.reading() as connection:
            basis = read_basis(connection, first_company(connection))
        self.kit = EditorKit(basis, tasks, self.window, self.settings)
        self.picked: list[Reference] = []
        self.closed = 0

    def open(self, words: str = "") -> PersonSelector:
        self.selector = PersonSelector(self.kit, "Manager", words, self.window)
        self.selector.picked.connect(self.picked.append)
        self.selector.finished.connect(self._on_finished)
        self.selector.open()
        self.settle()
        return self.selector

    def _on_finished(self) -> None:
        self.closed += 1

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.tasks.is_idle() and self.selector.people.list.source.is_counted)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.selector.search_edit, text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.selector.search_edit, key, modifier)

    def wait_for_pick(self) -> Reference:
        self.qtbot.waitUntil(lambda: self.closed == 1)
        return self.picked[-1]

    def wait_for_card(self, record_id: int) -> str:
        self.qtbot.waitUntil(lambda: self.selector.card.shown_id == record_id)
        return self.selector.card.text.toPlainText()

    def new_dialog(self) -> NewPersonDialog:
        dialog = self.selector.new_dialog
        assert dialog is not None
        self.qtbot.waitUntil(lambda: dialog.session.form is not None)
        return dialog


@pytest.fixture
def desk(qtbot: QtBot, database: Database, tasks: DatabaseTasks) -> Iterator[Desk]:
    desk = Desk(qtbot, database, tasks)
    yield desk
    for selector in desk.window.findChildren(PersonSelector):
        selector.reject()


@pytest.fixture
def crew(database: Database) -> dict[str, Record]:
    """Four people, in the order of the list."""
    names = ("Ada Lovelace", "Barbara Liskov", "Edsger Dijkstra", "Grace Hopper")
    return {name: stored_customer(database, customer_content(name)) for name in names}


def test_typing_arrows_and_enter_pick(desk: Desk, crew: dict[str, Record]) -> None:
    selector = desk.open()
    assert selector.count_label.text() == "4 customers"
    desk.type("a")
    desk.settle()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Up)
    desk.type("da")
    desk.settle()
    assert selector.count_label.text() == "1 customer"
    desk.press(Qt.Key.Key_Return)
    assert desk.wait_for_pick().label == "Ada Lovelace"


def test_arrows_move_the_highlight_and_stop_at_the_ends(desk: Desk, crew: dict[str, Record]) -> None:
    people = desk.open().people
    ids = [record.id for record in crew.values()]
    seen = []
    for key in (Qt.Key.Key_Up, *[Qt.Key.Key_Down] * 5, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        desk.press(key)
        seen.append(ids.index(people.highlighted_id()))
    assert seen == [0, 1, 2, 3, 3, 3, 0, 3]


def test_enter_right_after_typing_waits_for_the_answer(desk: Desk, crew: dict[str, Record]) -> None:
    desk.open()
    desk.type("hopper")
    desk.press(Qt.Key.Key_Return)
    assert desk.wait_for_pick().label == "Grace Hopper"


def test_typing_on_takes_an_enter_back(desk: Desk, crew: dict[str, Record]) -> None:
    desk.open()
    desk.type("gra")
    desk.press(Qt.Key.Key_Return)
    desk.type("x")
    desk.settle()
    assert (desk.picked, desk.closed) == ([], 0)


def test_mouse_picks_by_double_click_or_button(desk: Desk, crew: dict[str, Record], qtbot: QtBot) -> None:
    selector = desk.open()
    table = selector.people.list.table
    place = table.visualRect(table.model().index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "Edsger Dijkstra" in desk.wait_for_card(crew["Edsger Dijkstra"].id)
    qtbot.mouseClick(selector.pick_button, Qt.MouseButton.LeftButton)
    assert desk.wait_for_pick().id == crew["Edsger Dijkstra"].id
    table = desk.open().people.list.table
    place = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: len(desk.picked) == 2)
    assert desk.picked[1].id == crew["Barbara Liskov"].id


def test_esc_leaves_without_a_pick(desk: Desk, crew: dict[str, Record]) -> None:
    desk.open()
    desk.type("ada")
    desk.press(Qt.Key.Key_Escape)
    assert (desk.closed, desk.picked) == (1, [])


def test_who_was_picked_lately_comes_first_while_nothing_is_typed(desk: Desk, crew: dict[str, Record]) -> None:
    for name in ("grace", "edsger"):
        desk.open()
        desk.type(name)
        desk.press(Qt.Key.Key_Return)
        desk.qtbot.waitUntil(lambda: desk.closed == 1)
        desk.closed = 0
    wanted = [crew["Edsger Dijkstra"].id, crew["Grace Hopper"].id]
    assert desk.settings.get(RECENT_PEOPLE) == {str(desk.tasks.place): wanted}
    selector = desk.open()
    assert [row.key.id for row in selector.people.model.rows[1:]] == wanted
    assert selector.people.recent.isVisible()
    assert selector.people.highlighted_id() == wanted[0]
    assert "Edsger Dijkstra" in desk.wait_for_card(wanted[0])
    desk.type("a")
    assert not selector.people.recent.isVisible()
    desk.press(Qt.Key.Key_Backspace)
    desk.settle()
    assert selector.people.recent.isVisible()
    assert selector.people.highlighted_id() == wanted[0]
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert desk.wait_for_pick().label == "Grace Hopper"


def test_arrows_go_from_those_picked_lately_into_the_list(desk: Desk, crew: dict[str, Record]) -> None:
    grace, ada = crew["Grace Hopper"].id, crew["Ada Lovelace"].id
    desk.settings.set(RECENT_PEOPLE, {str(desk.tasks.place): [grace]})
    people = desk.open().people
    desk.press(Qt.Key.Key_Up)
    assert people.highlighted_id() == grace
    desk.press(Qt.Key.Key_Down)
    assert (people.highlighted_id(), people.recent.currentIndex().isValid()) == (ada, False)
    desk.press(Qt.Key.Key_Up)
    assert (people.highlighted_id(), people.list.table.selectionModel().hasSelection()) == (grace, False)


def test_those_gone_since_are_not_offered(desk: Desk, crew: dict[str, Record]) -> None:
    desk.settings.set(RECENT_PEOPLE, {str(desk.tasks.place): [1, 2], "/another/file": [crew["Ada Lovelace"].id]})
    people = desk.open().people
    assert not people.recent.isVisible()
    assert people.highlighted_id() == crew["Ada Lovelace"].id


def test_the_card_says_who_is_highlighted(desk: Desk, database: Database) -> None:
    content = customer_content(
        "Ada Lovelace", emails=[email("ada@example.com")], department="Engineering", title="Analyst", site="Annexe"
    )
    ada = stored_customer(database, content)
    desk.open()
    shown = desk.wait_for_card(ada.id)
    code = str(ada.values["customer_code"])
    for text in ("Ada Lovelace", code, "Engineering", "Analyst", "ada@example.com", "Annexe"):
        assert text in shown
    desk.type("nobody of that name")
    desk.qtbot.waitUntil(lambda: desk.selector.card.shown_id == 0)
    assert not desk.selector.pick_button.isEnabled()


def test_a_late_answer_about_somebody_else_is_dropped(desk: Desk, database: Database) -> None:
    ids = make_crowd(database, (customer_content(f"Person {number:03}") for number in range(300)))
    desk.open()
    for _ in range(40):
        desk.press(Qt.Key.Key_Down)
    assert "Person 040" in desk.wait_for_card(ids[40])


def test_a_row_that_is_still_on_its_way_can_be_picked(desk: Desk, database: Database) -> None:
    ids = make_crowd(database, (customer_content(f"Person {number:04}") for number in range(1_200)))
    selector = desk.open()
    selector.people.step(1_000)
    desk.press(Qt.Key.Key_Return)
    assert desk.wait_for_pick().id == ids[1_000]


def test_somebody_new_is_made_in_place_and_picked(desk: Desk, crew: dict[str, Record], qtbot: QtBot) -> None:
    desk.open()
    desk.type("Radia Perlman")
    desk.press(Qt.Key.Key_Return, SHIFT)
    dialog = desk.new_dialog()
    assert dialog.form.boxes["full_name"].editor.raw() == "Radia Perlman"
    assert dialog.form.boxes["last"].editor.raw() == "Perlman"
    assert dialog.save_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    picked = desk.wait_for_pick()
    with desk.database.reading() as connection:
        values = read_customer(connection, picked.id).values
    assert (values["full_name"], values["last"], values["kind"]) == ("Radia Perlman", "Perlman", INTERNAL)
    assert desk.settings.get(RECENT_PEOPLE) == {str(desk.tasks.place): [picked.id]}


def test_somebody_new_by_mouse_of_the_other_kind(desk: Desk, crew: dict[str, Record], qtbot: QtBot) -> None:
    selector = desk.open()
    qtbot.mouseClick(selector.new_button, Qt.MouseButton.LeftButton)
    dialog = desk.new_dialog()
    assert not dialog.save_button.isEnabled()
    dialog.kind_box.setCurrentIndex(1)
    dialog.kind_box.activated.emit(1)
    assert dialog.form.boxes["business_name"].isVisible()
    qtbot.keyClicks(dialog.form.boxes["business_name"].editor.controls()[0], "Perlman Ltd")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert desk.wait_for_pick().label == "Perlman Ltd"


def test_what_is_wrong_with_somebody_new_is_said_and_the_form_stays(desk: Desk, qtbot: QtBot) -> None:
    selector = desk.open()
    selector.make_new()
    dialog = desk.new_dialog()
    qtbot.keyClicks(dialog.form.boxes["title"].editor.controls()[0], "Engineer")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "needed" in dialog.form.boxes["full_name"].message.text())
    assert dialog.isVisible()
    assert desk.picked == []
    dialog.session.end()


def test_leaving_somebody_new_asks_only_if_more_was_typed(desk: Desk, crew: dict[str, Record], qtbot: QtBot) -> None:
    desk.open()
    desk.type("Radia Perlman")
    desk.press(Qt.Key.Key_Return, SHIFT)
    first = desk.new_dialog()
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert not first.isVisible()
    assert desk.selector.isVisible()
    desk.press(Qt.Key.Key_Return, SHIFT)
    second = desk.new_dialog()
    qtbot.keyClicks(second.form.boxes["title"].editor.controls()[0], "Engineer")
    qtbot.keyClick(second, Qt.Key.Key_Escape)
    box = second.findChild(QMessageBox)
    assert box.isVisible()
    qtbot.mouseClick(next(each for each in box.buttons() if each.text() == "Discard"), Qt.MouseButton.LeftButton)
    assert not second.isVisible()
    assert (desk.picked, desk.closed) == ([], 0)


def test_whoever_has_the_address_already_can_be_picked_instead(desk: Desk, database: Database, qtbot: QtBot) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace", sam_account_name="ada"))
    desk.open()
    desk.type("Countess")
    desk.press(Qt.Key.Key_Return, SHIFT)
    dialog = desk.new_dialog()
    box = dialog.form.boxes["sam_account_name"]
    qtbot.keyClicks(box.editor.controls()[0], "ada")
    qtbot.waitUntil(lambda: "has this already" in box.message.text())
    box.message.link_clicked.emit()
    question = dialog.findChild(QMessageBox)
    qtbot.mouseClick(next(each for each in question.buttons() if each.text() == "Discard"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.selector.people.highlighted_id() == ada.id)
    desk.press(Qt.Key.Key_Return)
    assert desk.wait_for_pick().id == ada.id


def test_shift_and_enter_in_the_list_makes_somebody_new_too(desk: Desk, crew: dict[str, Record]) -> None:
    selector = desk.open()
    selector.people.list.table.setFocus()
    desk.qtbot.keyClick(selector.people.list.table, Qt.Key.Key_Return, SHIFT)
    assert desk.new_dialog().isVisible()
    assert desk.picked == []
    desk.new_dialog().reject()


def test_nothing_is_left_in_the_database_of_a_list_that_was_closed(desk: Desk, crew: dict[str, Record]) -> None:
    written: list[int] = []

    for _ in range(3):
        desk.open("a")
        desk.press(Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(desk.tasks.is_idle)
    desk.tasks.read(desk.window, lists_written, written.append)
    desk.qtbot.waitUntil(lambda: bool(written))
    assert written == [0]


def lists_written(connection: sa.Connection) -> int:
    """How many lists the reading connection keeps."""
    return int(
        connection.execute(sa.text("SELECT count(*) FROM temp.sqlite_master WHERE name LIKE 'list_%'")).scalar_one()
    )


def test_selectors_that_come_and_go_leave_answers_behind(desk: Desk, database: Database) -> None:
    make_crowd(database, (customer_content(f"Person {number:04}") for number in range(500)))
    for number in range(60):
        selector = PersonSelector(desk.kit, "Manager", f"per {number % 10}", desk.window)
        selector.open()
        selector.search_edit.setText(str(number))
        QApplication.processEvents()
        selector.reject()
        del selector
        if number % 20 == 0:
            gc.collect()
    desk.qtbot.waitUntil(desk.tasks.is_idle)
    assert desk.open().count_label.text() == "500 customers"


def test_every_control_has_a_name(desk: Desk, crew: dict[str, Record]) -> None:
    selector = desk.open()
    assert nameless(selector) == []
    selector.make_new()
    assert nameless(desk.new_dialog()) == []
    desk.new_dialog().reject()


def test_several_picked_lately_are_kept_to_a_few(desk: Desk, database: Database) -> None:
    ids = make_crowd(database, (customer_content(f"Person {number:03}") for number in range(9)))
    people = desk.open().people
    for record_id in ids:
        people.remember(record_id)
    people.remember(ids[5])
    assert desk.settings.get(RECENT_PEOPLE)[str(desk.tasks.place)] == [ids[5], ids[8], ids[7], ids[6], ids[4], ids[3]]


def test_words_that_came_along_are_searched_from_the_start(desk: Desk, crew: dict[str, Record]) -> None:
    selector = desk.open("liskov")
    assert selector.people.highlighted_id() == crew["Barbara Liskov"].id
    assert selector.search_edit.selectedText() == "liskov"
