"""A record pane on a real file, and hands that type, click and wait."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.models.values import Record
from app.services.forms import Basis, read_basis
from app.settings import Settings
from app.store.database import Database
from app.views.forms.editors import Editor, TextEditor
from app.views.forms.record_pane import RecordPane
from tests.factories import first_company


@pytest.fixture
def company_id(database: Database) -> int:
    """The operating company of the file."""
    with database.reading() as connection:
        return first_company(connection)


@pytest.fixture
def basis(database: Database, company_id: int) -> Basis:
    """What the forms of that company offer."""
    with database.reading() as connection:
        return read_basis(connection, company_id)


@pytest.fixture
def pane(qtbot: QtBot, tasks: DatabaseTasks) -> RecordPane:
    """A pane as wide as beside the list."""
    pane = RecordPane(CUSTOMER, tasks, Settings())
    qtbot.addWidget(pane)
    pane.resize(420, 700)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


class Hands:
    """What a person does to a pane."""

    def __init__(self, qtbot: QtBot, pane: RecordPane) -> None:
        self.qtbot, self.pane = qtbot, pane

    def open(self, record: Record) -> None:
        self.pane.show_record(record.id)
        self.qtbot.waitUntil(lambda: self.pane.record_id() == record.id and not self.pane.is_editing())

    def edit(self, record: Record) -> None:
        self.open(record)
        self.click(self.pane.pages.foot.edit_button)
        self.qtbot.waitUntil(self.pane.is_editing)

    def start(self, kind: str, company_id: int) -> None:
        self.pane.new_record(kind, company_id)
        self.qtbot.waitUntil(self.pane.is_editing)

    def click(self, button: QAbstractButton) -> None:
        """Press a button as soon as the form around it is laid out."""
        self.qtbot.waitUntil(lambda: button.height() > 8)
        place = QPoint(8, button.height() // 2)  # of a radio button only the mark and its words are for clicking
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)

    def editor(self, name: str) -> Editor:
        form = self.pane.form
        assert form is not None
        return form.boxes[name].editor

    def message(self, name: str) -> str:
        form = self.pane.form
        assert form is not None
        return form.boxes[name].message.text()

    def type(self, name: str, text: str) -> None:
        editor = self.editor(name)
        assert isinstance(editor, TextEditor)
        type_into(self.qtbot, editor.line, text)

    def leave_field(self) -> None:
        self.qtbot.keyClick(self.pane.focusWidget(), Qt.Key.Key_Tab)

    def save(self) -> None:
        with self.qtbot.waitSignal(self.pane.saved):
            self.click(self.pane.pages.foot.save_button)

    def refuse(self) -> None:
        """Press Save and wait until it was refused."""
        with self.qtbot.waitSignal(self.pane.said):
            self.click(self.pane.pages.foot.save_button)

    def answer(self, words: str) -> None:
        """Press a button of the question that is open."""
        question = self.question()
        self.click(next(button for button in question.buttons() if button.text().replace("&", "") == words))

    def is_asked(self) -> bool:
        return any(box.isVisible() for box in self.pane.findChildren(QMessageBox))

    def question(self) -> QMessageBox:
        found = [box for box in self.pane.findChildren(QMessageBox) if box.isVisible()]
        assert len(found) == 1
        return found[0]


def type_into(qtbot: QtBot, line: QWidget, text: str) -> None:
    """Replace what stands in a line by what is typed."""
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


@pytest.fixture
def hands(qtbot: QtBot, pane: RecordPane) -> Hands:
    """A person at the pane."""
    return Hands(qtbot, pane)


Reader = Callable[[int], Record]


@pytest.fixture
def stored(database: Database) -> Reader:
    """Reads a customer as it stands in the file."""
    from tests.factories import read_customer

    def read(customer_id: int) -> Record:
        with database.reading() as connection:
            return read_customer(connection, customer_id)

    return read
