"""Whoever calls comes up in the window, and nothing that is being typed goes away; a call that is made is written down."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from app.models.interaction import INTERACTION
from app.models.tables import ACTIVE, table_of
from app.models.values import Record
from app.store.database import Database
from tests.factories import customer_content, phone, stored_customer
from tests.stage import Stage, until

ADA = "+1 212 555 0123"
SHARED = "+1 212 555 0100"


@pytest.fixture
def ada(stage: Stage, database: Database) -> Record:
    made = stored_customer(database, customer_content("Ada Lovelace", phones=[phone(ADA, is_primary=True)]))
    for name in ("Ben", "Cid"):
        stored_customer(database, customer_content(name, phones=[phone(SHARED)]))
    stage.window.refresh()
    stage.settle()
    return made


def interactions(database: Database) -> list[tuple[object, ...]]:
    """Of whom, which way and from which integration, by number; none that is in the trash."""
    table = table_of(INTERACTION)
    with database.reading() as connection:
        columns = (table.c.customer_id, table.c.direction, table.c.channel, table.c.integration, table.c.external_ref)
        active = table.select().with_only_columns(*columns).where(table.c.state == ACTIVE)
        return [tuple(row) for row in connection.execute(active)]


def pop(stage: Stage, number: str) -> None:
    assert stage.window.pops.hear({"call": {"phone": number}}) == ""
    stage.settle()


def shown(stage: Stage) -> int:
    return stage.window.customers.pane.record_id()


def test_one_sure_hit_opens_and_is_written_down_once(stage: Stage, database: Database, ada: Record) -> None:
    stage.window.go_to("product")
    assert stage.window.pops.hear({"url": "tel:+1-212-555-0123;ext=9"}) == ""
    until(lambda: stage.window.places.shown() == "customer" and shown(stage) == ada.id)
    until(lambda: len(interactions(database)) == 1)
    assert stage.window.pops.hear({"url": "tel:+1-212-555-0123"}) == ""
    until(lambda: "Ada Lovelace" in stage.window.status.currentMessage())
    stage.settle()
    assert interactions(database) == [(ada.id, "incoming", "Phone", "pop", "+1-212-555-0123")]


def test_of_several_one_is_chosen_by_a_digit_or_an_arrow(stage: Stage, database: Database, ada: Record) -> None:
    pop(stage, SHARED)
    dialog = stage.window.pops.dialog
    assert dialog is not None
    assert [candidate.reference.label for candidate in dialog.match.candidates] == ["Ben", "Cid"]
    QTest.keyClick(dialog.list, Qt.Key.Key_2)
    until(lambda: shown(stage) == dialog.match.candidates[1].reference.id)
    assert stage.window.pops.dialog is None
    until(lambda: len(interactions(database)) == 1)
    pop(stage, SHARED)
    dialog = stage.window.pops.dialog
    assert dialog is not None
    assert "last in touch" in dialog.list.item(0).text()  # with whoever took the call just now
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    until(lambda: shown(stage) == dialog.match.candidates[1].reference.id)


def test_a_weak_hit_is_offered_and_nobody_at_all_becomes_somebody_new(
    stage: Stage, database: Database, ada: Record
) -> None:
    pop(stage, "+1 212 555 0124")
    dialog = stage.window.pops.dialog
    assert dialog is not None
    assert not shown(stage)
    assert "One digit is another" in dialog.list.item(0).text()
    pop(stage, "+49 30 123456")
    dialog = stage.window.pops.dialog
    assert dialog is not None
    assert dialog.list.isHidden()
    assert [button.text() for button in dialog.new_buttons] == ["New: Internal customer", "New: External customer"]
    dialog.new_buttons[1].click()
    pane = stage.window.customers.pane
    until(pane.is_editing)
    assert pane.form is not None
    assert not pane.is_dirty()
    content = pane.form.content(everything=True)
    assert content.values.get("kind", pane.form.kind) == "external"
    assert [item.values["number"] for item in content.items["phones"]] == ["+49 30 123456"]
    QTest.keyClicks(stage.window.focusWidget(), "Grace")
    stage.window.actions_["save"].trigger()
    until(lambda: bool(shown(stage)))
    until(lambda: [row[0] for row in interactions(database)] == [shown(stage)])


def test_what_is_being_typed_stays_until_somebody_wants_the_caller(
    stage: Stage, database: Database, ada: Record
) -> None:
    stage.new("external")
    pane = stage.window.customers.pane
    QTest.keyClicks(stage.window.focusWidget(), "Grace")
    pop(stage, ADA)
    pop(stage, SHARED)
    bar, pops = stage.window.pops.bar, stage.window.pops
    assert bar.isVisible()
    assert "customers" in bar.label.text()
    assert pane.is_dirty()
    assert pops.dialog is None
    pops.dismiss_button.click()
    assert "Ada Lovelace" in bar.label.text()
    assert interactions(database) == []
    pops.open_button.click()
    until(lambda: bool(stage.window.findChildren(QMessageBox)))
    (question,) = stage.window.findChildren(QMessageBox)
    assert pane.is_dirty()
    next(button for button in question.buttons() if "Discard" in button.text()).click()
    until(lambda: shown(stage) == ada.id)
    assert not bar.isVisible()
    until(lambda: len(interactions(database)) == 1)


class _Telephone(QObject):
    """What the system would have dial."""

    def __init__(self) -> None:
        super().__init__()
        self.dialled: list[str] = []

    @Slot(QUrl)
    def dial(self, url: QUrl) -> None:
        self.dialled.append(url.toString())


@pytest.fixture
def telephone() -> Iterator[_Telephone]:
    telephone = _Telephone()
    QDesktopServices.setUrlHandler("tel", telephone, "dial")
    yield telephone
    QDesktopServices.unsetUrlHandler("tel")


def test_a_number_in_the_head_dials_and_the_call_can_be_completed(
    stage: Stage, database: Database, ada: Record, telephone: _Telephone
) -> None:
    stage.view(ada.id)
    stage.window.customers.pane.pages.head.links_label.linkActivated.emit("tel:+12125550123")
    until(lambda: stage.window.pops.bar.isVisible())
    assert telephone.dialled == ["tel:+12125550123"]
    assert interactions(database) == [(ada.id, "outgoing", "Phone", "dial", "+12125550123")]
    stage.window.pops.open_button.click()
    pane = stage.window.desk.page("interaction").pane
    until(pane.is_editing)
    stage.window.go_to("customer")
    undo = stage.window.actions_["undo"]
    until(lambda: undo.isEnabled() and "created" in undo.toolTip())
    undo.trigger()
    until(lambda: stage.window.status.currentMessage().startswith("Undone: "))
    stage.settle()
    assert interactions(database) == []
    assert not stage.window.pops.bar.isVisible()
    assert "Redo: " in stage.window.actions_["redo"].toolTip()
