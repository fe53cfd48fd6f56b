"""Before a change of department is saved, the form says who gains or loses which right."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.rights import Act, Reach
from app.models.tables import table_of
from app.store.database import open_database
from app.store.people import EXTENDS
from app.store.records import read_record
from tests.desk import make_customer, make_role, make_staff
from tests.stage import staged, until


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
