"""The colour of the company that one works for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.values import Content
from app.services.companies import save_company
from app.services.references import reference_to
from app.services.staff import current_actor
from app.store.database import Database
from app.views.company_band import CompanyBand
from app.views.dialogs.company_question import CompanyQuestion
from app.views.widgets.colors import company_color
from tests.factories import customer_content, stored_customer
from tests.stage import Stage, until

EUROPE = {"code": "EU", "name": "Europe", "default_country": "DE", "currency": "EUR", "time_zone": "UTC"}


def test_the_window_has_the_colour_of_the_company_that_one_works_for(stage: Stage, database: Database) -> None:
    band, box = stage.window.band, stage.window.toolbar.company_box
    assert isinstance(band, CompanyBand)
    assert not band.isVisible()
    with database.writing() as connection:
        save_company(connection, None, Content({**EUROPE, "colour": "teal"}), actor=current_actor(connection))
    stage.window.opening.read_facts()
    until(lambda: box.count() == 3)
    assert not box.itemIcon(1).isNull()
    assert box.itemIcon(2).isNull()

    switch = stage.window.actions_["next_company"]
    switch.trigger()
    until(band.isVisible)
    stage.settle()
    assert box.currentText() == "Europe"
    assert "Europe" in band.accessibleName()
    seen = band.grab().toImage().pixelColor(band.width() // 2, band.height() // 2)
    assert seen.rgb() == company_color("teal", band.palette()).rgb()
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    stage.view(ada.id)
    assert "My company" in stage.window.customers.pane.pages.head.facts_label.full_text()
    stage.new("external")
    assert "Europe" in stage.window.customers.pane.pages.head.facts_label.full_text()
    switch.trigger()
    until(lambda: not band.isVisible())
    assert box.currentText() == "My company"
    switch.trigger()
    until(lambda: box.company_id() == 0)
    assert box.company() is None
    stage.settle()

    stage.window.records.new("internal")
    question = stage.window.findChild(CompanyQuestion)
    assert question is not None
    assert [question.list.item(row).text() for row in range(2)] == ["Europe", "My company"]
    question.list.setCurrentRow(1)
    QTest.keyClick(question.list, Qt.Key.Key_Return)
    stage.settle()
    pane = stage.window.customers.pane
    assert "My company" in pane.pages.head.facts_label.full_text()
    pane.leave(lambda: stage.window.records.make("interaction", {"customer_id": reference_to(ada)}))
    until(stage.window.desk.page("interaction").pane.is_editing)  # of the company of whom it is with
    stage.settle()
    assert stage.window.findChild(CompanyQuestion) is None
