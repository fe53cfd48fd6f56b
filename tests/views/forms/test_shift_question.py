"""Before a change of department is saved, the form says who gains or loses which right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.rights import Act, Reach
from app.models.tables import table_of
from app.services.files import new_file as make_file
from app.store.changes import changes_of
from app.store.database import open_database
from app.store.people import EXTENDS
from app.store.records import read_record
from tests.desk import make_customer, make_role, make_staff
from tests.factories import customer_content
from tests.stage import saved, staged, until


@pytest.fixture
def ada(new_file):
    database = open_database(new_file)
    with database.writing() as connection:
        connection.execute(sa.update(table_of(COMPANY)).values({EXTENDS: True}))
        role = make_role(connection, "Reads its department", {Act.VIEW: Reach.DEPARTMENT})
        make_staff(connection, "lena", role, department="Finance")
        ada = make_customer(connection, "Ada")
    yield ada.id, database
    database.close()


@pytest.fixture
def stage(ada, new_file, tmp_path, qtbot):
    with staged(tmp_path, new_file) as stage:
        yield stage


def department(ada):
    with ada[1].reading() as connection:
        return read_record(connection, CUSTOMER, ada[0]).values["department"]


@contextmanager
def slow_reads(stage) -> Iterator[None]:
    """What is read meanwhile is answered only afterwards, as on a line that is slow or was cut."""
    gate = Event()
    stage.tasks.read(stage.window, lambda connection: gate.wait(20), lambda was_opened: None)
    yield
    gate.set()
    stage.settle()


def choose_department(stage, name):
    box = stage.window.customers.pane.form.boxes["department"]
    box.editor.show_raw(name)
    box.editor.edited.emit()


def answer(stage, text):
    """Click the button of the question that is open."""
    boxes = [box for box in stage.window.findChildren(QMessageBox) if box.isVisible()]
    next(button for button in boxes[0].buttons() if button.text() == text).click()


def test_a_save_that_shifts_rights_is_asked_about(stage, ada):
    stage.edit(ada[0])
    pane = stage.window.customers.pane
    form = pane.form
    assert "rights on this customer" in form.boxes["department"].message.text()
    form.boxes["department"].editor.show_raw("Finance")
    form.boxes["department"].editor.edited.emit()

    pane.save()
    until(lambda: pane.session.shifts.box is not None)
    box = pane.session.shifts.box
    assert "Lena\u2069 gains View." in box.informativeText()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    stage.settle()
    assert pane.is_dirty()
    assert department(ada) is None

    pane.session.shifts.box = None
    pane.save()
    until(lambda: pane.session.shifts.box is not None)
    next(button for button in pane.session.shifts.box.buttons() if button.text() == "Save").click()
    until(lambda: not pane.is_dirty())
    stage.settle()
    assert department(ada) == "Finance"


def test_a_save_that_shifts_nothing_is_not(stage, ada):
    stage.edit(ada[0])
    pane = stage.window.customers.pane
    pane.form.boxes["nickname"].editor.line.setText("Countess")
    pane.form.boxes["nickname"].editor.edited.emit()
    pane.save()
    until(lambda: not pane.is_dirty())

    assert pane.session.shifts.box is None


def test_what_is_discarded_while_it_is_looked_up_is_not_saved(stage, ada, new_file):
    bea = saved(new_file, customer_content("Bea Other")).id
    stage.edit(ada[0])
    pane = stage.window.customers.pane
    choose_department(stage, "Sales")
    with slow_reads(stage):
        pane.save()
        assert not pane.session.can_save()
        pane.acts.back.trigger()
        answer(stage, "Discard")
        stage.window.customers.go_to(bea)
    stage.edit(bea)
    stage.settle()

    assert department(ada) is None
    assert pane.session.sheet.record.id == bea


def test_what_is_discarded_while_it_is_asked_about_is_not_saved(stage, ada):
    stage.edit(ada[0])
    pane = stage.window.customers.pane
    choose_department(stage, "Finance")
    pane.save()
    until(lambda: pane.session.shifts.box is not None)
    question = pane.session.shifts.box
    pane.session.end()
    assert not question.isVisible()
    stage.settle()
    assert department(ada) is None


def test_saving_once_more_waits_for_the_first(stage, ada):
    stage.edit(ada[0])
    pane = stage.window.customers.pane
    choose_department(stage, "Sales")
    with slow_reads(stage):
        pane.save()
        pane.acts.back.trigger()
        answer(stage, "Save")
    until(lambda: not pane.is_editing())

    assert department(ada) == "Sales"
    with ada[1].reading() as connection:
        assert len(changes_of(connection, CUSTOMER, ada[0])) == 2


def test_a_failed_look_leaves_everything_in_the_form(stage, ada, tmp_path):
    stage.edit(ada[0])
    pane = stage.window.customers.pane
    choose_department(stage, "Sales")
    stage.tasks.lend(stage.window, lambda: None)
    pane.save(pane.stop_editing)
    assert not pane.session.can_save()
    other = tmp_path / "other.deskbook"
    make_file(other)
    stage.tasks.open(
        stage.window, other, lambda opened: None, stage.tasks.failed.emit
    )  # which ends what waits for the first
    until(lambda: "Not stored" in pane.pages.banner.text())

    assert pane.session.can_save()
    assert pane.is_dirty()
