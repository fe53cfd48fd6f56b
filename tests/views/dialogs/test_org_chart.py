"""The organisation chart, by keyboard and by mouse: up, down, many reports, and back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.models.tables import table_of
from app.models.values import Record, RecordKey
from app.services.staff import current_actor
from app.services.trash import move_to_trash, purge
from app.store.database import Database
from app.views.dialogs.org_chart import OrgChart
from app.views.dialogs.org_model import Node, Sort
from tests.crowds import make_crowd
from tests.factories import customer_content, stored_customer
from tests.views.dialogs.accessible import nameless

CTRL = Qt.KeyboardModifier.ControlModifier


class Reader:
    """A chart, and whoever reads it."""

    def __init__(self, qtbot: QtBot, tasks: DatabaseTasks) -> None:
        self.qtbot, self.tasks = qtbot, tasks
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.chart = OrgChart(tasks, self.window)
        self.tester = QAbstractItemModelTester(
            self.chart.model, QAbstractItemModelTester.FailureReportingMode.Fatal, self.chart
        )
        self.opened: list[RecordKey] = []
        self.chart.record_wanted.connect(self.opened.append)
        self.chart.show()

    def show(self, record: Record) -> None:
        self.chart.show_person(record.id)
        self.settle(record.id)

    def settle(self, record_id: int) -> None:
        self.qtbot.waitUntil(lambda: self.tasks.is_idle() and self.chart.person_id == record_id)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.chart.tree, key, modifier)

    def current(self) -> str:
        return str(self.chart.tree.currentIndex().data())

    def click(self, index: QModelIndex) -> None:
        self.chart.tree.scrollTo(index)
        place = self.chart.tree.visualRect(index).center()
        self.qtbot.mouseClick(self.chart.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def double_click(self, index: QModelIndex) -> None:
        self.click(index)
        place = self.chart.tree.visualRect(index).center()
        self.qtbot.mouseDClick(self.chart.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def lines(self) -> list[str]:
        """What is seen, each line indented as it stands."""
        tree, found = self.chart.tree, []
        index = self.chart.model.index(0, 0)
        while index.isValid():
            depth, above = 0, index.parent()
            while above.isValid():
                depth, above = depth + 1, above.parent()
            found.append(f"{'  ' * depth}{index.data()}")
            index = tree.indexBelow(index)
        return found

    def index_of(self, name: str) -> QModelIndex:
        index = self.chart.model.index(0, 0)
        while index.data() != name:
            index = self.chart.tree.indexBelow(index)
            assert index.isValid(), name
        return index


@pytest.fixture
def reader(qtbot: QtBot, tasks: DatabaseTasks) -> Reader:
    return Reader(qtbot, tasks)


@pytest.fixture
def crew(database: Database) -> dict[str, Record]:
    """Two levels above Grace, two people below her, one of whom has one more; and somebody beside her."""
    made: dict[str, Record] = {}
    for name, manager in (
        ("Ada", ""),
        ("Barbara", "Ada"),
        ("Grace", "Barbara"),
        ("Hedy", "Barbara"),
        ("Linus", "Grace"),
        ("Margaret", "Grace"),
        ("Radia", "Margaret"),
    ):
        manager_id = made[manager].id if manager else None
        made[name] = stored_customer(database, customer_content(name, manager_id=manager_id))
    return made


def test_managers_stand_above_and_reports_below(reader: Reader, crew: dict[str, Record]) -> None:
    reader.show(crew["Grace"])
    assert reader.lines() == [
        "Ada",
        "  Barbara",
        "    Grace",
        "      Linus",
        "      Margaret",
        "    and 1 more…",
    ]
    assert reader.current() == "Grace"
    assert "Grace" in reader.chart.windowTitle()


def test_arrows_open_a_branch_and_its_people_are_read_then(reader: Reader, crew: dict[str, Record]) -> None:
    reader.show(crew["Grace"])
    reader.press(Qt.Key.Key_Down)
    reader.press(Qt.Key.Key_Down)
    assert reader.current() == "Margaret"
    reader.press(Qt.Key.Key_Right)
    reader.settle(crew["Grace"].id)
    assert "        Radia" in reader.lines()
    reader.press(Qt.Key.Key_Left)
    assert "        Radia" not in reader.lines()


def test_enter_puts_somebody_in_the_middle_and_then_opens_them(reader: Reader, crew: dict[str, Record]) -> None:
    reader.show(crew["Grace"])
    reader.press(Qt.Key.Key_Up)
    reader.press(Qt.Key.Key_Return)
    reader.settle(crew["Barbara"].id)
    assert reader.lines() == ["Ada", "  Barbara", "    Grace", "    Hedy"]
    reader.press(Qt.Key.Key_Return)
    assert reader.opened == [crew["Barbara"].key]
    reader.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    reader.settle(crew["Grace"].id)
    assert not reader.chart.back_button.isEnabled()


def test_the_mouse_does_the_same(reader: Reader, crew: dict[str, Record], qtbot: QtBot) -> None:
    reader.show(crew["Ada"])
    reader.double_click(reader.index_of("Barbara"))
    reader.settle(crew["Barbara"].id)
    reader.double_click(reader.index_of("Hedy"))
    reader.settle(crew["Hedy"].id)
    reader.double_click(reader.index_of("Hedy"))
    assert reader.opened == [crew["Hedy"].key]
    reader.click(reader.index_of("Ada"))
    qtbot.mouseClick(reader.chart.open_button, Qt.MouseButton.LeftButton)
    assert reader.opened[1:] == [crew["Ada"].key]
    qtbot.mouseClick(reader.chart.center_button, Qt.MouseButton.LeftButton)
    reader.settle(crew["Ada"].id)
    for name in ("Hedy", "Barbara", "Ada"):
        qtbot.mouseClick(reader.chart.back_button, Qt.MouseButton.LeftButton)
        reader.settle(crew[name].id)
    assert not reader.chart.back_button.isEnabled()


def test_the_others_of_a_manager_above_are_shown_when_asked_for(reader: Reader, crew: dict[str, Record]) -> None:
    reader.show(crew["Grace"])
    reader.click(reader.index_of("and 1 more…"))
    reader.settle(crew["Grace"].id)
    assert reader.lines()[-1] == "    Hedy"
    assert sum("Grace" in line for line in reader.lines()) == 1


def test_thousands_of_reports_are_shown_by_the_hundred(reader: Reader, database: Database) -> None:
    boss = stored_customer(database, customer_content("Boss"))
    make_crowd(database, (customer_content(f"P {number:04}", manager_id=boss.id) for number in range(1_250)))
    reader.show(boss)
    assert len(reader.lines()) == 102
    assert reader.lines()[-1] == "  and 1,150 more…"
    reader.press(Qt.Key.Key_End)
    reader.press(Qt.Key.Key_Return)
    reader.settle(boss.id)
    assert (len(reader.lines()), reader.current(), reader.lines()[-1]) == (202, "P 0100", "  and 1,050 more…")
    for _ in range(11):
        reader.press(Qt.Key.Key_End)
        reader.press(Qt.Key.Key_Return)
        reader.settle(boss.id)
    assert reader.lines() == ["Boss", *(f"  P {number:04}" for number in range(1_250))]


def test_who_left_meanwhile_is_not_waited_for(reader: Reader, database: Database) -> None:
    boss = stored_customer(database, customer_content("Boss"))
    make_crowd(database, (customer_content(f"P {number:04}", manager_id=boss.id) for number in range(150)))
    reader.show(boss)
    table = table_of(CUSTOMER)
    with database.writing() as connection:
        connection.execute(sa.update(table).where(table.c.display_name > "P 0099").values(manager_id=None))
    reader.press(Qt.Key.Key_End)
    reader.press(Qt.Key.Key_Return)
    reader.settle(boss.id)
    assert len(reader.lines()) == 101


def test_managers_far_up_are_counted_and_can_be_reached(reader: Reader, database: Database) -> None:
    chain = [stored_customer(database, customer_content("Level 00"))]
    for number in range(1, 20):
        chain.append(stored_customer(database, customer_content(f"Level {number:02}", manager_id=chain[-1].id)))
    reader.show(chain[-1])
    assert reader.lines()[0] == "7 managers further up"
    reader.click(reader.index_of("7 managers further up"))
    reader.settle(chain[7].id)
    assert reader.lines()[0] == "Level 00"


def test_an_answer_for_the_chart_before_is_dropped(reader: Reader, crew: dict[str, Record]) -> None:
    reader.show(crew["Grace"])
    reader.chart.tree.expand(reader.index_of("Margaret"))
    reader.show(crew["Hedy"])
    assert reader.lines() == ["Ada", "  Barbara", "    Hedy", "    and 1 more…"]


def test_somebody_gone_is_said_and_the_chart_stays(reader: Reader, crew: dict[str, Record], qtbot: QtBot) -> None:
    reader.show(crew["Grace"])
    reader.chart.show_person(1)
    qtbot.waitUntil(lambda: "no longer there" in reader.chart.message.text())
    assert reader.current() == "Grace"


def test_a_screen_reader_hears_the_whole_line(reader: Reader, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada", title="Director", department="Sales"))
    stored_customer(database, customer_content("Grace", manager_id=ada.id))
    reader.show(ada)
    interface = QAccessible.queryAccessibleInterface(reader.chart.tree)
    assert interface.text(QAccessible.Text.Name) == "Organisation chart"
    role = Qt.ItemDataRole.AccessibleTextRole
    assert reader.chart.tree.currentIndex().data(role) == "Ada, Director, Sales, 1 direct report"
    assert nameless(reader.chart) == []


def test_esc_hides_the_chart_and_refresh_reads_it_again(
    reader: Reader, crew: dict[str, Record], database: Database
) -> None:
    reader.show(crew["Hedy"])
    stored_customer(database, customer_content("Newcomer", manager_id=crew["Hedy"].id))
    reader.press(Qt.Key.Key_F5)
    reader.settle(crew["Hedy"].id)
    assert "      Newcomer" in reader.lines()
    reader.press(Qt.Key.Key_Escape)
    assert not reader.chart.isVisible()


def test_it_follows_what_others_do_and_keeps_the_highlight(
    reader: Reader, crew: dict[str, Record], database: Database
) -> None:
    reader.show(crew["Grace"])
    reader.chart.tree.expand(reader.index_of("Margaret"))
    reader.settle(crew["Grace"].id)
    reader.chart.tree.setCurrentIndex(reader.index_of("Linus"))
    before = reader.lines()
    stored_customer(database, customer_content("Elsewhere"))
    reader.chart.follow()
    reader.settle(crew["Grace"].id)
    assert (reader.lines(), reader.current()) == (before, "Linus")
    stored_customer(database, customer_content("Newcomer", manager_id=crew["Grace"].id))
    reader.chart.follow()
    reader.qtbot.waitUntil(lambda: "      Newcomer" in reader.lines())
    assert reader.current() == "Linus"


def test_an_index_that_outlives_its_line_leads_nowhere(reader: Reader, crew: dict[str, Record]) -> None:
    reader.show(crew["Grace"])
    stale = reader.index_of("Linus")
    node: Node | None = reader.chart.model.node(stale)
    assert node is not None
    reader.show(crew["Hedy"])
    assert reader.chart.model.node(stale) is None
    assert not reader.chart.model.holds(node)


def test_back_to_somebody_who_is_gone_leaves_the_chart_as_it_is(
    reader: Reader, crew: dict[str, Record], database: Database, qtbot: QtBot
) -> None:
    first, second = list(crew.values())[:2]
    reader.show(first)
    reader.show(second)
    with database.writing() as connection:
        actor = current_actor(connection)
        move_to_trash(connection, CUSTOMER, [first.id], actor=actor)
        purge(connection, CUSTOMER, [first.id], actor=actor)
    qtbot.mouseClick(reader.chart.back_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "no longer there" in reader.chart.message.text())
    assert reader.chart.person_id == second.id
    assert not reader.chart.back_button.isEnabled()


def test_one_manager_further_up_is_one(reader: Reader, database: Database) -> None:
    model = reader.chart.model
    assert model.describe(Node(1, Sort.HIGHER, count=1)) == "1 manager further up"
    assert model.describe(Node(1, Sort.HIGHER, count=2_000)) == "2,000 managers further up"
