"""Notes where they are written, reviewed and acknowledged; and product reviews, which are only read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from app.models.values import Record
from app.store.database import Database
from app.views.forms.notes_tab import NotesTab
from tests.factories import customer_content, stored_customer
from tests.stage import Stage, until
from tests.views.test_desk import listed, page, saved, tab_of

ADD = (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def answer(stage: Stage, words: str) -> str:
    """Press a button of the question that is open, and return what was asked."""
    boxes = stage.window.findChildren
    until(lambda: any(box.isVisible() for box in boxes(QMessageBox)))
    box = next(box for box in boxes(QMessageBox) if box.isVisible())
    asked = f"{box.text()} {box.informativeText()}"
    next(button for button in box.buttons() if button.text() == words).click()
    return asked


def notes_of(stage: Stage, record: Record) -> NotesTab:
    """The customer's tab of notes, once it is read."""
    stage.view(record.id)
    tab = tab_of(stage.window.customers, "note")
    assert isinstance(tab, NotesTab)
    until(lambda: tab.list is not None and tab.list.source.is_counted)
    stage.settle()
    return tab


def texts(tab: NotesTab) -> list[str]:
    assert tab.list is not None
    return [tab.list.model.index(row, 0).data() for row in range(tab.list.model.rowCount())]


def test_a_note_is_written_where_the_others_stand(stage: Stage, database: Database) -> None:
    ada, grace = (stored_customer(database, customer_content(name)) for name in ("Ada Lovelace", "Grace Hopper"))
    saved(database, "note", customer_id=ada.id, text="Pinned", pinned=True)
    stage.window.refresh()
    tab = notes_of(stage, ada)
    quick, pane = tab.quick, stage.window.customers.pane
    QTest.keyClicks(quick.box, "Paid with 4111 1111 1111 1111")
    assert quick.box.toPlainText() == "Paid with 4111 11•• •••• 1111"
    assert "masked" in quick.message.text()
    quick.box.selectAll()
    QTest.keyClicks(quick.box, "Called twice")
    assert not quick.message.text()
    stage.window.customers.step(1)
    assert "Add the note" in answer(stage, "Keep writing")
    assert pane.record_id() == ada.id
    QTest.keyClick(quick.box, *ADD)
    until(lambda: texts(tab) == ["Pinned", "Called twice"])
    assert not quick.is_dirty()
    quick.kinds["public"].click()
    assert "able to read" in quick.band.label.text()
    QTest.keyClicks(quick.box, "We are sorry")
    QTest.keyClick(quick.box, *ADD)
    assert "able to read" in answer(stage, "Keep editing")
    assert quick.is_dirty()
    stage.window.customers.view(grace.id)
    answer(stage, "Add note")
    answer(stage, "Save")
    until(lambda: pane.record_id() == grace.id)
    until(lambda: texts(notes_of(stage, ada)) == ["Pinned", "We are sorry", "Called twice"])
    model = tab.list.model if tab.list else None
    assert model is not None
    assert [model.band(row) for number in range(3) if (row := model.row(number))] == [0, 1, 0]
    assert tab.title in pane.pages.tabs.tabText(pane.pages.tabs.indexOf(tab))


def test_what_alerts_is_acknowledged_and_the_note_reviewed(stage: Stage, database: Database) -> None:
    ada, grace = (stored_customer(database, customer_content(name)) for name in ("Ada Lovelace", "Grace Hopper"))
    contract = saved(database, "contract", customer_id=ada.id)
    note = saved(database, "note", contract_id=contract.id, text="Don't renew\nAsk Grace", alert=True)
    stage.window.refresh()
    stage.view(ada.id)
    bar = stage.window.customers.pane.pages.alerts.bar
    until(bar.isVisible)
    assert "Don't renew\nAsk Grace" in bar.label.text()
    stage.view(grace.id)
    until(lambda: not bar.isVisible())
    stage.view(ada.id)
    until(bar.isVisible)
    bar.open_button.click()
    notes = stage.window.desk.page("note")
    until(lambda: notes.pane.record_id() == note.id)
    stage.view(ada.id)
    bar.acknowledge_button.click()
    until(lambda: not bar.isVisible())
    notes = page(stage, "note")
    review = notes.pane.acts.review
    assert review.isVisible()
    review.trigger()
    until(lambda: not review.isVisible())
    stage.settle()
    assert "Reviewed by" in notes.pane.pages.view.as_text()
    assert "Internal" in notes.pane.pages.band.label.text()
    notes.edit(note.id)
    until(lambda: notes.pane.is_editing())
    form = notes.pane.form
    assert form is not None
    assert (form.boxes["contract_id"].isHidden(), form.boxes["customer_id"].isHidden()) == (False, True)
    form.boxes["visibility"].editor.show_raw("public")
    form.edited.emit()
    assert "Public" in notes.pane.pages.band.label.text()
    notes.pane.save()
    assert "able to read" in answer(stage, "Keep editing")
    assert notes.pane.is_dirty()
    notes.pane.save()
    answer(stage, "Save")
    until(lambda: not notes.pane.is_dirty())


def test_reviews_are_read_and_not_written(stage: Stage, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    product = saved(database, "product", name="Router", code="R")
    review = saved(database, "review", customer_id=ada.id, product_id=product.id, rating=4, text="Good")
    assert "new_review" not in stage.window.actions_.by_name
    stage.window.refresh()
    stage.view(ada.id)
    tab = tab_of(stage.window.customers, "review")
    stage.settle()
    assert tab.add_button.isHidden()
    reviews = page(stage, "review")
    until(lambda: listed(reviews) == ["Good"])
    rating = reviews.list.model.index(0, reviews.list.model.column_of("rating"))
    assert rating.data() == "★★★★☆ 4 of 5"
    assert rating.data(Qt.ItemDataRole.AccessibleTextRole) == "4 of 5"
    assert not stage.window.actions_["edit"].isVisible()
    reviews.edit(review.id)
    until(lambda: reviews.pane.record_id() == review.id)
    stage.settle()
    assert not reviews.pane.is_editing()
    assert not reviews.pane.acts.edit.isVisible()
